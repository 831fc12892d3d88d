import { Chess, type Color, type Square } from 'chess.js';
import { kindOf, occupied, worth, type Colour } from './pieces.js';
import type { Piece } from '@ocelli/protocol';

/** What the rules say about one side of a position. */
export interface SideFacts {
  /** Squares of the other side's pieces that attack this side's king; null without exactly one king. */
  checkedBy: string[] | null;
  /** If it is this side's move: no legal move while in check, or while not in check. Null where the rules cannot say. */
  checkmated: boolean | null;
  stalemated: boolean | null;
  /** Moves in standard notation (SAN), if it is this side's move. */
  captures: string[];
  checks: string[];
  matesInOne: string[];
}

/** What the rules of chess say about a placement; whose move it is and castling rights are not in it. */
export interface BoardFacts {
  placement: string;
  white: SideFacts;
  black: SideFacts;
  /** Reasons why this cannot be a position of a real game; empty when none was found. */
  problems: string[];
}

const letter: Record<Colour, Color> = { white: 'w', black: 'b' };

/** Applies the rules to both sides of a FEN placement. A move is only considered where the other king is not in check. */
export function boardFacts(placement: string): BoardFacts {
  return { placement, white: sideFacts(placement, 'white'), black: sideFacts(placement, 'black'), problems: problemsOf(placement) };
}

function sideFacts(placement: string, side: Colour): SideFacts {
  const enemy: Colour = side === 'white' ? 'black' : 'white';
  const chess = new Chess(`${placement} ${letter[side]} - - 0 1`, { skipValidation: true });
  const kings = (colour: Colour) => chess.findPiece({ type: 'k', color: letter[colour] });
  const own = kings(side);
  const theirs = kings(enemy);
  const none: SideFacts = { checkedBy: null, checkmated: null, stalemated: null, captures: [], checks: [], matesInOne: [] };
  if (own.length !== 1) return none;
  const checkedBy = chess.attackers(own[0] as Square, letter[enemy]);
  const enemyKingHangs = theirs.length === 1 && chess.isAttacked(theirs[0] as Square, letter[side]);
  if (theirs.length !== 1 || enemyKingHangs) return { ...none, checkedBy };
  const moves = chess.moves();
  return {
    checkedBy,
    checkmated: checkedBy.length > 0 && moves.length === 0,
    stalemated: checkedBy.length === 0 && moves.length === 0,
    captures: moves.filter((move) => move.includes('x')),
    checks: moves.filter((move) => move.endsWith('+')),
    matesInOne: moves.filter((move) => move.endsWith('#')),
  };
}

/** Rules that any position of a game obeys (one king a side, no pawn on an end rank, ...). */
function problemsOf(placement: string): string[] {
  const ranks = placement.split('/');
  const letters = [...placement].filter((char) => /[a-z]/i.test(char));
  const count = (piece: string) => letters.filter((char) => char === piece).length;
  const problems: string[] = [];
  for (const [king, side] of [['K', 'White'], ['k', 'Black']] as const) {
    if (count(king) !== 1) problems.push(`${side} has ${count(king) === 0 ? 'no king' : `${count(king)} kings`}`);
  }
  if (/p/i.test((ranks[0] ?? '') + (ranks[7] ?? ''))) problems.push('there is a pawn on the first or last rank');
  for (const [pawn, pieces, side] of [['P', /[A-Z]/, 'White'], ['p', /[a-z]/, 'Black']] as const) {
    if (count(pawn) > 8) problems.push(`${side} has ${count(pawn)} pawns`);
    const all = letters.filter((char) => pieces.test(char)).length;
    if (all > 16) problems.push(`${side} has ${all} pieces`);
  }
  if (problems.length > 0) return problems;
  const inCheck = (['white', 'black'] as const).filter((side) => (sideFacts(placement, side).checkedBy?.length ?? 0) > 0);
  if (inCheck.length === 2) problems.push('both kings are in check');
  return problems;
}

/** The squares from which pieces attack a square: the other side's, or a side's own where the square is empty. */
export function attackersOn(placement: string, square: string, by: Colour): string[] {
  return new Chess(`${placement} w - - 0 1`, { skipValidation: true }).attackers(square as Square, letter[by]);
}

/** The worth of a side's pieces in pawns. */
export function materialOf(squares: Parameters<typeof occupied>[0], side: Colour): number {
  return occupied(squares)
    .filter(({ piece }) => (side === 'white') === (piece === piece.toUpperCase()))
    .reduce((sum, { piece }) => sum + worth[kindOf(piece as Piece)], 0);
}
