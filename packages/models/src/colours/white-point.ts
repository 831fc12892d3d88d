import type { RgbImage } from '@ocelli/media';

/** Factors for red, green and blue that make what is white look white. */
export type WhiteBalance = readonly [number, number, number];

const samples = 20_000;
/** The brightest hundredth is taken for white, lamps and the sky among it. */
const brightest = 0.01;
/** White that is more coloured than this is no white. */
const mostTint = 0.12;
const dimmest = 140;

/** The light of a picture, from its brightest pixels; none is taken away where they are dim or strongly coloured. */
export function whiteBalance({ data, width, height }: RgbImage): WhiteBalance {
  const step = Math.max(1, Math.floor((width * height) / samples));
  const pixels: [number, number, number][] = [];
  for (let at = 0; at < width * height; at += step) pixels.push([data[at * 3]!, data[at * 3 + 1]!, data[at * 3 + 2]!]);
  const light = ([red, green, blue]: readonly number[]) => 0.3 * red! + 0.59 * green! + 0.11 * blue!;
  const white = pixels.sort((one, other) => light(other) - light(one)).slice(0, Math.max(1, Math.round(pixels.length * brightest)));
  const mean = [0, 1, 2].map((channel) => white.reduce((sum, pixel) => sum + pixel[channel]!, 0) / white.length);
  const [most, least] = [Math.max(...mean), Math.min(...mean)];
  if (most < dimmest || (most - least) / most > mostTint) return [1, 1, 1];
  return [most / mean[0]!, most / mean[1]!, most / mean[2]!];
}
