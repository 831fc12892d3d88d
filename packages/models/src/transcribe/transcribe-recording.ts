import type { Transcript } from '@ocelli/protocol';
import type { DecodeOptions, Heard, Whisper } from '../families/whisper.js';
import { sampleRateHz } from '../families/whisper-features.js';
import { isGuess, repeatsItself } from './doubt.js';
import { heardWords, segmentsOf, timesOf, type HeardWindow, type HeardWord } from './heard-words.js';
import { quietPlace, soundWindows } from './sound-windows.js';

export interface ListeningOptions {
  /** ISO 639-1 code; heard when absent. */
  language?: string | undefined;
  /** Words that are likely to be said. */
  prompt?: string | undefined;
  signal: AbortSignal;
  /** Waited for between two steps: what is at work may give way to others there. */
  betweenSteps?: () => Promise<void>;
  onProgress(fraction: number): void;
}

/** Tells for how long somebody speaks in a sound; asked only where the words are in doubt. */
export type SpokenSeconds = (samples: Float32Array, signal: AbortSignal) => Promise<number>;

/** From here on the model itself thinks that nobody speaks; from `perhaps` on somebody else is asked. */
const nobody = { surely: 0.6, perhaps: 0.3 };
/** Less speech than this in a window whose words are in doubt is none. */
const leastSpeechSeconds = 0.2;
/** Sound that is shorter is a click. */
const shortestSound = 0.06 * sampleRateHz;
/** What repeats itself is halved from so many samples on, at the quietest place around its middle: a repetition across the halves cannot mislead the model. */
const halved = { from: 6 * sampleRateHz, around: 0.25 };
/** Where even the slow way goes round in circles in a shorter one, no run of so many tokens may come again. */
const noRepeatOf = 5;

/** A token that lasts so long, while somebody speaks for so long, skips what is said. */
const skipping = { seconds: 2, spokenSeconds: 1.2 };
/** Where a skipped part begins is looked for so far around the token that skips it; no part is shorter. */
const skipBegins = { before: 0.2, after: 1 };
const shortestPart = 0.5 * sampleRateHz;
/** So many tokens more than the whole two parts must give to be believed, and be so much less sure at most. */
const believed = { moreTokens: 2, lessSure: 0.3 };

/**
 * What is said in a recording (mono, 16 kHz, -1..1), of any length: it is cut at quiet places, each part is heard on its own. Empty where nobody speaks.
 * Rejects when the signal aborts.
 */
export async function transcribeRecording(samples: Float32Array, whisper: Whisper, spokenSeconds: SpokenSeconds, options: ListeningOptions): Promise<Transcript> {
  const { signal, betweenSteps, onProgress, prompt = '' } = options;
  let { language } = options;
  const words: HeardWord[] = [];
  let [logProbabilities, tokens] = [0, 0];
  for (const { from, to } of soundWindows(samples)) {
    await betweenSteps?.();
    signal.throwIfAborted();
    if (to - from < shortestSound) continue;
    language ??= whisper.vocabulary.languages.size === 0 ? 'en' : likeliest(await whisper.languages(await whisper.encode(samples.subarray(from, to))));
    for (const part of await hear(samples.subarray(from, to), from, { whisper, spokenSeconds, decoding: { language, prompt, signal, betweenSteps } })) {
      const { heard } = part;
      if (!saysSomething(heard) || !(await somebodySpeaks(heard, part.samples, spokenSeconds, signal))) continue;
      words.push(...heardWords(part, language, whisper));
      logProbabilities += heard.logProbability * heard.tokens.length;
      tokens += heard.tokens.length;
    }
    onProgress(to / samples.length);
  }
  onProgress(1);
  const segments = segmentsOf(words);
  const text = segments.map((segment) => segment.text).join(spaceBetween(words) ? ' ' : '');
  return { text, language: language ?? 'en', confidence: tokens === 0 ? 0 : Math.exp(logProbabilities / tokens), segments };
}

/** What a part is heard with. */
interface Hearing {
  whisper: Whisper;
  spokenSeconds: SpokenSeconds;
  decoding: DecodeOptions;
}

/** Hears a window; where the model repeats itself or skips what is said, in two parts that are each heard again. */
async function hear(samples: Float32Array, from: number, hearing: Hearing): Promise<HeardWindow[]> {
  const { whisper, decoding } = hearing;
  let heard = await whisper.decode(await whisper.encode(samples), decoding);
  if (repeatsItself(heard) && samples.length >= halved.from) {
    const middle = quietPlace(samples, (0.5 - halved.around) * samples.length, (0.5 + halved.around) * samples.length);
    return [...(await hear(samples.subarray(0, middle), from, hearing)), ...(await hear(samples.subarray(middle), from + middle, hearing))];
  }
  if (repeatsItself(heard) || isGuess(heard)) heard = await hearSlowly(samples, hearing);
  const whole = [{ heard, times: timesOf(heard, hearing.whisper), from, samples }];
  const skip = await skippedFrom(whole[0]!, hearing);
  if (skip === undefined) return whole;
  const first = await hear(samples.subarray(0, skip), from, hearing);
  const parts = [...first, ...(await hear(samples.subarray(skip), from + skip, hearing))];
  const all = parts.reduce((sum, part) => sum + part.heard.tokens.length, 0);
  const sure = parts.reduce((sum, part) => sum + part.heard.logProbability * part.heard.tokens.length, 0) / Math.max(1, all);
  return all >= heard.tokens.length + believed.moreTokens && sure >= heard.logProbability - believed.lessSure ? parts : whole;
}

/** The sample at which a part of the window begins that was not written down. */
async function skippedFrom({ times, samples }: HeardWindow, { spokenSeconds, decoding: { signal } }: Hearing): Promise<number | undefined> {
  for (const [token, begin] of times.entries()) {
    const end = times[token + 1] ?? samples.length / sampleRateHz;
    if (end - begin < skipping.seconds) continue;
    if ((await spokenSeconds(samples.subarray(begin * sampleRateHz, end * sampleRateHz), signal)) < skipping.spokenSeconds) continue;
    const at = quietPlace(samples, (begin - skipBegins.before) * sampleRateHz, (begin + skipBegins.after) * sampleRateHz);
    if (at >= shortestPart && samples.length - at >= shortestPart) return at;
  }
  return undefined;
}

/** By the whole window of 30 s, as Whisper was taught; where it still goes round in circles, without repetition. */
async function hearSlowly(samples: Float32Array, { whisper, decoding }: Hearing): Promise<Heard> {
  const window = await whisper.encode(samples, { whole: true });
  const heard = await whisper.decode(window, decoding);
  return heard.cutShort ? await whisper.decode(window, { ...decoding, noRepeatOf }) : heard;
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
