import type { BoardReading, Box, Evidence, SquareReading } from '@ocelli/protocol';
import { link, slug } from '../answers/wording.js';
import { colours, occupied, pieceName, type Occupied } from './pieces.js';
import { boxAround, squareQuad } from './square-quads.js';
import { squaresInRegion } from './squares-in-region.js';

/** A board as one answer talks about it. */
export interface BoardView {
  attachmentId: string;
  boardIndex: number;
  reading: BoardReading;
  /** Only these squares are asked about, where the user drew a region. */
  region?: Box;
  /** What the answer calls it ("picture 2"); empty when it is the only one. */
  name: string;
  /** Keeps ids and groups apart when an answer is about several boards: "", "p2-". */
  key: string;
}

/** Below this a square counts as not sure. */
const sureSquare = 0.85;
/** Expected wrong squares beyond which a reading of a board is not worth stating as one. */
const tooManyWrong = 6;

/** The squares in question: all 64, or those in the region. */
export function squaresOf(view: BoardView): SquareReading[] {
  return squaresInRegion(view.reading, view.region);
}

/** The squares the reader is not sure of, the least sure first. */
function doubtfulSquares(view: BoardView): SquareReading[] {
  return squaresOf(view)
    .filter(({ p }) => p < sureSquare)
    .sort((one, other) => one.p - other.p);
}

/** Whether so much of the board is unclear that no statement about it should be made. */
export function isIllegible(view: BoardView): boolean {
  return view.reading.squares.reduce((sum, { p }) => sum + 1 - p, 0) > tooManyWrong;
}

/** Whether everything asked about was read surely. */
export function isSure(view: BoardView, squares = squaresOf(view)): boolean {
  return squares.every(({ p }) => p >= sureSquare) && (squares.length < 32 || view.reading.confidence >= 0.5);
}

/** A sentence that names the doubtful squares, or '' when there are none. */
export function doubtNote(view: BoardView): string {
  const doubtful = doubtfulSquares(view);
  if (doubtful.length === 0) return isSure(view) ? '' : 'I am not sure of every square.';
  const named = doubtful.slice(0, 6).map(({ square }) => square);
  const rest = doubtful.length - named.length;
  const list = rest > 0 ? `${named.join(', ')} and ${rest} more squares` : named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named[0]!;
  return `I am not sure about ${link(list, `${view.key}unsure`)}.`;
}

/** Marks squares on the picture under one group. */
export function squareMarks(view: BoardView, squares: readonly SquareReading[], group: string): Evidence[] {
  return squares.map(({ square, piece, p }) => {
    const quad = squareQuad(view.reading.corners, square);
    return {
      kind: 'square',
      id: `${view.key}${slug(group)}-${square}`.slice(-40),
      attachmentId: view.attachmentId,
      label: piece ? pieceName(piece) : 'empty square',
      score: p,
      box: boxAround(quad),
      group: `${view.key}${slug(group)}`,
      square,
      piece,
      quad,
      boardIndex: view.boardIndex,
    };
  });
}

/** Marks the doubtful squares, so that the doubt can be looked at. */
export function doubtMarks(view: BoardView): Evidence[] {
  return squareMarks(view, doubtfulSquares(view), 'unsure');
}

/** The whole board with its reading, for the page to draw and to copy the FEN from. */
export function boardMark(view: BoardView): Evidence {
  return {
    kind: 'board',
    id: `${view.key}board-${view.boardIndex}`,
    attachmentId: view.attachmentId,
    label: 'chess board',
    score: view.reading.confidence,
    box: boxAround(view.reading.corners),
    group: `${view.key}board`,
    board: view.reading,
    boardIndex: view.boardIndex,
  };
}

/** Pieces in question by colour, White first. */
export function piecesByColour(view: BoardView): Record<(typeof colours)[number], Occupied[]> {
  const pieces = occupied(squaresOf(view));
  return { white: pieces.filter(({ piece }) => piece === piece.toUpperCase()), black: pieces.filter(({ piece }) => piece !== piece.toUpperCase()) };
}
