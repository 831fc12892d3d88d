import type { Box } from '@ocelli/protocol';

/** A box in any one unit (pixels of a model's input, or normalised) with what was found in it. */
export interface ScoredBox {
  label: string;
  score: number;
  box: Box;
}

export const area = ([x0, y0, x1, y1]: Box): number => Math.max(0, x1 - x0) * Math.max(0, y1 - y0);

export function intersection(a: Box, b: Box): number {
  return area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
}

/** Intersection over union, 0..1. */
export function overlap(a: Box, b: Box): number {
  const shared = intersection(a, b);
  return shared === 0 ? 0 : shared / (area(a) + area(b) - shared);
}

/** Fraction of `inner` that lies within `outer`, 0..1. */
export function covered(inner: Box, outer: Box): number {
  const size = area(inner);
  return size === 0 ? 0 : intersection(inner, outer) / size;
}

/** Greedy non-maximum suppression: keeps the best of boxes that say the same, best first. */
export function suppress<T extends ScoredBox>(boxes: readonly T[], same: (kept: T, other: T) => boolean): T[] {
  const kept: T[] = [];
  for (const candidate of [...boxes].sort((a, b) => b.score - a.score)) {
    if (!kept.some((one) => same(one, candidate))) kept.push(candidate);
  }
  return kept;
}
