import type { Box, Quad } from '@ocelli/protocol';
import type { PlacedLine } from './page-layout.js';

/** Rows of tables have at least this many pieces. */
const leastPieces = 3;
/** A column starts where at least this many rows have a piece that starts there. */
const leastStarts = 3;

/** Takes apart what readers of print joined over the columns of a table: where other rows start a piece, and a word starts here. */
export function splitColumns(rows: readonly PlacedLine[][]): PlacedLine[][] {
  const inTables = rows.filter((row) => row.length >= leastPieces);
  if (inTables.length < leastStarts) return rows.map((row) => [...row]);
  const starts = inTables.flatMap((row) => row.map((line) => ({ x: line.box[0], y: line.box[1] })));
  return rows.map((row) => (row.length < leastPieces ? [...row] : row.flatMap((line) => splitAt(line, starts.filter(({ y }) => Math.abs(y - line.box[1]) > 0.5 * line.height)))));
}

function splitAt(line: PlacedLine, starts: readonly { x: number; y: number }[]): PlacedLine[] {
  const letter = (line.box[2] - line.box[0]) / Math.max(1, line.text.length);
  for (const { index } of line.text.matchAll(/(?<=[\p{L}\p{N}.)%]) (?=\S)/gu)) {
    const x = line.box[0] + (index + 1) * letter;
    const near = starts.filter((start) => Math.abs(start.x - x) < 1.2 * letter);
    const least = Math.min(...near.map((start) => start.x));
    const same = near.filter((start) => start.x - least < 1.2 * letter);
    const wordy = /\p{L}\p{Ll}+$/u.test(line.text.slice(0, index)) && /^\p{L}/u.test(line.text.slice(index + 1));
    if (same.length < (wordy ? leastStarts + 2 : leastStarts)) continue;
    const middle = same.map((start) => start.x).sort((one, other) => one - other)[same.length >> 1]!;
    const [left, right] = [line.text.slice(0, index), line.text.slice(index + 1)];
    return [cut(line, left, line.box[0], Math.max(line.box[0] + letter, middle - letter)), ...splitAt(cut(line, right, middle, line.box[2]), starts)];
  }
  return [line];
}

/** The piece of a level line between two places. */
function cut(line: PlacedLine, text: string, x0: number, x1: number): PlacedLine {
  const box: Box = [x0, line.box[1], x1, line.box[3]];
  const quad: Quad = [[x0, line.box[1]], [x1, line.box[1]], [x1, line.box[3]], [x0, line.box[3]]];
  return { ...line, text, box, quad };
}
