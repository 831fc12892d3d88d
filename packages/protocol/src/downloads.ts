import { z } from 'zod';
import { ErrorBody } from './errors.js';

/** What can be fetched to make more work, and how much of it is here. Bytes: what travels, and what it takes on the disk. */
export const DownloadPlan = z.object({
  id: z.string(),
  title: z.string(),
  /** What works once it is there; follows "Ocelli can ". */
  gives: z.string(),
  /** start: fetched in the background from the first start on; asked: when somebody asks for it. */
  when: z.enum(['start', 'asked']),
  /** there: every file stands in its place with its size. Whether the bytes are right, verifying tells. */
  status: z.enum(['there', 'missing']),
  fetchBytes: z.number().int().positive(),
  /** Of these, what still has to travel: packages that arrived whole before a pause do not again. */
  leftBytes: z.number().int().nonnegative(),
  diskBytes: z.number().int().positive(),
});
export type DownloadPlan = z.infer<typeof DownloadPlan>;

/**
 * How far a download is. waiting: for its turn, or for another process that fetches the same; fetching: packages travel; verifying:
 * they are unpacked and compared with the pinned hashes; done: every file is in its place; failed: `error` says what to do.
 */
export const DownloadProgress = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['waiting', 'fetching', 'verifying', 'done', 'failed']),
  receivedBytes: z.number().int().nonnegative(),
  totalBytes: z.number().int().nonnegative(),
  /** Over the last seconds; null while unknown. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  secondsLeft: z.number().nonnegative().nullable(),
  error: ErrorBody.optional(),
});
export type DownloadProgress = z.infer<typeof DownloadProgress>;
