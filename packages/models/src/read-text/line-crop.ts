import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';
import type { TiltedRectangle } from './min-area-rectangle.js';

/** Height of a line as the recogniser reads it. */
export const cropHeight = 48;
const narrowest = 16;
const widest = 2_400;

/** A line of text straightened: RGB bytes, `width` x 48. */
export interface LineCrop {
  pixels: Uint8Array;
  width: number;
}

/** Cuts lines out of a picture and straightens them; large letters are taken from a halved copy, so that strokes keep their shape. */
export class LineCutter {
  readonly #halved: Promise<RgbImage>[];

  constructor(image: RgbImage) {
    this.#halved = [Promise.resolve(image)];
  }

  /** `stretch`: how much wider than it is the line shall look. */
  async cut({ centre, width, height, along }: TiltedRectangle, stretch = 1): Promise<LineCrop> {
    const cropWidth = Math.max(narrowest, Math.min(widest, Math.round((stretch * cropHeight * width) / height)));
    const level = Math.max(0, Math.floor(Math.log2(height / cropHeight)));
    const image = await this.#level(level);
    const shrink = 2 ** level;
    const [stepX, stepY] = [width / cropWidth / shrink, height / cropHeight / shrink];
    const [cos, sin] = [Math.cos(along), Math.sin(along)];
    const pixels = new Uint8Array(cropWidth * cropHeight * 3);
    for (let row = 0, to = 0; row < cropHeight; row++) {
      const v = (row + 0.5 - cropHeight / 2) * stepY;
      for (let column = 0; column < cropWidth; column++, to += 3) {
        const u = (column + 0.5 - cropWidth / 2) * stepX;
        sample(image, centre[0] / shrink + u * cos - v * sin - 0.5, centre[1] / shrink + u * sin + v * cos - 0.5, pixels, to);
      }
    }
    return { pixels, width: cropWidth };
  }

  /** The picture halved `level` times, made when first needed. */
  #level(level: number): Promise<RgbImage> {
    return (this.#halved[level] ??= this.#level(level - 1).then(async (image) => {
      const width = Math.max(1, Math.round(image.width / 2));
      const height = Math.max(1, Math.round(image.height / 2));
      const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
        .resize(width, height, { fit: 'fill', kernel: 'linear' })
        .raw()
        .toBuffer();
      return { width, height, data };
    }));
  }
}

/** Bilinear; beyond the picture its outermost pixels go on. */
function sample({ data, width, height }: RgbImage, x: number, y: number, into: Uint8Array, at: number): void {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - x0, cy - y0];
  const right = x0 + 1 < width ? 3 : 0;
  const top = (y0 * width + x0) * 3;
  const bottom = y0 + 1 < height ? top + width * 3 : top;
  for (let channel = 0; channel < 3; channel++) {
    const above = data[top + channel]! * (1 - fx) + data[top + right + channel]! * fx;
    const below = data[bottom + channel]! * (1 - fx) + data[bottom + right + channel]! * fx;
    into[at + channel] = above * (1 - fy) + below * fy + 0.5;
  }
}

/** The same crop upside down. */
export function turned({ pixels, width }: LineCrop): LineCrop {
  const turnedPixels = new Uint8Array(pixels.length);
  for (let from = 0, to = pixels.length - 3; from < pixels.length; from += 3, to -= 3) {
    turnedPixels[to] = pixels[from]!;
    turnedPixels[to + 1] = pixels[from + 1]!;
    turnedPixels[to + 2] = pixels[from + 2]!;
  }
  return { pixels: turnedPixels, width };
}
