import { z } from 'zod';

const Seconds = z.number().nonnegative();
const Confidence = z.number().min(0).max(1);

/** A word as heard. Times are in seconds from the start of the recording. */
export const TranscriptWord = z.object({ text: z.string(), start: Seconds, end: Seconds, confidence: Confidence });
export type TranscriptWord = z.infer<typeof TranscriptWord>;

export const TranscriptSegment = z.object({ text: z.string(), start: Seconds, end: Seconds, confidence: Confidence, words: z.array(TranscriptWord).optional() });
export type TranscriptSegment = z.infer<typeof TranscriptSegment>;

/** What was said in a recording; no text and no segments where nobody speaks. */
export const Transcript = z.object({
  text: z.string(),
  /** ISO 639-1 code, as given or as heard. */
  language: z.string(),
  confidence: Confidence,
  segments: z.array(TranscriptSegment),
});
export type Transcript = z.infer<typeof Transcript>;

/** How a text was spoken; the sound itself was streamed in pieces. `sampleRate` in Hz, `seconds` of all pieces together. */
export const Speech = z.object({ voice: z.string(), sampleRate: z.number().int().positive(), seconds: Seconds });
export type Speech = z.infer<typeof Speech>;

/** One vector for each thing embedded, in its order: of unit length, texts and pictures in one space. */
export const Embeddings = z.array(z.array(z.number()));
export type Embeddings = z.infer<typeof Embeddings>;

/** What a recording's file says, and how long it is. */
export const RecordingFacts = z.object({
  format: z.string(),
  bytes: z.number().int().nonnegative(),
  seconds: Seconds,
  /** As recorded; not known of every format. */
  sampleRateHz: z.number().int().positive().optional(),
  channels: z.number().int().positive().optional(),
});
export type RecordingFacts = z.infer<typeof RecordingFacts>;

/** Input and output of the `listen` call with which an answer begins whose question is spoken in a recording. */
export const listenTool = 'listen';
export const ListenInput = z.object({ recording: z.string() });
export const Listened = Transcript.omit({ segments: true });
export type Listened = z.infer<typeof Listened>;
