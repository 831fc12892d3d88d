import { saddle, type GreyImage } from './grey-image.js';

/** Where an 8x8 board may lie, upright, in pixels of the grey picture. */
export interface Lattice {
  /** Outer corner of the top left square. */
  x: number;
  y: number;
  /** Side of a square. */
  square: number;
  /** 0..1: share of the 49 inner corners that look like one, with the signs of a chessboard. */
  score: number;
}

const samplesPerSquare = 6;
const scaleStep = 1.035;
const smallestSquare = 8;
/** Grey levels between the diagonals at which a corner counts in full. */
const fullContrast = 14;
const leastScore = 0.36;
/** Places of about one size that are worth a closer look. */
const mostAlike = 4;

/**
 * Searches all places and sizes for the 7x7 inner corners of a chessboard: at each a saddle, of alternating sign. A picture
 * is sampled six times a square at every size, so that the sum over the lattice is a separable alternating sum.
 * Best first; overlapping ones are merged.
 */
export function findLattices(grey: GreyImage, signal?: AbortSignal): Lattice[] {
  const found: Lattice[] = [];
  const largest = Math.min(grey.width, grey.height) / 7.4;
  for (let square = smallestSquare; square <= largest; square *= scaleStep) {
    signal?.throwIfAborted();
    collect(grey, square, found);
  }
  return merge(found);
}

function collect(grey: GreyImage, square: number, found: Lattice[]): void {
  const p = samplesPerSquare;
  const step = square / p;
  const width = Math.floor(grey.width / step);
  const height = Math.floor(grey.height / step);
  if (width <= 6 * p || height <= 6 * p) return;
  const d = Math.max(2, Math.round(0.26 * square));
  const response = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = saddle(grey, x * step, y * step, d);
      response[y * width + x] = value > fullContrast ? 1 : value < -fullContrast ? -1 : value / fullContrast;
    }
  }
  const across = new Float32Array(width * height);
  const rowEnd = width - 6 * p;
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < rowEnd; x++, at++) {
      across[at] = response[at]! - response[at + p]! + response[at + 2 * p]! - response[at + 3 * p]! + response[at + 4 * p]! - response[at + 5 * p]! + response[at + 6 * p]!;
    }
  }
  const down = p * width;
  const slack = 0.35 * square;
  for (let y = 0; y < height - 6 * p; y++) {
    const top = y * step - square;
    if (top < -slack || top + 8 * square > grey.height + slack) continue;
    for (let x = 0, at = y * width; x < rowEnd; x++, at++) {
      const sum = across[at]! - across[at + down]! + across[at + 2 * down]! - across[at + 3 * down]! + across[at + 4 * down]! - across[at + 5 * down]! + across[at + 6 * down]!;
      const score = Math.abs(sum) / 49;
      if (score < leastScore) continue;
      const left = x * step - square;
      if (left < -slack || left + 8 * square > grey.width + slack) continue;
      found.push({ x: left, y: top, square, score });
    }
  }
}

/** Keeps the best of each heap of alike places. A small one inside a large one stays beside it: hatching looks like a tiny board. */
function merge(found: Lattice[]): Lattice[] {
  const kept: Lattice[] = [];
  for (const lattice of found.sort((a, b) => b.score - a.score)) {
    const alike = (other: Lattice) => Math.max(lattice.square / other.square, other.square / lattice.square) < 1.6;
    if (kept.filter(alike).length < mostAlike && kept.every((other) => !alike(other) || overlap(lattice, other) < 0.15)) kept.push(lattice);
  }
  return kept;
}

function overlap(a: Lattice, b: Lattice): number {
  const [wa, wb] = [8 * a.square, 8 * b.square];
  const w = Math.min(a.x + wa, b.x + wb) - Math.max(a.x, b.x);
  const h = Math.min(a.y + wa, b.y + wb) - Math.max(a.y, b.y);
  return w <= 0 || h <= 0 ? 0 : (w * h) / Math.min(wa * wa, wb * wb);
}
