import type { RgbImage } from '@ocelli/media';
import type { Box, Point, Quad } from '@ocelli/protocol';

/** A part of a picture cut out, and where its coordinates lie on the whole. */
export interface Cutout {
  image: RgbImage;
  toWhole: Placement;
}

/** Maps normalised coordinates of a part to those of the whole picture. */
export interface Placement {
  point(point: Point): Point;
  box(box: Box): Box;
  quad(quad: Quad): Quad;
}

/** Narrowest region that models are asked to look at, in pixels: less shows nothing. */
const narrowestPixels = 8;

/** Cuts `region` out of `image` (whole pixels, at least a few wide); without a region the picture itself, uncopied. */
export function cutOut(image: RgbImage, region: Box | undefined): Cutout {
  if (!region) return { image, toWhole: placement(0, 0, 1, 1) };
  const [left, right] = span(region[0], region[2], image.width);
  const [top, bottom] = span(region[1], region[3], image.height);
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((top + row) * image.width + left) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return {
    image: { width, height, data },
    toWhole: placement(left / image.width, top / image.height, width / image.width, height / image.height),
  };
}

/** Pixels `[start, end)` that cover the fraction `from..to` of `size`, widened about its middle where it is too narrow. */
function span(from: number, to: number, size: number): [number, number] {
  const least = Math.min(narrowestPixels, size);
  const start = Math.floor(from * size);
  const end = Math.ceil(to * size);
  if (end - start >= least) return [start, end];
  const widened = Math.max(0, Math.min(size - least, Math.round((start + end - least) / 2)));
  return [widened, widened + least];
}

function placement(x: number, y: number, width: number, height: number): Placement {
  const point = ([px, py]: Point): Point => [x + px * width, y + py * height];
  return {
    point,
    box: ([x0, y0, x1, y1]) => {
      const [left, top] = point([x0, y0]);
      const [right, bottom] = point([x1, y1]);
      return [clamp(left), clamp(top), clamp(right), clamp(bottom)];
    },
    quad: ([a, b, c, d]) => [point(a), point(b), point(c), point(d)],
  };
}

/** Rounding may step over the picture's edge by an epsilon, which a `Box` forbids. */
const clamp = (value: number) => Math.min(1, Math.max(0, value));
