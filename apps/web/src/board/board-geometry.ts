import type { BoardOrientation, Point, Quad } from '@/wire/protocol';

const files = 'abcdefgh';

/** Names of the 64 squares in FEN order: a8..h8, ... a1..h1. */
export const squareNames: readonly string[] = Array.from({ length: 64 }, (_, at) => `${files[at % 8]}${8 - Math.floor(at / 8)}`);

/** Squares in the order they are drawn, top left to bottom right. */
export const drawnOrder = (orientation: BoardOrientation): readonly string[] => (orientation === 'white-bottom' ? squareNames : [...squareNames].reverse());

/** Column and row of a square counted from a8: [0, 0] is a8, [7, 7] is h1. */
export function placeOf(square: string): [column: number, row: number] {
  return [files.indexOf(square[0]!), 8 - Number(square[1])];
}

export const isDark = (square: string): boolean => placeOf(square).reduce((sum, part) => sum + part, 0) % 2 === 1;

/**
 * Maps the unit square onto a quad in perspective (P. Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3):
 * (0,0), (1,0), (1,1), (0,1) go to its corners in order.
 */
export function perspective([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): (u: number, v: number) => Point {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const size = dx1 * dy2 - dx2 * dy1;
  // A quad without area has no perspective; its corners are interpolated instead.
  const g = size === 0 ? 0 : (sx * dy2 - dx2 * sy) / size;
  const h = size === 0 ? 0 : (dx1 * sy - sx * dy1) / size;
  const [a, b, d, e] = [x1 - x0 + g * x1, x3 - x0 + h * x3, y1 - y0 + g * y1, y3 - y0 + h * y3];
  return (u, v) => {
    const w = g * u + h * v + 1;
    return [(a * u + b * v + x0) / w, (d * u + e * v + y0) / w];
  };
}

/** The corners of one square on the picture, from the board's outer corners (clockwise from a8's). */
export function squareQuad(corners: Quad, square: string): Quad {
  const at = perspective(corners);
  const [column, row] = placeOf(square);
  const corner = (across: number, down: number): Point => at((column + across) / 8, (row + down) / 8);
  return [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
}
