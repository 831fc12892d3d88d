import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';

/** The colours that the pocket pack's language-vision model was taught, as its training draws them. */
const knownColours = [
  [220, 40, 40],
  [40, 160, 60],
  [40, 80, 220],
  [240, 210, 40],
  [150, 60, 190],
  [245, 140, 30],
  [25, 25, 25],
  [250, 140, 190],
] as const;

const longestSide = 96;
const mostShapes = 8;
/** Largest difference of a channel: between pixels of one background; between a shape and what surrounds it; between a shape and its colour's name. */
const sameBackground = 26;
const otherThanBackground = 44;
const sameColour = 48;

/**
 * Whether a picture is of the kind that the tiny language-vision model knows: a few separate, compact, evenly coloured
 * shapes on an even light background. It never sees any other picture, so that it cannot invent an answer about one.
 */
export async function isShapeScene(image: RgbImage): Promise<boolean> {
  const { data, info } = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(longestSide, longestSide, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (Math.min(width, height) < longestSide / 2) return false;
  const background = medianOfBorder(data, width, height);
  if (Math.min(...background) < 190) return false;
  const distance = (pixel: number, colour: readonly number[]) =>
    Math.max(Math.abs(data[pixel * 3]! - colour[0]!), Math.abs(data[pixel * 3 + 1]! - colour[1]!), Math.abs(data[pixel * 3 + 2]! - colour[2]!));
  const pixels = width * height;
  let even = 0;
  const shown = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const away = distance(pixel, background);
    if (away <= sameBackground) even++;
    if (away > otherThanBackground) shown[pixel] = 1;
  }
  if (even < 0.4 * pixels) return false;
  const shapes = patches(shown, width, height).filter((patch) => patch.pixels.length > 4);
  if (shapes.length === 0 || shapes.length > mostShapes) return false;
  return shapes.every((patch) => isCompact(patch, pixels) && isEven(patch, shown, width, distance));
}

interface Patch {
  pixels: number[];
  width: number;
  height: number;
}

/** The connected parts of `shown`. */
function patches(shown: Uint8Array, width: number, height: number): Patch[] {
  const seen = new Uint8Array(shown.length);
  const found: Patch[] = [];
  for (let start = 0; start < shown.length; start++) {
    if (!shown[start] || seen[start]) continue;
    const pixels = [start];
    seen[start] = 1;
    let [left, right, top, bottom] = [width, 0, height, 0];
    for (let next = 0; next < pixels.length; next++) {
      const pixel = pixels[next]!;
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      const around = [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width];
      for (const neighbour of around) {
        if (neighbour < 0 || neighbour >= shown.length || !shown[neighbour] || seen[neighbour]) continue;
        seen[neighbour] = 1;
        pixels.push(neighbour);
      }
    }
    found.push({ pixels, width: right - left + 1, height: bottom - top + 1 });
  }
  return found;
}

/** Not too small or large, about as wide as high, and filling its box as circles, stars and hearts do. */
function isCompact({ pixels, width, height }: Patch, all: number): boolean {
  const share = pixels.length / all;
  const aspect = width / height;
  const fill = pixels.length / (width * height);
  return share > 0.004 && share < 0.2 && aspect > 0.6 && aspect < 1.67 && fill > 0.25;
}

/** One of the known colours, without a pattern. Pixels at the rim, which mix with the background, do not count. */
function isEven({ pixels }: Patch, shown: Uint8Array, width: number, distance: (pixel: number, colour: readonly number[]) => number): boolean {
  const inner = pixels.filter((pixel) => [pixel - 1, pixel + 1, pixel - width, pixel + width].every((neighbour) => shown[neighbour] === 1));
  if (inner.length === 0) return false;
  return knownColours.some((colour) => inner.filter((pixel) => distance(pixel, colour) <= sameColour).length >= 0.9 * inner.length);
}

/** Channel by channel: what lies along the four edges. */
function medianOfBorder(data: Uint8Array, width: number, height: number): [number, number, number] {
  const border: number[] = [];
  for (let x = 0; x < width; x++) border.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y++) border.push(y * width, y * width + width - 1);
  const median = (channel: number) => border.map((pixel) => data[pixel * 3 + channel]!).sort((a, b) => a - b)[border.length >> 1]!;
  return [median(0), median(1), median(2)];
}
