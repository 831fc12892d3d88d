import { cardinal } from './number-words.js';

const pieces: Record<string, string> = { K: 'king', Q: 'queen', R: 'rook', B: 'bishop', N: 'knight' };
const move = '(?:[KQRBN][a-h]?[1-8]?x?[a-h][1-8]|[a-h]x[a-h][1-8]|[a-h][1-8]|O-O(?:-O)?)(?:=[QRBN])?[+#]?';
const oneAfterAnother = new RegExp(`(?<![\\w/-])${move}[ \\u00a0]+(?=${move}(?!\\w))`, 'g');
const row = '[1-8pnbrqkPNBRQK]{1,8}';
/** The placement of a FEN, and what of the rest stands behind it. */
const fen = new RegExp(`(?<![\\w/])(?:${row}/){7}${row}(?![\\w/])(?: [wb] (?:-|K?Q?k?q?) (?:-|[a-h][36])(?: \\d+ \\d+)?)?`, 'g');

/** A position is looked at, not listened to. */
export const nameFens = (text: string): string => text.replace(fen, 'the position on the screen');

/** Moves in algebraic notation (FIDE Laws of Chess, appendix C), of engines ("e2e4"), and squares: "exd5+" is "E takes D five, check". */
export function spellChess(text: string): string {
  const square = (name: string) => `${name[0]!.toUpperCase()} ${cardinal(name[1]!)}`;
  return text
    .replace(/½\s?[-–]\s?½/g, 'a draw')
    .replace(/\be\.\s?p\./g, 'en passant')
    .replace(oneAfterAnother, (all) => all.trimEnd().replace(/,?$/, ', '))
    .replace(/(?<![\w-])([O0])-\1-\1([+#])?/g, (_, __: string, end: string | undefined) => `castles queenside${ending(end)}`)
    .replace(/(?<![\w-])([O0])-\1(?![\w-])([+#])?/g, (_, __: string, end: string | undefined) => `castles kingside${ending(end)}`)
    .replace(/(?<!\w)(\d{1,3})\.(?:\.\.|…)?\s?(?=(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8]|castles)(?!\w))/g, (_, move: string, at: number) => `${at > 0 ? ', ' : ''}${cardinal(move)}: `)
    .replace(/(?<![\w/])([KQRBN])([a-h]?[1-8]?)(x)?([a-h][1-8])([+#])?(?!\w)/g, (_, piece: string, from: string, takes: string | undefined, to: string, end: string | undefined) =>
      `${pieces[piece]}${[...from].map((one) => ` ${/\d/.test(one) ? cardinal(one) : one.toUpperCase()}`).join('')}${takes ? ' takes' : ''} ${square(to)}${ending(end)}`)
    .replace(/(?<![\w/])([a-h])x([a-h][1-8])(?:=([QRBN]))?([+#])?(?!\w)/g, (_, from: string, to: string, becomes: string | undefined, end: string | undefined) => `${from.toUpperCase()} takes ${square(to)}${promotion(becomes)}${ending(end)}`)
    .replace(/(?<![\w/])([a-h][1-8])\s?[-–]?\s?(?<!\w\w |\w )([a-h][1-8])(?!\w)/g, (_, from: string, to: string) => `${square(from)} to ${square(to)}`)
    .replace(/(?<![\w/])([a-h][1-8])(?:=([QRBN]))?([+#])?(?!\w)/g, (_, to: string, becomes: string | undefined, end: string | undefined) => `${square(to)}${promotion(becomes)}${ending(end)}`)
    .replace(/\b([a-h])-(file|pawn)/g, (_, file: string, what: string) => `${file.toUpperCase()} ${what}`);
}

const ending = (sign: string | undefined) => (sign === '+' ? ', check' : sign === '#' ? ', mate' : '');
const promotion = (piece: string | undefined) => (piece ? `, becoming a ${pieces[piece]}` : '');
