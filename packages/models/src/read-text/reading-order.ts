import type { Box, TextLine } from '@ocelli/protocol';

/** A line with its box in pixels, turned so that the page's text runs from left to right. */
interface Placed {
  line: TextLine;
  box: Box;
}

/** Sorts lines as people read: columns from left to right where the page has columns, else rows from top to bottom; a page that lies on its side or head is turned first. */
export function inReadingOrder(lines: readonly TextLine[], size: { width: number; height: number }): TextLine[] {
  const quarters = quarterTurns(lines, size);
  return ordered(lines.map((line) => ({ line, box: turned(line.box, quarters, size) }))).map(({ line }) => line);
}

/** How often most of the text is turned clockwise by a quarter: 0 upright, 2 on its head. */
function quarterTurns(lines: readonly TextLine[], { width, height }: { width: number; height: number }): number {
  const letters = [0, 0, 0, 0];
  for (const { quad: [topLeft, topRight], text } of lines) {
    const angle = Math.atan2((topRight[1] - topLeft[1]) * height, (topRight[0] - topLeft[0]) * width);
    letters[(Math.round(angle / (Math.PI / 2)) + 4) % 4]! += text.length;
  }
  return letters.indexOf(Math.max(...letters));
}

/** The box in pixels, turned back by so many quarters. */
function turned([x0, y0, x1, y1]: Box, quarters: number, { width, height }: { width: number; height: number }): Box {
  const [left, top, right, bottom] = [x0 * width, y0 * height, x1 * width, y1 * height];
  switch (quarters) {
    case 1:
      return [top, width - right, bottom, width - left];
    case 2:
      return [width - right, height - bottom, width - left, height - top];
    case 3:
      return [height - bottom, left, height - top, right];
    default:
      return [left, top, right, bottom];
  }
}

function ordered(lines: readonly Placed[]): Placed[] {
  const gutter = columnGutter(lines);
  if (gutter === undefined) return rows(lines).flat();
  const above = lines.filter(({ box }) => box[3] <= gutter.top);
  const below = lines.filter(({ box }) => box[1] >= gutter.bottom && box[3] > gutter.top);
  const between = lines.filter((line) => !above.includes(line) && !below.includes(line));
  const left = between.filter(({ box }) => (box[0] + box[2]) / 2 < gutter.x);
  const right = between.filter((line) => !left.includes(line));
  return [...ordered(above), ...ordered(left), ...ordered(right), ...ordered(below)];
}

/** Lines that stand beside each other, rows from top to bottom, each from left to right. */
function rows(lines: readonly Placed[]): Placed[][] {
  const found: Placed[][] = [];
  for (const line of [...lines].sort((a, b) => middle(a) - middle(b))) {
    const row = found.findLast((candidate) => candidate.some((other) => beside(other, line)));
    if (row) row.push(line);
    else found.push([line]);
  }
  return found.map((row) => row.sort((a, b) => a.box[0] - b.box[0]));
}

const middle = ({ box }: Placed) => (box[1] + box[3]) / 2;
const height = ({ box }: Placed) => box[3] - box[1];

function beside(one: Placed, other: Placed): boolean {
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
const runningText = 7;

/** Tables and receipts have gaps too, but short lines beside them: those stay in rows. */
function columnGutter(lines: readonly Placed[]): Gutter | undefined {
  const long = lines.filter((line) => line.box[2] - line.box[0] > runningText * height(line));
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
