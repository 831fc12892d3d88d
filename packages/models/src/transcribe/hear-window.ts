import type { DecodeOptions, Heard, Whisper } from '../families/whisper.js';
import { sampleRateHz } from '../families/whisper-features.js';
import { isGuess, repeatsItself } from './doubt.js';
import { timesOf, type HeardWindow } from './heard-words.js';
import { quietPlace } from './sound-windows.js';
import { spokenSeconds, type SpeechListener } from './speech-in-sound.js';

/** From here on the model itself thinks that nobody speaks; from `perhaps` on somebody else is asked. */
const nobody = { surely: 0.6, perhaps: 0.3 };
/** Less speech than this in a window whose words are in doubt is none. */
const leastSpeechSeconds = 0.2;
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

/** What a window is heard with; who speaks is asked only where the words are in doubt. */
export interface Hearing {
  whisper: Whisper;
  listen: SpeechListener;
  decoding: DecodeOptions;
}

/** What is said in a window of at most 30 s that begins at the sample `from` of its recording: in one part or several, none where nobody speaks. */
export async function hearWindow(samples: Float32Array, from: number, hearing: Hearing): Promise<HeardWindow[]> {
  const parts: HeardWindow[] = [];
  for (const part of await hear(samples, from, hearing)) if (saysSomething(part.heard) && (await somebodySpeaks(part, hearing))) parts.push(part);
  return parts;
}

/** Where the model repeats itself or skips what is said, in two parts that are each heard again. */
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
async function skippedFrom({ times, samples }: HeardWindow, { listen, decoding: { signal } }: Hearing): Promise<number | undefined> {
  for (const [token, begin] of times.entries()) {
    const end = times[token + 1] ?? samples.length / sampleRateHz;
    if (end - begin < skipping.seconds) continue;
    if ((await spokenSeconds(listen, samples.subarray(begin * sampleRateHz, end * sampleRateHz), signal)) < skipping.spokenSeconds) continue;
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

const saysSomething = ({ text }: Heard) => /[\p{L}\p{N}]/u.test(text);

async function somebodySpeaks({ heard, samples }: HeardWindow, { listen, decoding: { signal } }: Hearing): Promise<boolean> {
  const guess = isGuess(heard);
  if (guess && heard.noSpeech > nobody.surely) return false;
  if (!guess && heard.noSpeech < nobody.perhaps) return true;
  return (await spokenSeconds(listen, samples, signal)) >= leastSpeechSeconds;
}
