import type { Piece, SquareReading } from '@ocelli/protocol';

export type Colour = 'white' | 'black';
export type Kind = 'pawn' | 'knight' | 'bishop' | 'rook' | 'queen' | 'king';

export const colours: readonly Colour[] = ['white', 'black'];
/** From the least to the most, as answers list them. */
export const kinds: readonly Kind[] = ['pawn', 'knight', 'bishop', 'rook', 'queen', 'king'];

const kindOfLetter: Record<string, Kind> = { p: 'pawn', n: 'knight', b: 'bishop', r: 'rook', q: 'queen', k: 'king' };

/** The usual worth in pawns; the king has none. */
export const worth: Record<Kind, number> = { pawn: 1, knight: 3, bishop: 3, rook: 5, queen: 9, king: 0 };

export function colourOf(piece: Piece): Colour {
  return piece === piece.toUpperCase() ? 'white' : 'black';
}

export function kindOf(piece: Piece): Kind {
  return kindOfLetter[piece.toLowerCase()]!;
}

/** "white pawn". */
export function pieceName(piece: Piece): string {
  return `${colourOf(piece)} ${kindOf(piece)}`;
}

/** A square that holds a piece. */
export interface Occupied extends SquareReading {
  piece: Piece;
}

/** The squares with a piece on them, in FEN order. */
export function occupied(squares: readonly SquareReading[]): Occupied[] {
  return squares.filter((square): square is Occupied => square.piece !== null);
}
