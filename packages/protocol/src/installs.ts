import { z } from 'zod';
import { Iso } from './conversation.js';
import { ErrorBody } from './errors.js';
import { TaskName } from './worker.js';

const Bytes = z.number().int().nonnegative();
/** Of what travels: how much is here, and how much it is. */
const amounts = { receivedBytes: Bytes, totalBytes: Bytes };

/**
 * Where the files of a model stand on the server's machine. waiting: for its turn; unpacking: all of it has arrived; checking: what is there
 * is compared with the pinned hashes, because somebody asked; paused: by a person, and it goes on only when one says so; failed: `retryAt` is when it is tried again by itself, null when that makes no
 * sense; damaged: other bytes than the pinned ones lie there, and no task takes them.
 */
export const Install = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready') }),
  z.object({ state: z.literal('absent'), ...amounts }),
  z.object({ state: z.literal('waiting'), ...amounts }),
  z.object({ state: z.literal('fetching'), ...amounts, bytesPerSecond: z.number().nonnegative().nullable(), secondsLeft: z.number().nonnegative().nullable() }),
  z.object({ state: z.literal('unpacking'), ...amounts }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('paused'), ...amounts }),
  z.object({ state: z.literal('failed'), ...amounts, error: ErrorBody, retryAt: Iso.nullable() }),
  z.object({ state: z.literal('damaged'), error: ErrorBody }),
]);
export type Install = z.infer<typeof Install>;

/** What one use of a model took here: from running it for this (`measured`), or from what it was last used for. */
export const ModelSpeed = z.object({
  milliseconds: z.number().nonnegative(),
  /** What was done in that time, for people: "a picture". */
  per: z.string(),
  measured: z.boolean(),
  /** What it holds while it is loaded, with its runtime; null where it was not measured. */
  memoryBytes: Bytes.nullable(),
  device: z.string(),
  at: Iso,
});
export type ModelSpeed = z.infer<typeof ModelSpeed>;

/** A model as people look at it: what it is, where it comes from, what it costs. */
export const ModelCard = z.object({
  id: z.string(),
  title: z.string(),
  /** What works with it; follows "Ocelli can ". */
  gives: z.string(),
  /** start: fetched in the background from the first start on; asked: when it is first needed or asked for; included: always there. */
  when: z.enum(['start', 'asked', 'included']),
  pack: z.string(),
  tasks: z.array(TaskName),
  /** SPDX identifier of the weights' licence. */
  licence: z.string(),
  source: z.string(),
  /** Largest first. */
  files: z.array(z.object({ name: z.string(), bytes: Bytes, sha256: z.string() })),
  /** What travels when it is fetched; 0 when it is included. */
  fetchBytes: Bytes,
  diskBytes: Bytes,
  speed: ModelSpeed.nullable(),
  /** It is being measured right now. */
  measuring: z.boolean(),
  install: Install,
});
export type ModelCard = z.infer<typeof ModelCard>;

/** What of the models changes while one looks at them. */
export const ModelsChange = z.object({
  /** Models are fetched without being asked for. */
  automatic: z.boolean(),
  /** What fetched models take on the disk, and what is free there (null where that is not known, and for those who may not change anything). */
  diskBytes: Bytes,
  freeBytes: Bytes.nullable(),
  models: z.array(ModelCard.pick({ id: true, install: true, speed: true, measuring: true })),
});
export type ModelsChange = z.infer<typeof ModelsChange>;

/** Every model of the server, in the order in which they are shown. */
export const ModelsReport = ModelsChange.extend({
  models: z.array(ModelCard),
  /** Whether this server lets whoever asks change its machine's models. */
  mayChange: z.boolean(),
  /** Whether anything may be fetched at all; if not, what forbids it. */
  fetching: z.enum(['allowed', 'offline', 'pack-off']),
});
export type ModelsReport = z.infer<typeof ModelsReport>;

/** Does something with models. fetch: also goes on after a pause and tries again after a failure; verify: reads every byte; measure: runs each once. */
export const ModelsAction = z.object({
  action: z.enum(['fetch', 'pause', 'remove', 'verify', 'measure']),
  ids: z.array(z.string().regex(/^[a-z0-9-]{1,64}$/)).min(1).max(32),
});
export type ModelsAction = z.infer<typeof ModelsAction>;

export const ModelsSettings = z.object({ automatic: z.boolean() });
export type ModelsSettings = z.infer<typeof ModelsSettings>;
