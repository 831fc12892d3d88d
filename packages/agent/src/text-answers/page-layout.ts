import type { Point, Quad, TextLine } from '@ocelli/protocol';
import { mended } from './mend-print.js';
import { mergeSegments } from './merge-segments.js';
import { splitColumns } from './split-columns.js';

/** A read line in its place on the page. */
export interface PlacedLine extends TextLine {
  /** Where it stands on the picture, where the page had to be turned to be read. */
  seen?: Pick<TextLine, 'box' | 'quad'>;
  /** Its place in reading order: paragraph by paragraph. */
  index: number;
  /** The row it shares with others beside it (a receipt's item and price). */
  row: number;
  /** The paragraph it belongs to. */
  block: number;
  /** Letter height: 0..1 of the picture. */
  height: number;
  /** 0..1: how large its letters are beside the largest of the page; print at a slant (a watermark) counts half. */
  prominence: number;
  /** How many others stand beside it in its row. */
  beside: number;
}

/** A page of text: lines in reading order, rows from left to right, blocks from top to bottom. */
export interface Page {
  lines: PlacedLine[];
  rows: PlacedLine[][];
  blocks: PlacedLine[][];
}

/** Most lines that are looked at; more than any readable picture holds. */
const mostLines = 600;

/** Puts read lines into rows (same height on the page) and blocks (one under the other, letters of one size). */
export function layOut(read: readonly TextLine[]): Page {
  const merged = mergeSegments(level(upright(read.slice(0, mostLines))).map((line) => ({ ...line, text: mended(line.text) }))).sort((one, other) => middle(one) - middle(other));
  const whole: PlacedLine[] = merged.map((line) => ({ ...line, index: -1, row: -1, block: -1, height: letterHeight(line), prominence: 0, beside: 0 }));
  const unordered = splitColumns(intoRows(whole)).flat().sort((one, other) => middle(one) - middle(other));
  const blocks = intoBlocks(unordered);
  const lines = blocks.flat();
  for (const [index, line] of lines.entries()) line.index = index;
  const straight = lines.filter((line) => isWord(line) && !isSlanted(line));
  const tallest = Math.max(...(straight.length > 0 ? straight : lines).map((line) => line.height), 1e-6);
  for (const line of lines) line.prominence = Math.min(1, line.height / tallest) * (isSlanted(line) ? 0.5 : 1);
  const rows = intoRows(lines);
  for (const row of rows) for (const line of row) line.beside = row.length - 1;
  return { lines, rows, blocks };
}

/** Lines of a page that lies on its side or head are turned, so that its text runs from left to right. */
function upright(lines: readonly TextLine[]): (TextLine & Pick<PlacedLine, 'seen'>)[] {
  const letters = [0, 0, 0, 0];
  for (const { quad: [topLeft, topRight, , bottomLeft], text } of lines) {
    const [dx, dy] = [topRight[0] - topLeft[0], topRight[1] - topLeft[1]];
    const square = Math.hypot(dx, dy) < 1.5 * Math.hypot(bottomLeft[0] - topLeft[0], bottomLeft[1] - topLeft[1]);
    if (!square) letters[(Math.round(Math.atan2(dy, dx) / (Math.PI / 2)) + 4) % 4]! += text.length;
  }
  const quarters = letters.indexOf(Math.max(...letters));
  if (quarters === 0) return [...lines];
  const turned = ([x, y]: Point): Point => (quarters === 1 ? [y, 1 - x] : quarters === 2 ? [1 - x, 1 - y] : [1 - y, x]);
  return lines.map((line) => {
    const quad = line.quad.map(turned) as unknown as Quad;
    const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
    return { ...line, quad, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], seen: { box: line.box, quad: line.quad } };
  });
}

/** From so steep on (rise by run, in shares of the picture) a page counts as tilted; steeper print is set at a slant. */
const tilted = { least: 0.02, most: 0.25 };

