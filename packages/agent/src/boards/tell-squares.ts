import type { SquareReading } from '@ocelli/protocol';
import { answered, said, type Answer } from '../answers/answer.js';
import { capitalised, counted, link, listed, withArticle } from '../answers/wording.js';
import { doubtMarks, doubtNote, isIllegible, isSure, squareMarks, squaresOf, type BoardView } from './board-view.js';
import { illegibleBoard } from './count-pieces.js';
import { countedGroup, groupName, inGroup, type PieceGroup } from './piece-group.js';
import { pieceName, type Occupied } from './pieces.js';
import { fileAndRank } from './placement.js';

/** Beside a square of a board the reader can hardly read, its own doubt still tells whether to speak of it. */
const readableSquare = 0.6;

/** What stands on the squares asked about. */
export function tellSquares(view: BoardView, names: readonly string[]): Answer {
  const squares = names.flatMap((name) => view.reading.squares.find(({ square }) => square === name) ?? []);
  if (isIllegible(view) && squares.some(({ p }) => p < readableSquare)) return illegibleBoard(view);
  const sure = isSure(view, squares);
  const parts = squares.map(({ square, piece, p }) => {
    const doubt = p < 0.85 ? ' (I am not sure)' : '';
    return piece ? `${withArticle(pieceName(piece))} is on ${link(square, `${view.key}asked`)}${doubt}` : `${link(square, `${view.key}asked`)} is empty${doubt}`;
  });
  return said(sure, `${capitalised(listed(parts))}.`, squareMarks(view, squares, 'asked'));
}

/** Where the pieces of a group stand. */
export function tellWhere(view: BoardView, group: PieceGroup): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const found = inGroup(squaresOf(view), group);
  const note = doubtNote(view);
  const tail = note ? ` ${note}` : '';
  if (found.length === 0) return said(isSure(view), `There are no ${groupName(group)} on the board.${tail}`, doubtMarks(view));
  const marks = squareMarks(view, found, 'found');
  if (found.length === 1) return said(isSure(view, found), `The ${pieceName(found[0]!.piece)} is on ${link(found[0]!.square, `${view.key}found`)}.`, marks);
  return said(isSure(view, found), `${link(countedGroup(found.length, group), `${view.key}found`)}: ${placesOf(found, group)}.`, marks);
}

/** "e4 and d5", or with names where several kinds or colours are meant. */
function placesOf(found: readonly Occupied[], group: PieceGroup): string {
  if (group.kinds.length === 1 && group.colour) return listed(found.map(({ square }) => square));
  const byName = new Map<string, string[]>();
  for (const { piece, square } of found) byName.set(pieceName(piece), [...(byName.get(pieceName(piece)) ?? []), square]);
  return [...byName].map(([name, squares]) => `${name} ${listed(squares)}`).join('; ');
}

/** The pieces on a rank ("7") or a file ("d"). */
export function tellLine(view: BoardView, line: string, group: PieceGroup): Answer {
  const onLine = ({ square }: SquareReading) => square.includes(line);
  const squares = view.reading.squares.filter(onLine);
  if (isIllegible(view) && squares.some(({ p }) => p < readableSquare)) return illegibleBoard(view);
  const name = /\d/.test(line) ? `rank ${line}` : `the ${line}-file`;
  const found = inGroup(squares, group);
  const sure = isSure(view, squares);
  if (found.length === 0) return said(sure, `**0**: there are no ${groupName(group)} on ${name}.`, squareMarks(view, squares.filter(({ p }) => p < 0.85), 'unsure'));
  const places = found.map(({ square, piece }) => `${pieceName(piece)} on ${square}`);
  return said(sure, `${link(`**${countedGroup(found.length, group)}**`, `${view.key}found`)} on ${name}: ${listed(places)}.`, squareMarks(view, found, 'found'));
}

/** How many squares hold nothing. */
export function tellEmpty(view: BoardView): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const empty = squaresOf(view).filter(({ piece }) => piece === null);
  const note = doubtNote(view);
  return said(isSure(view), `**${link(counted(empty.length, 'empty square'), `${view.key}empty`)}** of ${squaresOf(view).length}.${note ? ` ${note}` : ''}`, [...squareMarks(view, empty, 'empty'), ...doubtMarks(view)]);
}

/** The colour of a square itself: a1 is dark. */
export function tellSquareColour(view: BoardView, name: string): Answer {
  const { file, rank } = fileAndRank(name);
  return answered(`${link(name, `${view.key}asked`)} is a **${(file + rank) % 2 === 0 ? 'dark' : 'light'}** square.`, squareMarks(view, view.reading.squares.filter(({ square }) => square === name), 'asked'));
}
