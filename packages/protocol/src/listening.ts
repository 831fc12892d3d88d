import { z } from 'zod';
import { AttachmentUse, Id, limits } from './conversation.js';
import { ErrorBody } from './errors.js';

/** What one spoken question may be. Its sound is mono, 16 bits, little-endian. */
export const listening = {
  sampleRateHz: 16_000,
  /** A question that gets longer is ended there; what was said until then counts. */
  seconds: 60,
  /** Nobody has begun to speak after so long: the microphone is let go. */
  secondsWithoutSpeech: 8,
  /** Most samples in one message. */
  chunkSamples: 16_000,
  /** A turn is forgotten when no sound has come for so long, because its page is lost or waits for a permission. */
  secondsWithoutSound: 30,
} as const;

/**
 * Begin to listen. Ids are the client's: the same `listenId` sent again, after a lost connection, takes up the same turn where it stands.
 * `endsBy` silence: the server notices when the speaker is done; told: the client says so (`listen.end`).
 */
export const ListenStart = z.object({
  listenId: Id,
  /** The conversation that the question will belong to: its words are likely to be said again. */
  conversationId: Id.nullable(),
  attachments: z.array(AttachmentUse).max(limits.attachmentsPerTurn),
  /** ISO 639-1 code; heard when absent. */
  language: z.string().regex(/^[a-z]{2,3}$/).optional(),
  endsBy: z.enum(['silence', 'told']),
  /** Spoken over an answer that sounds: a voice is told of sooner, because the page has found by its loudness that somebody talks. */
  overAnswer: z.literal(true).optional(),
});
export type ListenStart = z.infer<typeof ListenStart>;

/**
 * A piece of sound; `from` is the number of samples before it. What arrived before is skipped, and what would leave a gap is not taken:
 * so a piece can be sent again, in other portions too, until its acknowledgement says that it is there.
 */
export const ListenAudio = z.object({
  listenId: Id,
  from: z.number().int().nonnegative(),
  pcm: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length % 2 === 0 && length <= listening.chunkSamples * 2, 'must be whole samples, at most a second of them'),
});
export type ListenAudio = z.infer<typeof ListenAudio>;

/** No sound follows after `samples`. Ends the turn once all of them are there, which the acknowledgement tells. */
export const ListenEnd = z.object({ listenId: Id, samples: z.number().int().nonnegative() });
export type ListenEnd = z.infer<typeof ListenEnd>;

/** Forget the turn and its sound. */
export const ListenCancel = z.object({ listenId: Id });
export type ListenCancel = z.infer<typeof ListenCancel>;

/** How many samples of the turn have arrived. */
export const ListenReceived = z.object({ received: z.number().int().nonnegative() });
export type ListenReceived = z.infer<typeof ListenReceived>;

/** Words so far: `stable` will most likely stay, `rest` may change. */
const words = { stable: z.string(), rest: z.string() };

/**
 * Where a turn stands, all of it each time, so that a page that comes back needs nothing else. open: sound is taken; closing: the last words are
 * being worked out; heard and failed: over, and the sound is forgotten.
 */
export const ListeningState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('open'), /** silent: nobody has spoken yet. */ voice: z.enum(['silent', 'speaking', 'pausing']), ...words }),
  z.object({ phase: z.literal('closing'), ...words }),
  z.object({
    phase: z.literal('heard'),
    text: z.string().min(1),
    language: z.string(),
    confidence: z.number().min(0).max(1),
    /** What ended it; limit: it was too long, and what came later is missing. */
    endedBy: z.enum(['silence', 'told', 'limit']),
  }),
  z.object({ phase: z.literal('failed'), error: ErrorBody }),
]);
export type ListeningState = z.infer<typeof ListeningState>;
export type ListeningOutcome = Extract<ListeningState, { phase: 'heard' | 'failed' }>;

/** `revision` grows: an older state that arrives late is to be ignored. */
export const ListenUpdate = z.object({ listenId: Id, revision: z.number().int().nonnegative(), state: ListeningState });
export type ListenUpdate = z.infer<typeof ListenUpdate>;
