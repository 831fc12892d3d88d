import type { RgbImage } from '@ocelli/media';
import sharp from 'sharp';
import { project, type Homography } from './homography.js';

/** Pixels of the network's input: 32 a square, and half a square of margin all round, where coordinates are printed. */
export const squarePixels = 32;
export const marginPixels = 16;
export const inputPixels = 8 * squarePixels + 2 * marginPixels;

/**
 * Cuts a board out of a picture and flattens it. `map` takes board coordinates (0..8) to pixels of `image`.
 * Writes three planes (red first) of `inputPixels` squared, 0..255, into `into`. What lies outside the picture is mid-grey.
 */
export async function rectify(image: RgbImage, map: Homography, into: Float32Array): Promise<void> {
  const source = await nearSize(image, map);
  const plane = inputPixels * inputPixels;
  const { data, width, height } = source.image;
  for (let y = 0, at = 0; y < inputPixels; y++) {
    for (let x = 0; x < inputPixels; x++, at++) {
      const [px, py] = project(map, (x + 0.5 - marginPixels) / squarePixels, (y + 0.5 - marginPixels) / squarePixels);
      const fx = (px - source.left) * source.shrink - 0.5;
      const fy = (py - source.top) * source.shrink - 0.5;
      const ix = Math.floor(fx);
      const iy = Math.floor(fy);
      if (fx < -1 || fy < -1 || fx > width || fy > height) {
        into[at] = into[at + plane] = into[at + 2 * plane] = 128;
        continue;
      }
      const [x0, x1] = [Math.min(Math.max(ix, 0), width - 1), Math.min(Math.max(ix + 1, 0), width - 1)];
      const [y0, y1] = [Math.min(Math.max(iy, 0), height - 1) * width, Math.min(Math.max(iy + 1, 0), height - 1) * width];
      const [ax, ay] = [fx - ix, fy - iy];
      for (let c = 0; c < 3; c++) {
        const top = data[(y0 + x0) * 3 + c]! * (1 - ax) + data[(y0 + x1) * 3 + c]! * ax;
        const low = data[(y1 + x0) * 3 + c]! * (1 - ax) + data[(y1 + x1) * 3 + c]! * ax;
        into[at + c * plane] = top * (1 - ay) + low * ay;
      }
    }
  }
}

/** The part of the picture round the board, shrunk to about the size of the input, so that hatching does not alias. */
async function nearSize(image: RgbImage, map: Homography): Promise<{ image: RgbImage; left: number; top: number; shrink: number }> {
  const outline = [project(map, -0.7, -0.7), project(map, 8.7, -0.7), project(map, 8.7, 8.7), project(map, -0.7, 8.7)];
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const left = Math.min(Math.max(0, Math.floor(Math.min(...xs))), image.width - 1);
  const top = Math.min(Math.max(0, Math.floor(Math.min(...ys))), image.height - 1);
  const width = Math.max(1, Math.min(image.width, Math.ceil(Math.max(...xs))) - left);
  const height = Math.max(1, Math.min(image.height, Math.ceil(Math.max(...ys))) - top);
  const square = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) / 9.4;
  const shrink = Math.min(1, (squarePixels * 1.1) / square);
  const [w, h] = [Math.max(1, Math.round(width * shrink)), Math.max(1, Math.round(height * shrink))];
  const part = sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } }).extract({ left, top, width, height });
  const data = await (shrink < 1 ? part.resize(w, h, { fit: 'fill', kernel: 'lanczos2' }) : part).raw().toBuffer();
  return { image: { width: shrink < 1 ? w : width, height: shrink < 1 ? h : height, data }, left, top, shrink: (shrink < 1 ? w : width) / width };
}
