import type { TextLine } from '@ocelli/protocol';

/** Sorts lines as people read: columns from left to right where the page has columns, else rows from top to bottom. */
export function inReadingOrder(lines: readonly TextLine[]): TextLine[] {
  const gutter = columnGutter(lines);
  if (gutter === undefined) return rows(lines).flat();
  const above = lines.filter(({ box }) => box[3] <= gutter.top);
  const below = lines.filter(({ box }) => box[1] >= gutter.bottom && box[3] > gutter.top);
  const between = lines.filter((line) => !above.includes(line) && !below.includes(line));
  const left = between.filter(({ box }) => (box[0] + box[2]) / 2 < gutter.x);
  const right = between.filter((line) => !left.includes(line));
  return [...inReadingOrder(above), ...inReadingOrder(left), ...inReadingOrder(right), ...inReadingOrder(below)];
}

/** Lines that stand beside each other, rows from top to bottom, each from left to right. */
export function rows(lines: readonly TextLine[]): TextLine[][] {
  const found: TextLine[][] = [];
  for (const line of [...lines].sort((a, b) => middle(a) - middle(b))) {
    const row = found.findLast((candidate) => candidate.some((other) => beside(other, line)));
    if (row) row.push(line);
    else found.push([line]);
  }
  return found.map((row) => row.sort((a, b) => a.box[0] - b.box[0]));
}

const middle = ({ box }: TextLine) => (box[1] + box[3]) / 2;
const height = ({ box }: TextLine) => box[3] - box[1];

function beside(one: TextLine, other: TextLine): boolean {
  const shared = Math.min(one.box[3], other.box[3]) - Math.max(one.box[1], other.box[1]);
  return shared > 0.5 * Math.min(height(one), height(other));
}

/** A page has columns when a gap parts it from top to bottom with several long lines on either side. */
interface Gutter {
  x: number;
  top: number;
  bottom: number;
}

const leastLinesBeside = 4;
/** Lines of running text are this many times as long as high; labels and prices of a receipt are not. */
const runningText = 8;

/** Tables and receipts have gaps too, but short lines beside them: those stay in rows. */
function columnGutter(lines: readonly TextLine[]): Gutter | undefined {
  const long = lines.filter((line) => line.box[2] - line.box[0] > runningText * height(line) * 0.6);
  for (const x of long.map(({ box }) => box[2]).sort((a, b) => a - b)) {
    const left = long.filter(({ box }) => box[2] <= x);
    const right = long.filter(({ box }) => box[0] >= x);
    if (left.length < leastLinesBeside || right.length < leastLinesBeside) continue;
    const top = Math.max(Math.min(...left.map(({ box }) => box[1])), Math.min(...right.map(({ box }) => box[1])));
    const bottom = Math.min(Math.max(...left.map(({ box }) => box[3])), Math.max(...right.map(({ box }) => box[3])));
    const crossing = lines.some(({ box }) => box[0] < x && box[2] > x && box[3] > top && box[1] < bottom);
    if (!crossing && bottom > top) return { x, top: Math.min(...[...left, ...right].map(({ box }) => box[1])), bottom: Math.max(...[...left, ...right].map(({ box }) => box[3])) };
  }
  return undefined;
}
