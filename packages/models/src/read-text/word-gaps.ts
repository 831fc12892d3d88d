import { cropHeight, type LineCrop } from './line-crop.js';
import type { ReadCharacter } from './recognise.js';

/** Rows of a crop that letters reach: what lies above and below them belongs to neighbouring lines. */
const firstRow = Math.round(cropHeight * 0.14);
const lastRow = Math.round(cropHeight * 0.86);

/**
 * Text of a line with its spaces put back. The recogniser, trained on Chinese, seldom prefers a space, but its faint
 * likelihood of one and the width of the gap in the crop tell together where words end.
 */
export function withSpaces(characters: readonly ReadCharacter[], crop: LineCrop): string {
  const inked = inkColumns(crop);
  const gaps = characters.slice(1).map(({ x }, index) => widestGap(inked, characters[index]!.x, x));
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
  let text = characters[0]?.character ?? '';
  for (const [index, gap] of gaps.entries()) {
    const [before, here] = [characters[index]!, characters[index + 1]!];
    const spaced = isIdeograph(before.character) || isIdeograph(here.character) ? before.space > 0.5 : isWordGap(before.space, gap, usual);
    text += spaced ? ` ${here.character}` : here.character;
  }
  return text;
}

/**
 * Logistic regression on 17,000 pairs of letters, of scanned receipts and of seven fonts in three sizes: of the lines whose
 * letters are right, 92 % get every space right, where gaps alone give 83 %. Gaps are in pixels of the crop.
 */
function isWordGap(likelihood: number, gap: number, usualGap: number): boolean {
  return Math.log(Math.max(likelihood, 1e-5)) + 0.22 * (2 * gap - usualGap) > 0.4;
}

/** Letters of one column of a table that a line runs over; `from` and `to` are pixels of the crop. */
export interface Column {
  characters: ReadCharacter[];
  from: number;
  to: number;
}

/** No gap narrower than this, in pixels of the crop, parts columns. */
const columnGap = 24;
/** A column's gap is this many times as wide as letters follow each other, */
const timesPitch = 1.9;
/** and this many times as wide as the line's spaces: lines set wide have wide ones. */
const timesUsualSpace = 2.2;

/** A line taken apart where gaps are as wide as between the columns of a table. */
export function columnsOf(characters: readonly ReadCharacter[], crop: LineCrop): Column[] {
  const inked = inkColumns(crop);
  const gaps = characters.slice(1).map(({ x }, index) => gapBetween(inked, characters[index]!.x, x));
  const widths = gaps.map(({ width }) => width).sort((a, b) => a - b);
  const usual = widths[widths.length >> 1] ?? 0;
  const spaces = gaps.filter(({ width }, index) => isWordGap(characters[index]!.space, width, usual)).map(({ width }) => width).sort((a, b) => a - b);
  const pitches = characters.slice(1).map(({ x }, index) => x - characters[index]!.x).sort((a, b) => a - b);
  const pitch = pitches[pitches.length >> 1] ?? 0;
  const least = Math.max(columnGap, timesPitch * pitch, spaces.length >= 3 ? timesUsualSpace * spaces[spaces.length >> 1]! : 0, usual * 2.5);
  const columns: Column[] = [{ characters: characters.slice(0, 1), from: 0, to: crop.width }];
  for (const [index, gap] of gaps.entries()) {
    const character = characters[index + 1]!;
    if (gap.width < least) columns.at(-1)!.characters.push(character);
    else {
      columns.at(-1)!.to = gap.start + 3;
      columns.push({ characters: [character], from: gap.start + gap.width - 3, to: crop.width });
    }
  }
  return columns;
}

/** The width of the longest run of columns without ink between two positions. */
const widestGap = (inked: Uint8Array, from: number, to: number) => gapBetween(inked, from, to).width;

function gapBetween(inked: Uint8Array, from: number, to: number): { start: number; width: number } {
  let [run, best] = [0, { start: Math.round(from), width: 0 }];
  for (let x = Math.round(from); x <= Math.min(inked.length - 1, Math.round(to)); x++) {
    run = inked[x] ? 0 : run + 1;
    if (run > best.width) best = { start: x - run + 1, width: run };
  }
  return best;
}

/** 1 for each column that holds ink: pixels on the rarer side of Otsu's threshold. */
function inkColumns({ pixels, width }: LineCrop): Uint8Array {
  const rows = lastRow - firstRow;
  const luminance = new Uint8Array(rows * width);
  for (let index = 0, from = firstRow * width * 3; index < luminance.length; index++, from += 3) {
    luminance[index] = (pixels[from]! * 77 + pixels[from + 1]! * 150 + pixels[from + 2]! * 29) >> 8;
  }
  const threshold = otsu(luminance);
  const dark = luminance.reduce((count, value) => count + (value <= threshold ? 1 : 0), 0);
  const inkIsDark = dark * 2 <= luminance.length;
  const inked = new Uint8Array(width);
  for (const [index, value] of luminance.entries()) if (value <= threshold === inkIsDark) inked[index % width] = 1;
  return inked;
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
