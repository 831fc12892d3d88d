import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';
import type { Box } from '@ocelli/protocol';

/** Pixels as a network wants them, and the way back from its coordinates. */
export interface ModelInput {
  /** `[1, 3, height, width]`, red plane first. */
  data: Float32Array;
  width: number;
  height: number;
  /** Pixels of the network's input -> normalised coordinates of the picture. */
  toPicture(box: Box): Box;
}

/** Maps one byte of a pixel to what the network was trained on. */
export type Normalise = (byte: number) => number;

const grey = 114;

/**
 * Scales a picture into `width x height` without distorting it, the rest grey. (Stretched, CenterNet finds fewer things:
 * it was trained on undistorted pictures.)
 */
export async function letterbox(image: RgbImage, width: number, height: number, normalise: Normalise): Promise<ModelInput> {
  const scale = Math.min(width / image.width, height / image.height);
  const innerWidth = Math.max(1, Math.round(image.width * scale));
  const innerHeight = Math.max(1, Math.round(image.height * scale));
  const left = Math.floor((width - innerWidth) / 2);
  const top = Math.floor((height - innerHeight) / 2);
  const pixels = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(innerWidth, innerHeight, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();

  const plane = width * height;
  const table = Float32Array.from({ length: 256 }, (_, byte) => normalise(byte));
  const data = new Float32Array(3 * plane).fill(normalise(grey));
  for (let y = 0, from = 0; y < innerHeight; y++) {
    for (let x = 0, to = (top + y) * width + left; x < innerWidth; x++, to++, from += 3) {
      data[to] = table[pixels[from]!]!;
      data[to + plane] = table[pixels[from + 1]!]!;
      data[to + 2 * plane] = table[pixels[from + 2]!]!;
    }
  }
  return {
    data,
    width,
    height,
    toPicture: ([x0, y0, x1, y1]) => [unit((x0 - left) / innerWidth), unit((y0 - top) / innerHeight), unit((x1 - left) / innerWidth), unit((y1 - top) / innerHeight)],
  };
}

/** The same input seen in a mirror, left and right exchanged. */
export function mirrored({ data, width, height }: ModelInput): Float32Array {
  const flipped = new Float32Array(data.length);
  for (let row = 0; row < 3 * height; row++) {
    const start = row * width;
    for (let x = 0; x < width; x++) flipped[start + x] = data[start + width - 1 - x]!;
  }
  return flipped;
}

const unit = (value: number) => Math.min(1, Math.max(0, value));
