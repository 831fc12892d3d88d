import type { Perception } from '@ocelli/models';
import { readLabels, shownPicture } from './labels.js';

/** How one labelled board was read; `squares` right of 64, null when no board was found. */
export interface ReadBoard {
  file: string;
  kind: string;
  squares: number | null;
  pawnsRight: boolean;
  confidence: number;
  fen: string | null;
}

/** From here on a reading counts as confident. */
const confident = 0.9;

/** Reads the largest board of every picture whose label has a placement. */
export async function evaluateBoards(folder: string, perception: Perception, onRead: (read: ReadBoard) => void): Promise<ReadBoard[]> {
  const results: ReadBoard[] = [];
  for (const labelled of await readLabels(folder)) {
    if (labelled.fen === undefined) continue;
    const board = (await perception.readBoards(await shownPicture(folder, labelled))).value[0];
    const wanted = letters(labelled.fen);
    const seen = board ? letters(board.fen) : null;
    const read: ReadBoard = {
      file: labelled.file,
      kind: labelled.kind ?? 'all',
      squares: seen === null ? null : [...wanted].filter((letter, at) => letter === seen[at]).length,
      pawnsRight: seen !== null && pawns(seen) === pawns(wanted),
      confidence: board?.confidence ?? 0,
      fen: board?.fen ?? null,
    };
    results.push(read);
    onRead(read);
  }
  return results;
}

/** What is told of the boards of one kind. A board that was not found counts as read wrongly, square by square. */
export function boardTotals(results: readonly ReadBoard[]) {
  const exact = (among: readonly ReadBoard[]) => among.filter(({ squares }) => squares === 64).length;
  return [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const among = results.filter((one) => one.kind === kind);
    const sure = among.filter(({ confidence }) => confidence >= confident);
    return {
      kind,
      n: among.length,
      found: among.filter(({ squares }) => squares !== null).length,
      pawns: among.filter(({ pawnsRight }) => pawnsRight).length,
      exact: exact(among),
      squares: among.reduce((sum, { squares }) => sum + (squares ?? 0), 0) / (64 * among.length),
      confident: sure.length,
      exactWhereConfident: exact(sure),
    };
  });
}

/** 64 characters from a8 to h1; a space for an empty square. */
function letters(fen: string): string {
  return fen.split(' ')[0]!.replaceAll('/', '').replace(/\d/g, (digit) => ' '.repeat(Number(digit)));
}

function pawns(board: string): string {
  return `${board.replace(/[^P]/g, '').length} ${board.replace(/[^p]/g, '').length}`;
}