/** Where the print of a page slopes alike, as on a receipt held askew, it is sheared level, so that what stands beside each other shares a row. */
function level(lines: readonly (TextLine & Pick<PlacedLine, 'seen'>)[]): (TextLine & Pick<PlacedLine, 'seen'>)[] {
  const slopes = lines.flatMap(({ quad: [[x0, y0], [x1, y1]], text }) => (text.length > 5 && x1 - x0 > 0.08 ? [(y1 - y0) / (x1 - x0)] : [])).sort((one, other) => one - other);
  const slope = slopes[Math.floor(slopes.length / 2)] ?? 0;
  const alike = slopes.filter((one) => Math.abs(one - slope) < 0.35 * Math.abs(slope) + 0.01).length;
  if (slopes.length < 4 || Math.abs(slope) < tilted.least || Math.abs(slope) > tilted.most || alike < 0.7 * slopes.length) return [...lines];
  return lines.map((line) => {
    const quad = line.quad.map(([x, y]): Point => [x, y - slope * (x - 0.5)]) as unknown as Quad;
    const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
    return { ...line, quad, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], seen: line.seen ?? { box: line.box, quad: line.quad } };
  });
}

/** Words and numbers; figures and ornaments pass for a letter or two. */
function isWord({ text }: PlacedLine): boolean {
  return /[\p{L}\p{N}]{3}|\d{2}|\p{Lo}/u.test(text);
}

/** The shorter side of the quad: tilted lines have tall boxes, not tall letters. */
function letterHeight({ quad, box }: TextLine): number {
  const [topLeft, topRight, , bottomLeft] = quad;
  const side = Math.hypot(bottomLeft[0] - topLeft[0], bottomLeft[1] - topLeft[1]);
  const length = Math.hypot(topRight[0] - topLeft[0], topRight[1] - topLeft[1]);
  return Math.min(side, length) || box[3] - box[1];
}

/** More than 15 degrees off level, as far as a longer line tells. */
function isSlanted({ quad: [topLeft, topRight], text }: TextLine): boolean {
  return text.length > 3 && Math.abs(topRight[1] - topLeft[1]) > 0.27 * Math.abs(topRight[0] - topLeft[0]);
}

function intoRows(lines: PlacedLine[]): PlacedLine[][] {
  const rows: PlacedLine[][] = [];
  for (const line of [...lines].sort((one, other) => middle(one) - middle(other))) {
    const row = rows.find((candidates) => candidates.some((candidate) => sharesRow(candidate, line)));
    if (row) row.push(line);
    else rows.push([line]);
  }
  for (const [index, row] of rows.entries()) {
    row.sort((one, other) => one.box[0] - other.box[0]);
    for (const line of row) line.row = index;
  }
  return rows;
}

function middle({ box }: TextLine): number {
  return (box[1] + box[3]) / 2;
}

/** Beside each other: neither's middle lies outside the other, and they do not cover the same columns. */
function sharesRow(one: PlacedLine, other: PlacedLine): boolean {
  const tolerance = 0.45 * Math.min(one.box[3] - one.box[1], other.box[3] - other.box[1]);
  const covered = Math.min(one.box[2], other.box[2]) - Math.max(one.box[0], other.box[0]);
  return Math.abs(middle(one) - middle(other)) < tolerance && covered < 0.3 * Math.min(one.box[2] - one.box[0], other.box[2] - other.box[0]);
}

function intoBlocks(lines: PlacedLine[]): PlacedLine[][] {
  const blocks: PlacedLine[][] = [];
  for (const line of lines) {
    const block = blocks.findLast((candidate) => continues(candidate, line));
    if (block) block.push(line);
    else blocks.push([line]);
  }
  for (const [index, block] of blocks.entries()) for (const line of block) line.block = index;
  return blocks;
}

/**
 * The next line of a paragraph starts close under the last, or as far as its lines stand apart, or goes on with its sentence; it is of
 * about its size, and lies over the same columns.
 */
