import type { Piece, SquareReading } from '@ocelli/protocol';

/** FEN's piece placement field for 64 squares in FEN order (a8..h8, ..., h1). */
export function placementOf(squares: readonly { piece: Piece | null }[]): string {
  const ranks: string[] = [];
  for (let start = 0; start < 64; start += 8) {
    let rank = '';
    let empty = 0;
    for (const { piece } of squares.slice(start, start + 8)) {
      if (piece === null) {
        empty += 1;
        continue;
      }
      if (empty > 0) rank += empty;
      empty = 0;
      rank += piece;
    }
    ranks.push(empty > 0 ? rank + empty : rank);
  }
  return ranks.join('/');
}

/** File 0..7 (a..h) and rank 0..7 (1..8) of a square's name. */
export function fileAndRank(square: SquareReading['square']): { file: number; rank: number } {
  return { file: square.charCodeAt(0) - 97, rank: Number(square[1]) - 1 };
}
