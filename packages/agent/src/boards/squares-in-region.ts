import type { BoardReading, Box, SquareReading } from '@ocelli/protocol';
import { boxAround, squareQuad } from './square-quads.js';

/** The squares whose centre lies in the region, or all without one. */
export function squaresInRegion(board: BoardReading, region: Box | undefined): SquareReading[] {
  if (!region) return board.squares;
  const [x0, y0, x1, y1] = region;
  return board.squares.filter(({ square }) => {
    const [left, top, right, bottom] = boxAround(squareQuad(board.corners, square));
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    return x >= x0 && x <= x1 && y >= y0 && y <= y1;
  });
}
