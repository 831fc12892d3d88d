import type { PieceGroup } from './piece-group.js';
import type { Colour, Kind } from './pieces.js';

const kindWords: [RegExp, Kind][] = [
  [/^(pawns?|bauern?|pions?|peon(es)?|pedon[ei]|pion(nen|y|ków|ow)?|peao|peoes|peão|peões|пеш\p{L}+)$/u, 'pawn'],
  [/^(knights?|springer|cavaliers?|caballos?|cavall[oi]|cavalos?)$/, 'knight'],
  [/^(bishops?|läufer|laufer|fous?|alfil(es)?|alfier[ei]|bispos?)$/, 'bishop'],
  [/^(rooks?|türme?|tuerme|turm|torres?|torr[ei])$/, 'rook'],
  [/^(queens?|damen?|dames?|reinas?|regin[ae]|rainhas?)$/, 'queen'],
  [/^(kings?|könige?|koenige?|rois?|reyes|rey|reis?)$/, 'king'],
];

const whiteWords = /^(whites?|white's|light|weiß|weiss|weiße[nrs]?|weisse[nrs]?|blanc(he)?s?|blanc[oa]s?|bianc(o|a|hi|he)|branc[oa]s?|witte?)$/;
const blackWords = /^(blacks?|black's|dark|schwarz(e[nrs]?)?|noire?s?|negr[oa]s?|ner[oaie]|pret[oa]s?|zwarte?)$/;

/** The chess piece a word names, in English or another large European language. */
export function kindNamed(word: string): Kind | undefined {
  return kindWords.find(([pattern]) => pattern.test(word))?.[1];
}

/** The side a word names. */
export function colourNamed(word: string): Colour | undefined {
  return whiteWords.test(word) ? 'white' : blackWords.test(word) ? 'black' : undefined;
}

/** The pieces that words name together: "white knights and bishops". */
export function groupNamed(words: readonly string[]): PieceGroup {
  const kinds = [...new Set(words.flatMap((word) => kindNamed(word) ?? []))];
  const named = [...new Set(words.flatMap((word) => colourNamed(word) ?? []))];
  return { kinds, ...(named.length === 1 ? { colour: named[0]! } : {}) };
}

/** Squares named in the words ("e4"). */
export function squaresNamed(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => /^[a-h][1-8]$/.test(word)))];
}
