import { corners } from './min-area-rectangle.js';
import type { TextRegion } from './text-regions.js';

/** Letters higher than this fraction of the picture's shorter side fall apart at the scale at which small print is found. */
const largeFrom = 0.07;
/** A region belongs to another when this much of it lies within. */
const within = 0.6;
/** Parts this many times as long as high, and lower than the whole by this, are lines of their own: the coarse look joined a paragraph. */
const lineLength = 3;
const lineHeight = 0.55;

/**
 * Regions found at a fine scale, with those of large letters put right by a look from further away: a large line that the fine
 * scale missed is added, one that it took apart ("SA", "E") is put together.
 */
export function withLargeLetters(fine: readonly TextRegion[], coarse: readonly TextRegion[], { width, height }: { width: number; height: number }): TextRegion[] {
  const large = coarse.filter((region) => shortSide(region) > largeFrom * Math.min(width, height));
  let regions = [...fine];
  for (const line of large) {
    const lineBox = boxOf(line);
    const parts = regions.filter((region) => covered(boxOf(region), lineBox) > within);
    const isParagraph = parts.some((part) => longSide(part) > lineLength * shortSide(part) && shortSide(part) < lineHeight * shortSide(line));
    const isWhole = parts.length === 1 && covered(lineBox, boxOf(parts[0]!)) > 0.8;
    const isInside = parts.length === 0 && regions.some((region) => covered(lineBox, boxOf(region)) > 0.3);
    if (!isParagraph && !isWhole && !isInside) regions = [...regions.filter((region) => !parts.includes(region)), line];
  }
  return regions;
}

const shortSide = ({ rectangle }: TextRegion) => Math.min(rectangle.width, rectangle.height);
const longSide = ({ rectangle }: TextRegion) => Math.max(rectangle.width, rectangle.height);

type Extent = readonly [x0: number, y0: number, x1: number, y1: number];

function boxOf({ rectangle }: TextRegion): Extent {
  const points = corners(rectangle);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Fraction of one extent that lies in another. */
function covered(inner: Extent, outer: Extent): number {
  const shared = Math.max(0, Math.min(inner[2], outer[2]) - Math.max(inner[0], outer[0])) * Math.max(0, Math.min(inner[3], outer[3]) - Math.max(inner[1], outer[1]));
  return shared / Math.max(1e-9, (inner[2] - inner[0]) * (inner[3] - inner[1]));
}
