import type { Transcript } from '@ocelli/protocol';
import type { Heard, Whisper } from '../families/whisper.js';
import { sampleRateHz } from '../families/whisper-features.js';
import { isGuess, repeatsItself } from './doubt.js';
import { heardWords, segmentsOf, type HeardWord } from './heard-words.js';
import { soundWindows } from './sound-windows.js';

export interface ListeningOptions {
  /** ISO 639-1 code; heard when absent. */
  language?: string | undefined;
  /** Words that are likely to be said. */
  prompt?: string | undefined;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Tells in which of a window's frames somebody speaks; asked only where the words are in doubt. */
export type SpokenSeconds = (samples: Float32Array, signal: AbortSignal) => Promise<number>;

/** From here on the model itself thinks that nobody speaks; from `perhaps` on somebody else is asked. */
const nobody = { surely: 0.6, perhaps: 0.3 };
/** Less speech than this in a window whose words are in doubt is none. */
const leastSpeechSeconds = 0.2;
/** Sound that is shorter is a click. */
const shortestSound = 0.06 * sampleRateHz;
/** Where even the slow way goes round in circles, no run of so many tokens may come again. */
const noRepeatOf = 5;

/**
 * What is said in a recording (mono, 16 kHz, -1..1), of any length: it is cut at quiet places, each part is heard on its own. Empty where nobody speaks.
 * Rejects when the signal aborts.
 */
export async function transcribeRecording(samples: Float32Array, whisper: Whisper, spokenSeconds: SpokenSeconds, options: ListeningOptions): Promise<Transcript> {
  const { signal, onProgress } = options;
  let { language } = options;
  const words: HeardWord[] = [];
  let [logProbabilities, tokens] = [0, 0];
  for (const { from, to } of soundWindows(samples)) {
    signal.throwIfAborted();
    if (to - from < shortestSound) continue;
    const window = samples.subarray(from, to);
    const encoded = await whisper.encode(window);
    language ??= likeliest(await whisper.languages(encoded));
    const decoding = { language, prompt: options.prompt ?? '', signal };
    let heard = await whisper.decode(encoded, decoding);
    if (repeatsItself(heard) || isGuess(heard)) {
      const whole = await whisper.encode(window, { whole: true });
      heard = await whisper.decode(whole, decoding);
      if (heard.cutShort) heard = await whisper.decode(whole, { ...decoding, noRepeatOf });
    }
    if (saysSomething(heard) && (await somebodySpeaks(heard, window, spokenSeconds, signal))) {
      words.push(...heardWords(heard, { beginsAt: from / sampleRateHz, seconds: window.length / sampleRateHz }, language, whisper));
      logProbabilities += heard.logProbability * heard.tokens.length;
      tokens += heard.tokens.length;
    }
    onProgress(Math.min(1, to / samples.length));
  }
  const segments = segmentsOf(words);
  const text = segments.map((segment) => segment.text).join(spaceBetween(words) ? ' ' : '');
  return { text, language: language ?? 'en', confidence: tokens === 0 ? 0 : Math.exp(logProbabilities / tokens), segments };
}

const likeliest = (languages: Map<string, number>) => [...languages].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
const saysSomething = ({ text }: Heard) => /[\p{L}\p{N}]/u.test(text);
const spaceBetween = (words: readonly HeardWord[]) => words.slice(1).some(({ spaced }) => /^\s/.test(spaced));

async function somebodySpeaks(heard: Heard, window: Float32Array, spokenSeconds: SpokenSeconds, signal: AbortSignal): Promise<boolean> {
  const guess = isGuess(heard);
  if (guess && heard.noSpeech > nobody.surely) return false;
  if (!guess && heard.noSpeech < nobody.perhaps) return true;
  return (await spokenSeconds(window, signal)) >= leastSpeechSeconds;
}
