import type { TranscriptSegment, TranscriptWord } from '@ocelli/protocol';
import type { Heard, Whisper } from '../families/whisper.js';
import { sampleRateHz } from '../families/whisper-features.js';
import { loudPart } from './sound-windows.js';
import { tokenTimes } from './token-times.js';

const secondsPerPosition = 0.02;
/** Written without spaces between words: each piece that is whole characters stands for itself. */
const spaceless = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);
/** Whether a language is written without spaces between its words. */
export const withoutSpaces = (language: string) => spaceless.has(language);
/** Whether a sentence ends with this word. */
export const endsSentence = (word: string) => /[.?!…。？！]["'”’)]?$/u.test(word);
/** A silence within a text that parts two segments, and the longest segment that is not parted at a comma. */
const pauseSeconds = 1.5;
const longSeconds = 12;
/** Less probable speech is music or noise. */
const leastSpeech = 0.15;
/** No word takes longer: what lies before it is silence. */
const longestWordSeconds = 2;

/** A word with the space before it, as it stands in the text. */
export interface HeardWord extends TranscriptWord {
  spaced: string;
  tokens: number;
  /** Of the part that it was heard in, see {@link Heard}. */
  logProbability: number;
}

/** A window with what was heard in it. */
export interface HeardWindow {
  heard: Heard;
  /** When each token begins, see {@link timesOf}. */
  times: readonly number[];
  samples: Float32Array;
  /** Its first sample's place in the recording. */
  from: number;
}

/** When each token of a window begins, in seconds from its beginning; the last entry is where the last one ends. */
export function timesOf({ looks, positions }: Heard, { vocabulary }: Whisper): number[] {
  return tokenTimes(looks, vocabulary.alignmentHeads, positions).map((position) => position * secondsPerPosition);
}

/**
 * Words of a window with their times in the recording, without the silence around them; where `speechAt` (probability at a second of the recording) is
 * known, also without music and noise.
 */
export function heardWords({ heard: { tokens, logProbability }, times: tokenBegins, samples, from }: HeardWindow, language: string, { vocabulary }: Whisper, speechAt?: (second: number) => number): HeardWord[] {
  const [beginsAt, seconds] = [from / sampleRateHz, samples.length / sampleRateHz];
  const loud = loudPart(samples, speechAt && ((second) => speechAt(beginsAt + second) >= leastSpeech));
  const groups = wordsOf(tokens.map(({ id }) => id), withoutSpaces(language), (ids) => vocabulary.decode(ids));
  const times = tokenBegins.map((time) => Math.min(time, seconds));
  let at = 0;
  const words: HeardWord[] = [];
  for (const { text: spaced, count, spokenCount } of groups) {
    const sum = tokens.slice(at, at + count).reduce((total, token) => total + token.logProbability, 0);
    const [begin, end] = [times[at]!, times[Math.min(at + spokenCount, times.length - 1)] ?? seconds];
    at += count;
    const last = words.at(-1);
    const word = { text: spaced.trim(), spaced, start: beginsAt + begin, end: beginsAt + end, confidence: Math.exp(sum / count), tokens: count, logProbability };
    const spoken = loud(Math.max(begin, end - longestWordSeconds), end);
    if (spoken) Object.assign(word, { start: Math.max(last?.end ?? 0, beginsAt + spoken.from), end: Math.max(last?.end ?? 0, beginsAt + spoken.to) });
    // The last word before a pause is told late: it is in what the one before it seems to take.
    else if (last) shareTime(last, word);
    words.push(word);
  }
  return words.map((word) => ({ ...word, start: hundredths(word.start), end: hundredths(word.end) }));
}

/** What was the first word's time becomes the time of both, by their letters. */
function shareTime(first: HeardWord, second: HeardWord): void {
  const { start, end } = first;
  first.end = start + ((end - start) * first.text.length) / (first.text.length + second.text.length);
  Object.assign(second, { start: first.end, end });
}

const hundredths = (seconds: number) => Math.round(seconds * 100) / 100;
const unfinished = '�';

/** A word's tokens, and how many of them are said: of marks behind a word the model says when they are, which is in the pause. */
interface WordTokens {
  text: string;
  count: number;
  spokenCount: number;
}

/** Tokens as words; a character may be made of several tokens, and punctuation belongs to the word before it (an opening mark to the one after). */
function wordsOf(ids: readonly number[], unspaced: boolean, decode: (ids: readonly number[]) => string): WordTokens[] {
  const pieces: { text: string; count: number }[] = [];
  let held: number[] = [];
  for (const id of ids) {
    held.push(id);
    const text = decode(held);
    if (text.includes(unfinished)) continue;
    pieces.push({ text, count: held.length });
    held = [];
  }
  if (held.length > 0) pieces.push({ text: decode(held).replaceAll(unfinished, ''), count: held.length });
  const words: WordTokens[] = [];
  for (const piece of pieces) {
    const last = words.at(-1);
    const begins = unspaced ? /[\p{L}\p{N}]/u.test(piece.text) : /^\s/.test(piece.text) && /[\p{L}\p{N}]/u.test(piece.text);
    const wasOpening = last && !/[\p{L}\p{N}]/u.test(last.text);
    const opens = /^\s+[("'“‘«¿¡[]+$/u.test(piece.text);
    if (!last || ((begins || opens) && !wasOpening)) words.push({ ...piece, spokenCount: piece.count });
    else {
      last.text += piece.text;
      last.count += piece.count;
      if (/[\p{L}\p{N}]/u.test(piece.text)) last.spokenCount = last.count;
    }
  }
  return words;
}

/** Words as segments: sentences, parted also at long silences. */
export function segmentsOf(words: readonly HeardWord[]): TranscriptSegment[] {
  const segments: HeardWord[][] = [];
  for (const word of words) {
    const current = segments.at(-1);
    const last = current?.at(-1);
    const parted = !current || !last || endsSentence(last.text) || word.start - last.end >= pauseSeconds || (/[,;:、，]$/u.test(last.text) && last.end - current[0]!.start >= longSeconds);
    if (parted) segments.push([word]);
    else current.push(word);
  }
  return segments.map((among) => ({
    text: among.map(({ spaced }) => spaced).join('').trim(),
    start: among[0]!.start,
    end: Math.max(among[0]!.start, among.at(-1)!.end),
    confidence: Math.exp(among.reduce((sum, { confidence }) => sum + Math.log(Math.max(confidence, 1e-9)), 0) / among.length),
    words: among.map(({ text, start, end, confidence }) => ({ text, start, end, confidence })),
  }));
}
