import { saddle, type GreyImage } from './grey-image.js';
import { fitAffine, fitHomography, project, type Homography, type XY } from './homography.js';

const corners: XY[] = Array.from({ length: 49 }, (_, i) => [1 + (i % 7), 1 + Math.floor(i / 7)] as const);

/**
 * Moves from about where a board lies to where it lies exactly, tilted or seen a little from the side: each inner corner is
 * sought near its place, and the map is fitted to those found, robustly (iteratively reweighted least squares, Tukey's weights).
 * Maps take board coordinates (0..8 right, 0..8 down) to pixels of the grey picture; `square` is a square's side there.
 */
export function fitBoard(grey: GreyImage, start: Homography, square: number): Homography {
  let map = start;
  const d = Math.max(2, Math.round(0.2 * square));
  const sign = signOf(grey, map, d);
  for (const reach of [0.32, 0.2, 0.12]) {
    const [from, to, strength]: [XY[], XY[], number[]] = [[], [], []];
    for (const [i, j] of corners) {
      const [x, y] = project(map, i, j);
      const best = strongest(grey, x, y, reach * square, d, (i + j) % 2 ? -sign : sign);
      if (!best) continue;
      from.push([i, j]);
      to.push([best.x, best.y]);
      strength.push(Math.min(1, best.value / 20));
    }
    if (from.length < 12) break;
    const fitted = robust(from, to, strength, square, from.length >= 24 ? fitHomography : fitAffine);
    if (!fitted) break;
    map = fitted;
  }
  return map;
}

function signOf(grey: GreyImage, map: Homography, d: number): number {
  let sum = 0;
  for (const [i, j] of corners) {
    const [x, y] = project(map, i, j);
    sum += (i + j) % 2 ? -Math.sign(saddle(grey, x, y, d)) : Math.sign(saddle(grey, x, y, d));
  }
  return sum < 0 ? -1 : 1;
}

/** The best saddle of this sign within `reach` pixels; the middle of its plateau, as quadrants of whole pixels make one. */
function strongest(grey: GreyImage, x: number, y: number, reach: number, d: number, sign: number): { x: number; y: number; value: number } | undefined {
  const r = Math.max(1, Math.ceil(reach));
  const [cx, cy] = [Math.round(x), Math.round(y)];
  let best = 0;
  for (let dy = -r; dy <= r; dy++) for (let dx = -r; dx <= r; dx++) best = Math.max(best, sign * saddle(grey, cx + dx, cy + dy, d));
  if (best < 4) return undefined;
  let [sx, sy, sw] = [0, 0, 0];
  for (let dy = -r; dy <= r; dy++) {
    for (let dx = -r; dx <= r; dx++) {
      const value = sign * saddle(grey, cx + dx, cy + dy, d);
      if (value < 0.85 * best) continue;
      const weight = value - 0.84 * best;
      sx += weight * dx;
      sy += weight * dy;
      sw += weight;
    }
  }
  return { x: cx + sx / sw, y: cy + sy / sw, value: best };
}

function robust(from: XY[], to: XY[], strength: number[], square: number, fit: typeof fitHomography): Homography | undefined {
  let weights = strength;
  let map: Homography | undefined;
  for (let round = 0; round < 6; round++) {
    map = fit(from, to, weights);
    if (!map) return undefined;
    const current = map;
    const bound = (round < 2 ? 0.3 : 0.12) * square + 1;
    weights = from.map(([i, j], k) => {
      const [x, y] = project(current, i, j);
      const t = Math.hypot(x - to[k]![0], y - to[k]![1]) / bound;
      return t >= 1 ? 1e-6 : strength[k]! * (1 - t * t) ** 2;
    });
  }
  return map;
}
