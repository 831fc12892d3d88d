import type { Box } from '@/wire/protocol';

/** The smallest part one may ask about, as a share of the picture's side. */
export const smallestSide = 0.02;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** The box between two points, however they were dragged, kept inside the picture. */
export function boxBetween(a: readonly [number, number], b: readonly [number, number]): Box {
  const [x0, x1] = [clamp(Math.min(a[0], b[0]), 0, 1), clamp(Math.max(a[0], b[0]), 0, 1)];
  const [y0, y1] = [clamp(Math.min(a[1], b[1]), 0, 1), clamp(Math.max(a[1], b[1]), 0, 1)];
  return [x0, y0, x1, y1];
}

/** Moves a box without leaving the picture. */
export function moved([x0, y0, x1, y1]: Box, dx: number, dy: number): Box {
  const [width, height] = [x1 - x0, y1 - y0];
  const [left, top] = [clamp(x0 + dx, 0, 1 - width), clamp(y0 + dy, 0, 1 - height)];
  return [left, top, left + width, top + height];
}

/** Grows or shrinks a box at its lower right corner. */
export function resized([x0, y0, x1, y1]: Box, dx: number, dy: number): Box {
  return [x0, y0, clamp(x1 + dx, Math.min(1, x0 + smallestSide), 1), clamp(y1 + dy, Math.min(1, y0 + smallestSide), 1)];
}

/** Whether a box is large enough to be a part one meant to draw, not a click. */
export const isPart = ([x0, y0, x1, y1]: Box): boolean => Math.min(x1 - x0, y1 - y0) > smallestSide - 1e-9;
