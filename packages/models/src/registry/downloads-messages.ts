import { DownloadProgress, ErrorBody } from '@ocelli/protocol';
import { z } from 'zod';
import { ModelDownload } from './model-download.js';

/** What a process that works on the files of a download is started with. */
export const DownloadsSettings = z.object({
  task: z.enum(['pull', 'verify', 'remove']),
  id: z.string(),
  modelsDir: z.string(),
  /** Every download there is. */
  downloads: z.array(ModelDownload),
});
export type DownloadsSettings = z.infer<typeof DownloadsSettings>;

/** What it says. `done` and `failed` are the last. */
export const FromDownloads = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: DownloadProgress }),
  z.object({ type: z.literal('done'), status: z.enum(['ready', 'missing', 'broken']) }),
  z.object({ type: z.literal('failed'), error: ErrorBody }),
]);
export type FromDownloads = z.infer<typeof FromDownloads>;
