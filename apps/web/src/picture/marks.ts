import type { Box, Evidence, Quad } from '@/wire/protocol';
import { squareQuad } from '@/board/board-geometry';
import { isUnsure } from '@/board/certainty';

/** The colour a mark has: by side for chessmen, by group for other things. */
export type MarkTone = 'white' | 'black' | 'plain' | 'second' | 'third' | 'fourth' | 'unsure';

export type MarkKind = Exclude<Evidence['kind'], 'fact' | 'passage'> | 'unsure';

/** Something drawn over a picture. `corners` are normalised, clockwise. */
export interface Mark {
  id: string;
  kind: MarkKind;
  label: string;
  score: number;
  group?: string;
  corners: Quad;
  tone: MarkTone;
  /** Read text, for lines and codes. */
  text?: string;
  /** Its number among the things counted together, from left to right; absent where there is only one. */
  ordinal?: number;
  /** Name of a board's square, for pointing at it on the redrawn board (see {@link squareName}). */
  square?: string;
}

/** What is lit when a square of the redrawn board is pointed at. */
export const squareName = (boardIndex: number, square: string): string => `square-${boardIndex}-${square}`;

type BoardEvidence = Extract<Evidence, { kind: 'board' }>;

export const cornersOf = ([x0, y0, x1, y1]: Box): Quad => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];

const groupTones: MarkTone[] = ['plain', 'second', 'third', 'fourth'];

function toneOf(item: Evidence, groups: string[]): MarkTone {
  if (item.kind === 'square') {
    if (isUnsure(item.score)) return 'unsure';
    if (item.piece === null) return 'plain';
    return item.piece === item.piece.toUpperCase() ? 'white' : 'black';
  }
  if (item.kind === 'face') return 'second';
  // What else an unsure answer may be stands out less than the answer: both in one colour on the picture and in the words.
  if (item.kind === 'text') return item.group?.startsWith('other') ? 'second' : 'plain';
  if (item.kind !== 'thing') return 'plain';
  return groupTones[groups.indexOf(item.group ?? item.label) % groupTones.length] ?? 'plain';
}

/** A square that nothing marks yet, as a mark of its own. */
function squareMark({ board, boardIndex }: BoardEvidence, square: string, more: Pick<Mark, 'kind' | 'label' | 'score' | 'tone'>): Mark {
  const name = squareName(boardIndex, square);
  return { id: name, corners: squareQuad(board.corners, square), square: name, ...more };
}

/** Squares of a board that the reader was not sure of and that the answer marks in no other way. */
function unsureSquares(item: BoardEvidence, marked: ReadonlySet<string>): Mark[] {
  return item.board.squares
    .filter(({ square, p }) => isUnsure(p) && !marked.has(squareName(item.boardIndex, square)))
    .map(({ square, p }) => squareMark(item, square, { kind: 'unsure', label: `not sure about ${square}`, score: p, tone: 'unsure' }));
}

/** The square of the redrawn board that is pointed at, where no mark of the answer lies on it already. */
export function pointedSquare(evidence: readonly Evidence[], attachmentId: string, marks: readonly Mark[], lit: string | null): Mark | undefined {
  const [, boardIndex, square] = /^square-(\d+)-([a-h][1-8])$/.exec(lit ?? '') ?? [];
  if (square === undefined || marks.some((mark) => mark.square === lit)) return undefined;
  const board = evidence.find((item): item is BoardEvidence => item.kind === 'board' && item.attachmentId === attachmentId && item.boardIndex === Number(boardIndex));
  return board && squareMark(board, square, { kind: 'square', label: square, score: board.board.squares.find((reading) => reading.square === square)?.p ?? 0, tone: 'plain' });
}

/** What an answer's evidence draws on one picture, in the evidence's order; facts about the whole picture draw nothing. */
export function marksOn(evidence: readonly Evidence[], attachmentId: string): Mark[] {
  const here = evidence.filter((item) => item.attachmentId === attachmentId);
  const groups = [...new Set(here.flatMap((item) => (item.kind === 'thing' ? [item.group ?? item.label] : [])))];
  const marked = new Set(here.flatMap((item) => (item.kind === 'square' ? [squareName(item.boardIndex, item.square)] : [])));
  return numbered(here.flatMap((item): Mark[] => {
    if (item.kind === 'fact' || item.kind === 'passage') return [];
    const corners = item.kind === 'board' ? item.board.corners : 'quad' in item ? item.quad : cornersOf(item.box);
    const doubtful = item.kind === 'square' && isUnsure(item.score);
    const mark: Mark = {
      id: item.id, kind: doubtful ? 'unsure' : item.kind, label: item.label, score: item.score, corners, tone: toneOf(item, groups),
      ...(item.group ? { group: item.group } : {}), ...('text' in item ? { text: item.text } : {}),
      ...(item.kind === 'square' ? { square: squareName(item.boardIndex, item.square) } : {}),
    };
    return item.kind === 'board' ? [mark, ...unsureSquares(item, marked)] : [mark];
  }));
}

/** Numbers what was counted, so that one can count after. */
function numbered(marks: Mark[]): Mark[] {
  const countedWith = (mark: Mark): Mark[] => marks.filter(({ kind, group, label }) => kind === mark.kind && (group ?? label) === (mark.group ?? mark.label));
  const left = ({ corners }: Mark): number => Math.min(...corners.map(([x]) => x));
  return marks.map((mark) => {
    if (mark.kind !== 'thing' && mark.kind !== 'face') return mark;
    const together = countedWith(mark);
    return together.length < 2 ? mark : { ...mark, ordinal: [...together].sort((a, b) => left(a) - left(b)).indexOf(mark) + 1 };
  });
}

/** Larger marks first, so that smaller ones are drawn on top and can be pointed at. */
export const largestFirst = (marks: readonly Mark[]): Mark[] => [...marks].sort((a, b) => areaOf(b.corners) - areaOf(a.corners));

/** Area of a quad as a share of the picture (shoelace formula). */
export function areaOf(corners: Quad): number {
  return Math.abs(corners.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % 4]!;
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;
}

/** The evidence that a link of an answer names: one item by its id, or all of a group. */
export const evidenceNamed = (evidence: readonly Evidence[], name: string): Evidence[] => evidence.filter((item) => item.id === name || item.group === name);

/** Whether a mark lights up when `lit` (an id, a group or a square) is pointed at. */
export const isLit = (mark: Pick<Mark, 'id' | 'group' | 'square'>, lit: string | null): boolean => lit !== null && (mark.id === lit || mark.group === lit || mark.square === lit);
