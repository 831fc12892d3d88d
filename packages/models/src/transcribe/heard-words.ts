import type { TranscriptSegment, TranscriptWord } from '@ocelli/protocol';
import type { Heard, Whisper } from '../families/whisper.js';
import { sampleRateHz } from '../families/whisper-features.js';
import { loudPart } from './sound-windows.js';
import { tokenTimes } from './token-times.js';

const secondsPerPosition = 0.02;
/** Written without spaces between words: each piece that is whole characters stands for itself. */
const spaceless = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);
/** A silence within a text that parts two segments, and the longest segment that is not parted at a comma. */
const pauseSeconds = 1.5;
const longSeconds = 12;
/** No word takes longer: what lies before it is silence. */
const longestWordSeconds = 2;

/** A word with the space before it, as it stands in the text. */
export interface HeardWord extends TranscriptWord {
  spaced: string;
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

/** Words of a window with their times in the recording, without the silence around them. */
export function heardWords({ heard: { tokens }, times: tokenBegins, samples, from }: HeardWindow, language: string, { vocabulary }: Whisper): HeardWord[] {
  const [beginsAt, seconds] = [from / sampleRateHz, samples.length / sampleRateHz];
  const loud = loudPart(samples);
  const groups = wordsOf(tokens.map(({ id }) => id), spaceless.has(language), (ids) => vocabulary.decode(ids));
  const times = tokenBegins.map((time) => Math.min(time, seconds));
  let at = 0;
  return groups.map(({ text: spaced, count }) => {
    const sum = tokens.slice(at, at + count).reduce((total, { logProbability }) => total + logProbability, 0);
    const [begin, end] = [times[at]!, times[Math.min(at + count, times.length - 1)] ?? seconds];
    at += count;
    const spoken = loud(Math.max(begin, end - longestWordSeconds), end);
    return { text: spaced.trim(), spaced, start: hundredths(beginsAt + spoken.from), end: hundredths(beginsAt + spoken.to), confidence: Math.exp(sum / count) };
  });
}

const hundredths = (seconds: number) => Math.round(seconds * 100) / 100;
const unfinished = '�';

/** Tokens as words; a character may be made of several tokens, and punctuation belongs to the word before it (an opening mark to the one after). */
function wordsOf(ids: readonly number[], withoutSpaces: boolean, decode: (ids: readonly number[]) => string): { text: string; count: number }[] {
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
  const words: { text: string; count: number }[] = [];
  for (const piece of pieces) {
    const last = words.at(-1);
    const begins = withoutSpaces ? /[\p{L}\p{N}]/u.test(piece.text) : /^\s/.test(piece.text) && /[\p{L}\p{N}]/u.test(piece.text);
    const wasOpening = last && !/[\p{L}\p{N}]/u.test(last.text);
    const opens = /^\s+[("'“‘«¿¡[]+$/u.test(piece.text);
    if (!last || ((begins || opens) && !wasOpening)) words.push({ ...piece });
    else {
      last.text += piece.text;
      last.count += piece.count;
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
    const parted = !current || !last || /[.?!…。？！]["'”’)]?$/u.test(last.text) || word.start - last.end >= pauseSeconds || (/[,;:、，]$/u.test(last.text) && last.end - current[0]!.start >= longSeconds);
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
