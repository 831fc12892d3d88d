import { z } from 'zod';
import { limits } from './conversation.js';
import { ErrorBody } from './errors.js';
import { Box } from './geometry.js';
import { BoardReading, CodeReading, ColourShare, Detections, Labels, ModelUse, TextReading } from './perception.js';
import { Embeddings, Speech, Transcript } from './speech.js';

/** What can be asked about a picture. */
export const PictureTask = z.enum(['read-boards', 'detect', 'read-text', 'read-codes', 'colours', 'classify', 'answer']);
export type PictureTask = z.infer<typeof PictureTask>;

/** Everything a model of the catalogue may be for; one queue each. A task that no installed model serves is `model_unavailable`. */
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

/** What the other tasks answer with. */
export const taskValue = { ...pictureTaskValue, transcribe: Transcript, speak: Speech, embed: Embeddings } as const satisfies Record<TaskName, z.ZodType>;
export type TaskValue<T extends TaskName> = z.infer<(typeof taskValue)[T]>;

/** Files that this project's own server wrote: a picture's or a recording's normalised copy, `id` the hash of what was uploaded. */
const KeptFile = z.object({ id: z.string(), path: z.string() });
const looking = { picture: KeptFile, region: Box.optional() };

/** Most texts that one request may have embedded, and their length. */
export const embedLimits = { texts: 64, characters: 2_000 } as const;

/** Most that is spoken in one request. */
export const speakLimits = { characters: 10_000, slowest: 0.5, fastest: 2 } as const;

/** One request to the inference process. */
export const TaskRequest = z.discriminatedUnion('task', [
  z.object({ task: PictureTask.exclude(['answer']), ...looking }),
  z.object({ task: z.literal('answer'), question: z.string().max(limits.questionCharacters), ...looking }),
  z.object({
    task: z.literal('transcribe'),
    /** 16 kHz, mono, WAV. */
    audio: KeptFile,
    /** ISO 639-1 code; heard when absent. */
    language: z.string().regex(/^[a-z]{2,3}$/).optional(),
    /** Words that are likely to be said, as a sentence that might have come before. */
    prompt: z.string().max(1_000).optional(),
    /** Somebody waits for it while they speak: what is not urgent gives way. */
    urgent: z.boolean().optional(),
  }),
  z.object({
    task: z.literal('speak'),
    text: z.string().max(speakLimits.characters),
    voice: z.string().max(40).optional(),
    speed: z.number().min(speakLimits.slowest).max(speakLimits.fastest).optional(),
    /** Given with a text that is one piece of speech, all in words: it is said in one go, with a rest of so many seconds after it. */
    rest: z.number().min(0).max(5).optional(),
  }),
  z.object({
    task: z.literal('embed'),
    of: z.union([z.object({ texts: z.array(z.string().max(embedLimits.characters)).min(1).max(embedLimits.texts) }), z.object(looking)]),
  }),
]);
export type TaskRequest = z.infer<typeof TaskRequest>;

/** What comes while a task is at work: words of an answer, spoken sound (mono, -1..1, Hz), or how far it is (0..1). */
export const TaskPiece = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), delta: z.string() }),
  z.object({ kind: z.literal('sound'), samples: z.instanceof(Float32Array), sampleRate: z.number().int().positive(), text: z.string() }),
  z.object({ kind: z.literal('progress'), fraction: z.number().min(0).max(1) }),
]);
export type TaskPiece = z.infer<typeof TaskPiece>;

/** What an inference process is started with. */
export const WorkerSettings = z.object({
  device: Device,
  /** Folder of the pocket pack. */
  pocketDir: z.string(),
  /** Folder of the files that were fetched. */
  modelsDir: z.string(),
  /** Packs whose models may be used. */
  packs: z.array(z.enum(['pocket', 'registry', 'hub'])).optional(),
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
  /** Somebody will likely ask about this picture: it may be decoded ahead. */
  z.object({ type: z.literal('expect'), picture: KeptFile }),
  /** These models were removed or replaced on the disk: whoever asks next gets what is there then. */
  z.object({ type: z.literal('unload'), models: z.array(z.string()) }),
  z.object({ type: z.literal('close') }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

export const WorkerHealth = z.object({ rssBytes: z.number().int().nonnegative(), loaded: z.array(TaskName) });
export type WorkerHealth = z.infer<typeof WorkerHealth>;

/** Messages from the inference process. Every run ends with `done` or `failed`, cancelled ones too. */
export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), health: WorkerHealth }),
  z.object({ type: z.literal('warmed'), health: WorkerHealth }),
  /** A model was unloaded because nobody used it. */
  z.object({ type: z.literal('unloaded'), health: WorkerHealth }),
  z.object({ type: z.literal('piece'), runId: RunId, piece: TaskPiece }),
  z.object({ type: z.literal('done'), runId: RunId, value: z.unknown(), uses: z.array(ModelUse), health: WorkerHealth }),
  z.object({ type: z.literal('failed'), runId: RunId, error: ErrorBody, health: WorkerHealth }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
