import type { Transcript } from '@ocelli/protocol';
import type { Whisper } from '../families/whisper.js';
import { longestWindow, sampleRateHz } from '../families/whisper-features.js';
import { hearWindow, type Hearing } from './hear-window.js';
import { heardWords, segmentsOf, type HeardWord } from './heard-words.js';
import { hearLong } from './long-recording.js';
import type { RecordedSound } from './recorded-sound.js';
import { longestAtOnce, soundWindows } from './sound-windows.js';
import type { SpeechListener } from './speech-in-sound.js';
import { SpeechWindows } from './speech-windows.js';

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

/** Sound that is shorter is a click. */
const shortestSound = 0.06 * sampleRateHz;
/** So many windows tell which language is spoken. */
const windowsForLanguage = 3;

/** What is said in a recording of any length. Empty where nobody speaks. Rejects when the signal aborts. */
export async function transcribeRecording(sound: RecordedSound, whisper: Whisper, listen: SpeechListener, options: ListeningOptions): Promise<Transcript> {
  const { signal, betweenSteps, onProgress, prompt = '' } = options;
  const language = options.language ?? likeliest(await languagesIn(sound, whisper, listen, signal));
  const hearing: Hearing = { whisper, listen, decoding: { language, prompt, signal, betweenSteps } };
  const words = sound.length > longestAtOnce ? await hearLong(sound, hearing, onProgress) : await hearAtOnce(await sound.read(0, sound.length), hearing);
  onProgress(1);
  const segments = segmentsOf(words);
  const text = segments.map((segment) => segment.text).join(spaceBetween(words) ? ' ' : '');
  return { text, language, confidence: sure(words), segments };
}

/** Probabilities of the languages that are spoken in a recording, by what is said first. */
export async function languagesIn(sound: RecordedSound, whisper: Whisper, listen: SpeechListener, signal: AbortSignal): Promise<Map<string, number>> {
  if (whisper.vocabulary.languages.size === 0) return new Map([['en', 1]]);
  const windows = sound.length > longestAtOnce ? new SpeechWindows(sound, listen, signal) : undefined;
  const sums = new Map<string, number>();
  for (let nth = 0; nth < (windows ? windowsForLanguage : 1); nth++) {
    const samples = windows ? (await windows.next())?.samples : await sound.read(0, Math.min(sound.length, longestWindow));
    if (!samples?.length) break;
    for (const [language, probability] of await whisper.languages(await whisper.encode(samples))) sums.set(language, (sums.get(language) ?? 0) + probability);
  }
  const all = [...sums.values()].reduce((sum, one) => sum + one, 0);
  return sums.size === 0 ? new Map([['en', 1]]) : new Map([...sums].map(([language, sum]) => [language, sum / all]));
}

/** What is short enough to be heard in a window or two, without asking first where somebody speaks: somebody waits for it. */
async function hearAtOnce(samples: Float32Array, hearing: Hearing): Promise<HeardWord[]> {
  const { signal, betweenSteps, language } = hearing.decoding;
  const words: HeardWord[] = [];
  for (const { from, to } of soundWindows(samples)) {
    await betweenSteps?.();
    signal.throwIfAborted();
    if (to - from < shortestSound) continue;
    for (const part of await hearWindow(samples.subarray(from, to), from, hearing)) words.push(...heardWords(part, language, hearing.whisper));
  }
  return words;
}

/** Mean probability of the tokens of all parts. */
function sure(words: readonly HeardWord[]): number {
  const all = words.reduce((sum, { tokens }) => sum + tokens, 0);
  return all === 0 ? 0 : Math.exp(words.reduce((sum, { logProbability, tokens }) => sum + tokens * logProbability, 0) / all);
}

const likeliest = (languages: Map<string, number>) => [...languages].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
const spaceBetween = (words: readonly HeardWord[]) => words.slice(1).some(({ spaced }) => /^\s/.test(spaced));
