import type { Quad, TextLine } from '@ocelli/protocol';

/** Gaps up to this many letters join pieces of one line; columns stand further apart. */
const joiningGap = 1.5;

/** Joins the pieces into which readers of print cut a line with wide spaces, from left to right. */
export function mergeSegments(segments: readonly TextLine[]): TextLine[] {
  const lines: TextLine[] = [];
  for (const segment of [...segments].sort((one, other) => one.box[0] - other.box[0])) {
    const at = lines.findIndex((line) => continuesLine(line, segment));
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

function letterWidth({ box, text }: TextLine): number {
  return (box[2] - box[0]) / Math.max(1, text.length);
}

function joined(line: TextLine, next: TextLine): TextLine {
  const quad: Quad = [line.quad[0], next.quad[1], next.quad[2], line.quad[3]];
  const box: TextLine['box'] = [line.box[0], Math.min(line.box[1], next.box[1]), next.box[2], Math.max(line.box[3], next.box[3])];
  return { text: `${line.text} ${withoutDoubled(line, next)}`, score: Math.min(line.score, next.score), box, quad };
}

/** Where two pieces overlap, the letter on the seam is read twice: "BLUE", "E HARBOUR". */
function withoutDoubled(line: TextLine, next: TextLine): string {
  const doubled = next.box[0] < line.box[2] && next.text[1] === ' ' && next.text[0]?.toLowerCase() === line.text.at(-1)?.toLowerCase();
  return doubled ? next.text.slice(2) : next.text;
}
