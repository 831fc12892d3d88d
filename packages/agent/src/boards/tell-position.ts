import { answered, hedged, said, type Answer } from '../answers/answer.js';
import { capitalised, link, listed } from '../answers/wording.js';
import { materialOf } from './board-facts.js';
import { boardMark, doubtMarks, doubtNote, isIllegible, isSure, piecesByColour, squareMarks, squaresOf, type BoardView } from './board-view.js';
import { illegibleBoard } from './count-pieces.js';
import { countedGroup } from './piece-group.js';
import { colours, kindOf, kinds, type Colour } from './pieces.js';

/** The piece placement of a FEN, and what a picture cannot tell of the rest. */
export function tellFen(view: BoardView): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const note = doubtNote(view);
  return said(
    isSure(view),
    `${link('The placement', `${view.key}board`)} is \`${view.reading.fen}\`. A picture does not show whose move it is, castling rights or move counters, so the rest of the FEN is open.${note ? ` ${note}` : ''}`,
    [boardMark(view), ...doubtMarks(view)],
  );
}

/** Which side is at the bottom of the picture. */
export function tellOrientation(view: BoardView): Answer {
  const { orientation, orientationConfidence } = view.reading;
  const [bottom, top] = orientation === 'white-bottom' ? ['White', 'Black'] : ['Black', 'White'];
  return said(orientationConfidence >= 0.9, `${orientationConfidence >= 0.9 ? '' : 'Probably '}**${bottom}** is at the bottom of ${link('the board', `${view.key}board`)}, ${top} at the top.`, [boardMark(view)]);
}

/** Material of both sides, or of one (pawn 1, knight and bishop 3, rook 5, queen 9). */
export function tellMaterial(view: BoardView, side?: Colour): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const squares = squaresOf(view);
  const worth = { white: materialOf(squares, 'white'), black: materialOf(squares, 'black') };
  const pieces = piecesByColour(view);
  const marks = colours.flatMap((colour) => squareMarks(view, pieces[colour], colour));
  const note = doubtNote(view);
  const tail = note ? ` ${note}` : '';
  const scale = '(pawn 1, knight and bishop 3, rook 5, queen 9)';
  const sides = { white: link(`White ${worth.white}`, `${view.key}white`), black: link(`Black ${worth.black}`, `${view.key}black`) };
  if (side) {
    const other: Colour = side === 'white' ? 'black' : 'white';
    return said(isSure(view), `**${worth[side]} points** for ${link(capitalised(side), `${view.key}${side}`)} ${scale}; ${sides[other]}.${tail}`, marks);
  }
  const difference = worth.white - worth.black;
  const verdict = difference === 0 ? '**Neither**: material is equal' : `**${difference > 0 ? 'White' : 'Black'}** has more material, by ${Math.abs(difference)}`;
  return said(isSure(view), `${verdict}: ${sides.white}, ${sides.black} ${scale}.${tail}`, [...marks, ...doubtMarks(view)]);
}

/** Who stands better is for an engine to judge; material is all that is known here. */
export function tellStanding(view: BoardView): Answer {
  const material = tellMaterial(view);
  return material.status === 'declined' ? material : { ...material, status: 'hedged', text: `I have no chess engine to judge who stands better, only the material. ${material.text}` };
}

/** A board in one or two sentences. */
export function describeBoard(view: BoardView): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const pieces = piecesByColour(view);
  const side = (colour: Colour) => {
    const counts = kinds.toReversed().flatMap((kind) => {
      const count = pieces[colour].filter(({ piece }) => kindOf(piece) === kind).length;
      return count > 0 ? [countedGroup(count, { kinds: [kind] })] : [];
    });
    return counts.length > 0 ? `${link(capitalised(colour), `${view.key}${colour}`)} has ${listed(counts)}` : `${capitalised(colour)} has no pieces`;
  };
  const note = doubtNote(view);
  const text = `${capitalised(view.name) || link('A chess board', `${view.key}board`)}: ${side('white')}; ${side('black')}.`;
  return said(isSure(view), `${text}${note ? ` ${note}` : ''}`, [boardMark(view), ...colours.flatMap((colour) => squareMarks(view, pieces[colour], colour)), ...doubtMarks(view)]);
}

/** Castling rights depend on earlier moves; the picture only rules some out. */
export function tellCastling(view: BoardView, side?: Colour): Answer {
  const at = (square: string) => view.reading.squares.find((reading) => reading.square === square)?.piece;
  const home = (colour: Colour) => {
    const [rank, king, rook] = colour === 'white' ? (['1', 'K', 'R'] as const) : (['8', 'k', 'r'] as const);
    if (at(`e${rank}`) !== king) return `${capitalised(colour)} can't castle: the king is not on e${rank}`;
    const rooks = ['a', 'h'].filter((file) => at(`${file}${rank}`) === rook);
    if (rooks.length === 0) return `${capitalised(colour)} can't castle: no rook is on its first square`;
    return `${capitalised(colour)} may still be able to castle ${listed(rooks.map((file) => (file === 'h' ? 'kingside' : 'queenside')), 'or')}, if neither piece has moved before`;
  };
  const text = (side ? [side] : colours).map(home).join('. ');
  return hedged(`A picture can't show castling rights for sure, because they depend on earlier moves. ${text}.`, [boardMark(view)]);
}

/** Whether this can be a position of a real game, as far as simple rules tell. */
export function tellLegality(view: BoardView, problems: readonly string[]): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const note = doubtNote(view);
  const tail = note ? ` ${note}` : '';
  if (problems.length > 0) return said(isSure(view), `**No**: ${listed(problems)}.${tail}`, [boardMark(view), ...doubtMarks(view)]);
  return (isSure(view) ? answered : hedged)(`**Yes**, as far as I can check: one king a side, no pawn on an end rank, no more pieces than a game has, and not both kings in check.${tail}`, [boardMark(view), ...doubtMarks(view)]);
}
