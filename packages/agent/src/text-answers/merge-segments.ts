import type { Box, Quad, TextLine } from '@ocelli/protocol';

/** A read line; `seen` is its place on the picture where the page had to be turned. */
type Segment = TextLine & { seen?: Pick<TextLine, 'box' | 'quad'> };

/** Gaps up to this many letters join pieces of one line; columns stand further apart. */
const joiningGap = 1.5;

/** A column of a table begins where at least so many other rows have a piece that begins, or ends, at the same place. */
const leastAlike = 3;

/** Joins the pieces into which readers of print cut a line with wide spaces, from left to right. */
export function mergeSegments(segments: readonly Segment[]): Segment[] {
  const lines: Segment[] = [];
  for (const segment of [...segments].sort((one, other) => one.box[0] - other.box[0])) {
    const at = lines.findIndex((line) => continuesLine(line, segment) && !(segment.box[0] - line.box[2] > 0.4 * letterWidth(segment) && startsColumn(segment, segments, isWordy(line, segment) ? leastAlike + 2 : leastAlike)));
    if (at < 0) lines.push(segment);
    else lines[at] = joined(lines[at]!, segment);
  }
  return lines;
}

function continuesLine(line: TextLine, next: TextLine): boolean {
  const [height, nextHeight] = [line, next].map(({ box }) => box[3] - box[1]) as [number, number];
  const aligned = Math.abs(line.box[1] + line.box[3] - next.box[1] - next.box[3]) / 2 < 0.35 * Math.min(height, nextHeight);
  const ratio = nextHeight / Math.max(height, 1e-6);
  const letter = Math.max(letterWidth(line), letterWidth(next));
  const gap = next.box[0] - line.box[2];
  return aligned && ratio > 0.6 && ratio < 1.7 && gap < joiningGap * letter && gap > -0.5 * Math.min(line.box[2] - line.box[0], next.box[2] - next.box[0]) && next.box[2] > line.box[2];
}

/** Two words of running text may stand over others by chance. */
const isWordy = (line: Segment, next: Segment) => /\p{Ll}$/u.test(line.text) && /^\p{Ll}/u.test(next.text);

function startsColumn(segment: Segment, segments: readonly Segment[], least: number): boolean {
  const tolerance = 0.6 * letterWidth(segment);
  const height = segment.box[3] - segment.box[1];
  const others = segments.filter((other) => Math.abs(other.box[1] - segment.box[1]) > 0.6 * height && Math.abs(other.box[1] - segment.box[1]) < 25 * height);
  const alike = (edge: 0 | 2) => others.filter((other) => Math.abs(other.box[edge] - segment.box[edge]) < tolerance && segments.some((before) => before.box[2] < other.box[0] && Math.abs(before.box[1] - other.box[1]) < 0.5 * height)).length;
  return alike(0) >= least || (/\d/.test(segment.text) && alike(2) >= least);
}

function letterWidth({ box, text }: TextLine): number {
  return (box[2] - box[0]) / Math.max(1, text.length);
}

function joined(line: Segment, next: Segment): Segment {
  const quad: Quad = [line.quad[0], next.quad[1], next.quad[2], line.quad[3]];
  const box: TextLine['box'] = [line.box[0], Math.min(line.box[1], next.box[1]), next.box[2], Math.max(line.box[3], next.box[3])];
  const rest = withoutDoubled(line, next);
  const torn = rest.length < next.text.length && /[.,]$/.test(line.text) && /^\d/.test(rest);
  return { ...line, text: `${line.text}${torn ? '' : ' '}${rest}`, score: Math.min(line.score, next.score), box, quad, ...(line.seen && next.seen ? { seen: unionOf(line.seen, next.seen) } : {}) };
}

/** Where two pieces overlap, letters on the seam are read twice: "BLUE", "E HARBOUR"; "19.", "9.44". */
function withoutDoubled(line: TextLine, next: TextLine): string {
  if (next.box[0] < line.box[2] + 0.3 * letterWidth(next) && /\d[.,]$/.test(line.text) && /^\d?[.,]\d/.test(next.text)) {
    const shared = [2, 1].find((length) => line.text.endsWith(next.text.slice(0, length)));
    if (shared) return next.text.slice(shared);
  }
  const doubled = next.box[0] < line.box[2] && next.text[1] === ' ' && next.text[0]?.toLowerCase() === line.text.at(-1)?.toLowerCase();
  return doubled ? next.text.slice(2) : next.text;
}

function unionOf(one: Pick<TextLine, 'box'>, other: Pick<TextLine, 'box'>): Pick<TextLine, 'box' | 'quad'> {
  const box: Box = [Math.min(one.box[0], other.box[0]), Math.min(one.box[1], other.box[1]), Math.max(one.box[2], other.box[2]), Math.max(one.box[3], other.box[3])];
  return { box, quad: [[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]] };
}
