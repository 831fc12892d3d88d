import type { ColourShare } from '@ocelli/protocol';
import { toUnitLength } from './vectors.js';

/** The basic colour terms of English (Berlin and Kay 1969). */
const basic = ['black', 'white', 'grey', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'brown'] as const;
type BasicColour = (typeof basic)[number];
const others: Readonly<Record<string, BasicColour>> = {
  gray: 'grey', silver: 'grey', beige: 'brown', tan: 'brown', olive: 'green', turquoise: 'blue', teal: 'blue', navy: 'blue', magenta: 'pink', violet: 'purple', golden: 'yellow', crimson: 'red', scarlet: 'red',
};

const indexOf = new Map<string, number>([
  ...basic.map((name, index) => [name, index] as const),
  ...Object.entries(others).map(([name, like]) => [name, basic.indexOf(like)] as const),
]);

export const colourDimensions = basic.length;

/** The colours that words name, each once, at unit length; zeros where they name none. */
export function coloursNamed(words: readonly string[]): Float32Array {
  const vector = new Float32Array(colourDimensions);
  for (const word of words) {
    const index = indexOf.get(word);
    if (index !== undefined) vector[index] = 1;
  }
  return toUnitLength(vector);
}

/** The colours of a picture, at unit length: square roots of shares, so that small areas count too. */
export function coloursShown(colours: readonly ColourShare[]): Float32Array {
  const vector = new Float32Array(colourDimensions);
  for (const { name, share } of colours) {
    const index = indexOf.get(name.split(' ').at(-1)!);
    if (index !== undefined) vector[index]! += share;
  }
  return toUnitLength(vector.map(Math.sqrt));
}
