import { sampleRateHz } from '../families/whisper-features.js';

/** A part of a recording that is heard at once, in samples. */
export interface SoundWindow {
  from: number;
  to: number;
}

const frame = sampleRateHz / 50;
const decibels = (of: number) => 10 ** (of / 20);
/** A frame (its root mean square) is silence below -55 dB; in a quiet recording below 40 dB under its loudest, but always below -75 dB. */
const silence = { quiet: decibels(-55), relative: decibels(-40), absolute: decibels(-75) };
/**
 * A window ends at the quietest place between these lengths, in seconds; a silence of that many frames is looked for. Whisper takes 30, but what is said in
 * longer windows it skips more often.
 */
const shortest = 10;
const longest = 20;
/** Samples of a sound that is heard without asking where somebody speaks. */
export const longestAtOnce = 30 * sampleRateHz;
const quietFrames = 12;
/** Within a word nothing is quiet for so long. */
const pauseFrames = 8;
/** Silence is left around what is heard. */
const marginFrames = 15;

/** Cuts a recording where it is quietest, so that no word is lost or heard twice. Silence before, between and after is left out; nothing remains of silence alone. */
export function soundWindows(samples: Float32Array): SoundWindow[] {
  const levels = frameLevels(samples);
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  const silent = Math.max(silence.absolute, Math.min(silence.quiet, loudest * silence.relative));
  const windows: SoundWindow[] = [];
  for (let begin = 0; begin < levels.length; ) {
    begin = Math.max(begin, firstLoud(levels, begin, silent) - marginFrames);
    if (begin >= levels.length) break;
    let end = levels.length;
    if ((end - begin) * frame > longest * sampleRateHz) end = quietestPlace(levels, begin + (shortest * sampleRateHz) / frame, begin + (longest * sampleRateHz) / frame);
    const lastLoud = levels.subarray(begin, end).findLastIndex((level) => level > silent);
    if (lastLoud >= 0) windows.push({ from: begin * frame, to: Math.min(samples.length, Math.min(end, begin + lastLoud + 1 + marginFrames) * frame) });
    begin = end;
  }
  return windows;
}

/** The quietest place between two, in samples. */
export function quietPlace(samples: Float32Array, from: number, to: number): number {
  return quietestPlace(frameLevels(samples), Math.floor(Math.max(0, from) / frame), Math.ceil(Math.min(to, samples.length) / frame)) * frame;
}

/**
 * The part of a stretch (in seconds) that is loud: within 25 dB of what is loud in the sound, and `counts` at its time; undefined where nothing is. Short quiet parts
 * inside belong to it; of several parts with pauses between them it is the longest.
 */
export function loudPart(samples: Float32Array, counts: (second: number) => boolean = () => true): (from: number, to: number) => { from: number; to: number } | undefined {
  const perSecond = sampleRateHz / frame;
  const levels = frameLevels(samples).map((level, at) => (counts((at + 0.5) / perSecond) ? level : 0));
  const audible = levels.filter((level) => level > 0).sort();
  const loud = (audible[Math.floor(0.9 * (audible.length - 1))] ?? 0) * decibels(-25);
  return (from, to) => {
    let [best, part]: ({ from: number; to: number } | undefined)[] = [];
    for (let at = Math.floor(from * perSecond); at < Math.min(levels.length, Math.ceil(to * perSecond)); at++) {
      if (levels[at]! <= loud) continue;
      if (part && at - part.to < pauseFrames) part.to = at + 1;
      else part = { from: at, to: at + 1 };
      if (!best || part.to - part.from > best.to - best.from) best = part;
    }
    return best && { from: Math.max(from, best.from / perSecond), to: Math.min(to, best.to / perSecond) };
  };
}

function frameLevels(samples: Float32Array): Float32Array {
  const levels = new Float32Array(Math.ceil(samples.length / frame));
  for (let n = 0; n < levels.length; n++) {
    const from = n * frame;
    const to = Math.min(samples.length, from + frame);
    // What a microphone adds to every sample alike is no sound.
    let sum = 0;
    let squares = 0;
    for (let at = from; at < to; at++) {
      sum += samples[at]!;
      squares += samples[at]! ** 2;
    }
    levels[n] = Math.sqrt(Math.max(0, squares / (to - from) - (sum / (to - from)) ** 2));
  }
  return levels;
}

function firstLoud(levels: Float32Array, from: number, silent: number): number {
  for (let at = from; at < levels.length; at++) if (levels[at]! > silent) return at;
  return Infinity;
}

/** The middle of the quietest stretch between two frames; of equally quiet ones the last. */
function quietestPlace(levels: Float32Array, from: number, to: number): number {
  let best = to;
  let least = Infinity;
  let sum = 0;
  for (let at = from; at < to; at++) {
    sum += levels[at]!;
    if (at - from >= quietFrames) sum -= levels[at - quietFrames]!;
    if (at - from >= quietFrames - 1 && sum <= least) {
      least = sum;
      best = at + 1 - (quietFrames >> 1);
    }
  }
  return best;
}
