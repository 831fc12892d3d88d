import { cropHeight, type LineCrop } from './line-crop.js';
import type { ReadCharacter } from './recognise.js';

/** Rows of a crop that letters reach: what lies above and below them belongs to neighbouring lines. */
const firstRow = Math.round(cropHeight * 0.14);
const lastRow = Math.round(cropHeight * 0.86);
/** A gap between words is at least this wide, in pixels of the crop ... */
const leastGap = 6.5;
/** ... and this many times as wide as the usual gap between the line's letters. */
const timesLetterGap = 2;

/**
 * Text of a line with its spaces put back. The recogniser, trained on Chinese, tends to drop them; the crop still shows
 * them as columns without ink that are wider than those between letters.
 */
export function withSpaces(characters: readonly ReadCharacter[], crop: LineCrop): string {
  if (characters.length < 2) return characters.map(({ character }) => character).join('');
  const words = wordExtents(crop, characters.length);
  let text = characters[0]!.character;
  for (let index = 1; index < characters.length; index++) {
    const [before, here] = [characters[index - 1]!, characters[index]!];
    const apart = nearest(words, before.x) !== nearest(words, here.x);
    if (apart && before.character !== ' ' && here.character !== ' ' && !isIdeograph(before.character) && !isIdeograph(here.character)) text += ' ';
    text += here.character;
  }
  return text.replace(/\s+/g, ' ').trim();
}

type Extent = readonly [from: number, to: number];

/** Columns of each word: runs of ink joined over the gaps between letters. */
function wordExtents(crop: LineCrop, letters: number): Extent[] {
  const strokes = inkRuns(crop);
  if (strokes.length < 2) return strokes;
  const gaps = strokes.slice(1).map((run, index) => run[0] - strokes[index]![1]);
  // Letters that touch show no gap, so the usual one is taken over as many gaps as there are letters.
  const ordered = [...gaps, ...new Array<number>(Math.max(0, letters - 1 - gaps.length)).fill(0)].sort((a, b) => a - b);
  const usual = ordered[ordered.length >> 1]!;
  const wide = Math.max(leastGap, timesLetterGap * usual);
  const words: [number, number][] = [[...strokes[0]!]];
  for (const [index, run] of strokes.slice(1).entries()) {
    if (gaps[index]! > wide) words.push([...run]);
    else words.at(-1)![1] = run[1];
  }
  return words;
}

function nearest(words: readonly Extent[], x: number): number {
  let best = 0;
  let least = Infinity;
  for (const [index, [from, to]] of words.entries()) {
    const distance = Math.max(0, from - x, x - to);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** Runs of columns that hold ink: pixels on the rarer side of Otsu's threshold. */
function inkRuns({ pixels, width }: LineCrop): Extent[] {
  const rows = lastRow - firstRow;
  const luminance = new Uint8Array(rows * width);
  for (let index = 0, from = firstRow * width * 3; index < luminance.length; index++, from += 3) {
    luminance[index] = (pixels[from]! * 77 + pixels[from + 1]! * 150 + pixels[from + 2]! * 29) >> 8;
  }
  const threshold = otsu(luminance);
  const dark = luminance.reduce((count, value) => count + (value <= threshold ? 1 : 0), 0);
  const inkIsDark = dark * 2 <= luminance.length;
  const runs: [number, number][] = [];
  for (let x = 0; x < width; x++) {
    let ink = 0;
    for (let row = 0; row < rows; row++) if (luminance[row * width + x]! <= threshold === inkIsDark) ink++;
    if (ink === 0) continue;
    const last = runs.at(-1);
    if (last && last[1] === x) last[1] = x + 1;
    else runs.push([x, x + 1]);
  }
  return runs;
}

/** The threshold that separates values best into two classes (Otsu 1979). */
function otsu(values: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (const value of values) histogram[value]!++;
  let total = 0;
  for (let value = 0; value < 256; value++) total += value * histogram[value]!;
  let [below, belowSum, best, bestThreshold] = [0, 0, -1, 127];
  for (let threshold = 0; threshold < 255; threshold++) {
    below += histogram[threshold]!;
    belowSum += threshold * histogram[threshold]!;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const separation = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (separation > best) [best, bestThreshold] = [separation, threshold];
  }
  return bestThreshold;
}

/** Han, kana and hangul: written without spaces, or with their own. */
const isIdeograph = (character: string) => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]/.test(character);
