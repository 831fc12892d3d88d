import type { RgbImage } from '@ocelli/media';
import sharp from 'sharp';

/** One luminance byte a pixel, and its integral image: `sums[(y) * (width + 1) + x]` is the sum of all pixels above and left of (x, y). */
export interface GreyImage {
  width: number;
  height: number;
  data: Uint8Array;
  sums: Float64Array;
  /** Pixels of the picture for one pixel of this. */
  scale: number;
}

/** Luminance at a longest side of at most `side` pixels. */
export async function toGrey(image: RgbImage, side: number): Promise<GreyImage> {
  const shrink = Math.min(1, side / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * shrink));
  const height = Math.max(1, Math.round(image.height * shrink));
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .greyscale()
    .raw()
    .toBuffer();
  return withSums(width, height, data, image.width / width);
}

/** The same picture turned by `degrees` about its middle, in a frame of the same size; what lies outside is mid-grey. */
export function turned({ width, height, data, scale }: GreyImage, degrees: number): GreyImage {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [mx, my] = [width / 2, height / 2];
  const out = new Uint8Array(width * height).fill(128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fx = mx + cos * (x - mx) + sin * (y - my);
      const fy = my - sin * (x - mx) + cos * (y - my);
      const ix = Math.floor(fx);
      const iy = Math.floor(fy);
      if (ix < 0 || iy < 0 || ix >= width - 1 || iy >= height - 1) continue;
      const [ax, ay, at] = [fx - ix, fy - iy, iy * width + ix];
      out[y * width + x] = (data[at]! * (1 - ax) + data[at + 1]! * ax) * (1 - ay) + (data[at + width]! * (1 - ax) + data[at + width + 1]! * ax) * ay;
    }
  }
  return withSums(width, height, out, scale);
}

function withSums(width: number, height: number, data: Uint8Array, scale: number): GreyImage {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  return { width, height, data, sums, scale };
}

/**
 * How much the point looks like a corner of a chessboard, where four squares meet: the signed gap between the two diagonals
 * of quadrants of `d` pixels, 0 when neither diagonal is wholly lighter than the other. Positive: upper left and lower right are lighter.
 */
export function saddle({ sums, width, height }: GreyImage, x: number, y: number, d: number): number {
  const x1 = Math.round(x);
  const y1 = Math.round(y);
  const x0 = x1 - d;
  const x2 = x1 + d;
  const y0 = y1 - d;
  const y2 = y1 + d;
  if (x0 < 0 || y0 < 0 || x2 > width || y2 > height) return 0;
  const stride = width + 1;
  const [r0, r1, r2] = [y0 * stride, y1 * stride, y2 * stride];
  const top = sums[r1 + x1]! - sums[r0 + x1]!;
  const left = sums[r1 + x0]! - sums[r0 + x0]!;
  const right = sums[r1 + x2]! - sums[r0 + x2]!;
  const lowTop = sums[r2 + x1]! - sums[r1 + x1]!;
  const lowLeft = sums[r2 + x0]! - sums[r1 + x0]!;
  const lowRight = sums[r2 + x2]! - sums[r1 + x2]!;
  const a = top - left; // upper left
  const b = right - top; // upper right
  const c = lowTop - lowLeft; // lower left
  const e = lowRight - lowTop; // lower right
  const area = d * d;
  const light = Math.min(a, e) - Math.max(b, c);
  if (light > 0) return light / area;
  const dark = Math.min(b, c) - Math.max(a, e);
  return dark > 0 ? -dark / area : 0;
}