function continues(block: readonly PlacedLine[], next: PlacedLine): boolean {
  const [before, last] = [block.at(-2), block.at(-1)!];
  const gap = next.box[1] - last.box[3];
  const overlap = Math.min(last.box[2], next.box[2]) - Math.max(last.box[0], next.box[0]);
  const height = last.box[3] - last.box[1];
  const ratio = next.height / Math.max(last.height, 1e-6);
  const goesOn = !/[.!?:]["”’)]?$/.test(last.text) && /^\p{Ll}/u.test(next.text);
  const usual = before ? 1.3 * (last.box[1] - before.box[3]) + 0.1 * height : 0;
  const widest = Math.min(1.6 * height, Math.max(0.9 * height, goesOn ? 1.6 * height : 0, usual));
  return gap < widest && gap > -0.7 * height && middle(next) > middle(last) && ratio > 0.66 && ratio < 1.5 && overlap > 0.3 * Math.min(last.box[2] - last.box[0], next.box[2] - next.box[0]);
}

/** A sentence of a paragraph, with the lines it runs over. */
export interface Sentence {
  text: string;
  lines: PlacedLine[];
}

/** The sentences of a block; a heading or a list's line without a stop is a sentence of its own. */
export function sentencesOf(block: readonly PlacedLine[]): Sentence[] {
  if (isList(block)) return block.map((line) => ({ text: line.text, lines: [line] }));
  const sentences: Sentence[] = [];
  let current: Sentence | undefined;
  for (const line of block) {
    const parts = line.text.split(/(?<=[.!?。！？]["”’)]?)(?<!\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|No|Nr|Prof|Vol|Jr|Sr|vs|approx|ca)\.)\s+(?=["“‘(]?[\p{Lu}\p{N}])/u);
    for (const [index, part] of parts.entries()) {
      if (current && (index > 0 || endsSentence(current, line))) current = undefined;
      if (!current) {
        current = { text: part, lines: [line] };
        sentences.push(current);
        continue;
      }
      current.text = current.text.endsWith('-') && /^\p{Ll}/u.test(part) ? current.text.slice(0, -1) + part : `${current.text} ${part}`;
      if (current.lines.at(-1) !== line) current.lines.push(line);
    }
  }
  return sentences;
}

/** A full stop ends a sentence; so does a line well short of the block's width that a capital letter follows. */
function endsSentence(sentence: Sentence, next: PlacedLine): boolean {
  if (/[.!?。！？]["”’)]?$/.test(sentence.text) && !/\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Prof)\.$/u.test(sentence.text)) return true;
  if (/^\p{L}[\p{L} ]{0,15}:\s/u.test(next.text) || /^\W{0,2}\d{1,2}[.)]\s/.test(next.text)) return true;
  if (goesOnAfter.test(sentence.text)) return false;
  const last = sentence.lines.at(-1)!;
  if (sentence.lines.length === 1 && isLabel(last) && isLabel(next)) return true;
  const capital = /^[^\p{L}]*\p{Lu}/u.test(next.text) || /^[^\p{L}\s]*\p{N}/u.test(next.text);
  const allCapitals = /^[^\p{Ll}]+$/u.test(next.text) && /^[^\p{Ll}]+$/u.test(sentence.text);
  return capital && !allCapitals && (last.box[2] < next.box[2] - 0.12 * (next.box[2] - next.box[0]) || !/[\p{Ll},]$/u.test(sentence.text));
}

/** Four and more short lines that each begin with a capital list things: a lift's floors, a menu's dishes. */
function isList(block: readonly PlacedLine[]): boolean {
  return block.length >= 4 && block.every(({ text }) => text.trim().split(/\s+/).length <= 3 && /^\P{L}*[\p{Lu}\d]/u.test(text) && !/[.,;:!?-]$/.test(text.trim())) && block.some(({ text }) => /\p{Ll}/u.test(text));
}

/** No sentence ends with a small word. */
const goesOnAfter = /\b(?:until|the|an?|of|and|or|to|from|in|on|at|by|for|with|is|are|was|were|between|because|than|that|which|not|its|their|our|your)$/;

/** A word or two that do not go on: labels and cells stand under each other and make no sentence. */
function isLabel({ text, prominence, beside }: PlacedLine): boolean {
  return (beside > 0 || (prominence < 0.6 && /^\P{L}*[\p{Lu}\d]/u.test(text))) && text.trim().split(/\s+/).length <= 2;
}
