import type { Belonging } from './colour-clusters.js';
import { labOf } from './lab.js';

/** Rounds in which what a thing looks like and which pixels are its own are told from each other; more change nothing. */
const rounds = 2;
/** Side of a cell of Lab that pixels are counted in. */
const cell = { lightness: 12.5, hue: 10 };
/** A pixel of the box that looks like the surroundings counts as one of them so much. */
const strayInBox = 0.5;
/** What a colour that nobody has seen counts. */
const unseen = 1e-4;

/**
 * Which pixels of a box are the thing's own, 0..1: those of colours that fill the box rather than its surroundings, and their neighbours. Both histograms are taken
 * anew as pixels change sides, as GrabCut does it (Rother 2004), with counted colours for its mixtures and a blur for its cut.
 */
export function ownPixels(pixels: Uint8Array, width: number, height: number, { thing, surroundings }: Belonging): Float32Array {
  const colours = Int32Array.from(thing, (_, index) => cellOf(pixels, index * 3));
  let own: Float32Array = thing;
  for (let round = 0; round < rounds; round++) {
    const [inside, outside] = [new Map<number, number>(), new Map<number, number>()];
    let [allInside, allOutside] = [0, 0];
    for (let index = 0; index < thing.length; index++) {
      const colour = colours[index]!;
      const around = surroundings[index]! + strayInBox * (1 - own[index]!) * thing[index]!;
      inside.set(colour, (inside.get(colour) ?? 0) + own[index]!);
      outside.set(colour, (outside.get(colour) ?? 0) + around);
      allInside += own[index]!;
      allOutside += around;
    }
    if (allInside === 0 || allOutside === 0) return thing;
    const likely = Float32Array.from(thing, (place, index) => {
      if (place === 0) return 0;
      const expected = 0.25 + 0.5 * place;
      const asThing = (inside.get(colours[index]!)! / allInside + unseen) * expected;
      const asSurroundings = (outside.get(colours[index]!)! / allOutside + unseen) * (1 - expected);
      return asThing / (asThing + asSurroundings);
    });
    own = blurred(likely, width, height).map((value, index) => (thing[index] === 0 ? 0 : value));
  }
  return own.map((value, index) => value * thing[index]!);
}

function cellOf(pixels: Uint8Array, at: number): number {
  const [light, a, b] = labOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  const [i, j, k] = [Math.floor(light / cell.lightness), Math.floor((a + 128) / cell.hue), Math.floor((b + 128) / cell.hue)];
  return (i * 32 + j) * 32 + k;
}

/** Means over 3 x 3 pixels, as far as they lie in the picture. */
function blurred(values: Float32Array, width: number, height: number): Float32Array {
  const along = (from: Float32Array, step: number, length: number, position: (index: number) => number) =>
    from.map((value, index) => {
      const [before, after] = [position(index) > 0 ? from[index - step]! : undefined, position(index) < length - 1 ? from[index + step]! : undefined];
      return (value + (before ?? 0) + (after ?? 0)) / (1 + (before === undefined ? 0 : 1) + (after === undefined ? 0 : 1));
    });
  return along(along(values, 1, width, (index) => index % width), width, height, (index) => Math.floor(index / width));
}
