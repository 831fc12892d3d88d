import type { Box, Point, Quad } from '@ocelli/protocol';
import { fileAndRank } from './placement.js';

/**
 * Where a square lies on the picture. `corners` are the board's, clockwise from a8's, so they carry both the
 * orientation and the perspective: the unit square is mapped onto them by a projective transform
 * (Heckbert 1989, "Fundamentals of Texture Mapping", 2.2.3).
 */
export function squareQuad(corners: Quad, square: string): Quad {
  const { file, rank } = fileAndRank(square);
  const map = projectUnitSquare(corners);
  const left = file / 8;
  const top = (7 - rank) / 8;
  return [map(left, top), map(left + 1 / 8, top), map(left + 1 / 8, top + 1 / 8), map(left, top + 1 / 8)];
}

function projectUnitSquare([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): (u: number, v: number) => Point {
  const sumX = x0 - x1 + x2 - x3;
  const sumY = y0 - y1 + y2 - y3;
  const dx1 = x1 - x2;
  const dx2 = x3 - x2;
  const dy1 = y1 - y2;
  const dy2 = y3 - y2;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = determinant === 0 ? 0 : (sumX * dy2 - dx2 * sumY) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sumY - sumX * dy1) / determinant;
  return (u, v) => {
    const w = g * u + h * v + 1;
    return [
      bounded(((x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v + x0) / w),
      bounded(((y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v + y0) / w),
    ];
  };
}

function bounded(value: number): number {
  return Math.min(2, Math.max(-1, value));
}

/** The axis-aligned box around a quad, cut to the picture. */
export function boxAround(quad: Quad): Box {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const xs = quad.map(([x]) => clamp(x));
  const ys = quad.map(([, y]) => clamp(y));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
