import { z } from 'zod';
import { speakLimits } from './worker.js';

/** The sound of a spoken answer: mono, 16 bits, little-endian. `characters`: most of an answer in one request; a page asks sentence by sentence. */
export const readingAloud = { sampleRateHz: 24_000, characters: 2_000, contentType: 'audio/pcm;rate=24000;encoding=signed-int;bits=16;channels=1' } as const;

const VoiceId = z.string().min(1).max(40);

/**
 * A piece of an answer, as it is written (Markdown): what a person would say who reads it aloud is worked out by the server. Whole sentences, lists and tables. A
 * piece that ends with a line break ends a paragraph: the rest after it is longer. Where there is nothing to say, the sound is empty.
 */
export const SpeechRequest = z.object({
  markdown: z.string().min(1).max(readingAloud.characters),
  voice: VoiceId.optional(),
  /** 1 is the voice's own. */
  speed: z.number().min(speakLimits.slowest).max(speakLimits.fastest).optional(),
});
export type SpeechRequest = z.infer<typeof SpeechRequest>;

/** For voices of the browser's own: what is to be said. Empty where there is nothing to say. */
export const SpokenWordsRequest = SpeechRequest.pick({ markdown: true });
export const SpokenWords = z.object({ text: z.string() });
export type SpokenWords = z.infer<typeof SpokenWords>;

/** A voice of the server's. `language`: BCP 47. `family`: what its model is called, for people. */
export const VoiceChoice = z.object({ id: VoiceId, name: z.string(), language: z.string(), description: z.string(), family: z.string() });
export type VoiceChoice = z.infer<typeof VoiceChoice>;

/** The usual model's voices, and those of every other model that is here. `model`: the usual one, as the models report names it, which says whether it is there. */
export const Voices = z.object({ voices: z.array(VoiceChoice), usual: VoiceId, model: z.string() });
export type Voices = z.infer<typeof Voices>;
