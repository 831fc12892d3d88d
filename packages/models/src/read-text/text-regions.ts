import { minAreaRectangle, type Pixel, type TiltedRectangle } from './min-area-rectangle.js';

/** Probability that each cell lies in the core of a line of text, row-major. */
export interface TextMap {
  data: Float32Array;
  width: number;
  height: number;
}

/** A rectangle around one line of text, in cells of the map. */
export interface TextRegion {
  rectangle: TiltedRectangle;
  /** Mean probability of its core, 0..1. */
  score: number;
}

/** Cells above this belong to a core. */
const coreThreshold = 0.3;
const leastScore = 0.5;
/** Cores are drawn shrunken by this ratio (Liao 2020, arXiv 1911.08947, section 3.4), so what is found grows again. */
const unclipRatio = 1.6;
const leastSide = 3;
const mostRegions = 1_000;

/** Lines of text in a map of PP-OCR's detector: its connected cores, each grown to the rectangle it stands for. */
export function textRegions(map: TextMap): TextRegion[] {
  const { data, width, height } = map;
  const seen = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  const regions: TextRegion[] = [];
  for (let start = 0; start < data.length && regions.length < mostRegions; start++) {
    if (seen[start] || data[start]! < coreThreshold) continue;
    const core = followCore(start, data, width, height, seen, stack);
    if (core.score < leastScore) continue;
    const grown = unclip(minAreaRectangle(core.outline));
    if (Math.min(grown.width, grown.height) >= leastSide + 2) regions.push({ rectangle: grown, score: core.score });
  }
  return regions;
}

/** One connected core: its mean probability, and the outermost cells of each of its rows, which hold its convex hull. */
function followCore(start: number, data: Float32Array, width: number, height: number, seen: Uint8Array, stack: Int32Array) {
  const left = new Map<number, number>();
  const right = new Map<number, number>();
  let [top, sum, count] = [0, 0, 0];
  stack[top++] = start;
  seen[start] = 1;
  while (top > 0) {
    const cell = stack[--top]!;
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    sum += data[cell]!;
    count++;
    if (x < (left.get(y) ?? Infinity)) left.set(y, x);
    if (x > (right.get(y) ?? -1)) right.set(y, x);
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const neighbour = ny * width + nx;
        if (seen[neighbour] || data[neighbour]! < coreThreshold) continue;
        seen[neighbour] = 1;
        stack[top++] = neighbour;
      }
    }
  }
  const outline: Pixel[] = [];
  for (const [y, x] of left) outline.push([x, y], [x, y + 1]);
  for (const [y, x] of right) outline.push([x + 1, y], [x + 1, y + 1]);
  return { score: sum / count, outline };
}

function unclip(rectangle: TiltedRectangle): TiltedRectangle {
  const { width, height } = rectangle;
  const distance = (width * height * unclipRatio) / (2 * (width + height));
  return { ...rectangle, width: width + 2 * distance, height: height + 2 * distance };
}
