import { z } from 'zod';
import { limits } from './conversation.js';
import { ErrorBody } from './errors.js';
import { Box } from './geometry.js';
import { BoardReading, CodeReading, ColourShare, Detections, Labels, ModelUse, TextReading } from './perception.js';

/** What can be asked about a picture; one queue each. */
export const PictureTask = z.enum(['read-boards', 'detect', 'read-text', 'read-codes', 'colours', 'classify', 'answer']);
export type PictureTask = z.infer<typeof PictureTask>;

/** Everything a model of the catalogue may be for. A task that no installed model serves is `model_unavailable`. */
export const TaskName = z.enum([...PictureTask.options, 'transcribe', 'speak', 'embed']);
export type TaskName = z.infer<typeof TaskName>;

/** Where models run. */
export const Device = z.enum(['cuda', 'webgpu', 'cpu']);
export type Device = z.infer<typeof Device>;

/** What each task answers with. */
export const pictureTaskValue = {
  'read-boards': z.array(BoardReading),
  detect: Detections,
  'read-text': TextReading,
  'read-codes': z.array(CodeReading),
  colours: z.array(ColourShare),
  classify: Labels,
  answer: z.string(),
} as const satisfies Record<PictureTask, z.ZodType>;
export type PictureTaskValue<T extends PictureTask> = z.infer<(typeof pictureTaskValue)[T]>;

const looking = { picture: z.object({ id: z.string(), path: z.string() }), region: Box.optional() };

/** One request to the inference process. `path` is a file that this project's own server wrote. */
export const TaskRequest = z.discriminatedUnion('task', [
  z.object({ task: PictureTask.exclude(['answer']), ...looking }),
  z.object({ task: z.literal('answer'), question: z.string().max(limits.questionCharacters), ...looking }),
]);
export type TaskRequest = z.infer<typeof TaskRequest>;

/** What an inference process is started with. */
export const WorkerSettings = z.object({
  device: Device,
  /** Folder of the pocket pack. */
  pocketDir: z.string(),
  /** A model not used for so long is unloaded. */
  modelIdleMs: z.number().positive(),
});
export type WorkerSettings = z.infer<typeof WorkerSettings>;

const RunId = z.number().int().positive();

/** Messages to the inference process. */
export const ToWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('warm'), tasks: z.array(PictureTask) }),
  z.object({ type: z.literal('run'), runId: RunId, request: TaskRequest }),
  z.object({ type: z.literal('cancel'), runId: RunId }),
  z.object({ type: z.literal('close') }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

export const WorkerHealth = z.object({ rssBytes: z.number().int().nonnegative(), loaded: z.array(PictureTask) });
export type WorkerHealth = z.infer<typeof WorkerHealth>;

/** Messages from the inference process. Every run ends with `done` or `failed`, cancelled ones too. */
export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), health: WorkerHealth }),
  z.object({ type: z.literal('warmed'), health: WorkerHealth }),
  /** A model was unloaded because nobody used it. */
  z.object({ type: z.literal('unloaded'), health: WorkerHealth }),
  z.object({ type: z.literal('text'), runId: RunId, delta: z.string() }),
  z.object({ type: z.literal('done'), runId: RunId, value: z.unknown(), uses: z.array(ModelUse), health: WorkerHealth }),
  z.object({ type: z.literal('failed'), runId: RunId, error: ErrorBody, health: WorkerHealth }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
