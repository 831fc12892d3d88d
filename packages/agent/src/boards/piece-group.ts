import type { SquareReading } from '@ocelli/protocol';
import { counted, listed, pluralOf } from '../answers/wording.js';
import { colourOf, kindOf, kinds, occupied, type Colour, type Kind, type Occupied } from './pieces.js';

/** The pieces a question is about: every kind when `kinds` is empty, both colours without one. */
export interface PieceGroup {
  kinds: Kind[];
  colour?: Colour;
}

/** The pieces of the group among these squares, in FEN order. */
export function inGroup(squares: readonly SquareReading[], { kinds: wanted, colour }: PieceGroup): Occupied[] {
  return occupied(squares).filter(({ piece }) => (wanted.length === 0 || wanted.includes(kindOf(piece))) && (!colour || colourOf(piece) === colour));
}

/** "white pawns", "knights and bishops", "pieces". */
export function groupName({ kinds: wanted, colour }: PieceGroup): string {
  const nouns = wanted.length === 0 ? 'pieces' : listed(kinds.filter((kind) => wanted.includes(kind)).map((kind) => pluralOf(kind)));
  return colour ? `${colour} ${nouns}` : nouns;
}

/** "1 white pawn", "4 knights and bishops". */
export function countedGroup(count: number, group: PieceGroup): string {
  const [only, ...others] = group.kinds;
  const colour = group.colour ? `${group.colour} ` : '';
  if (only && others.length === 0) return counted(count, `${colour}${only}`);
  return only ? `${count} ${groupName(group)}` : counted(count, `${colour}piece`);
}
