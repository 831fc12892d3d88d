const one = new Set(
  ('person man woman boy girl child kid baby toddler lady gentleman guy human adult someone somebody he she player footballer goalkeeper skier snowboarder skater skateboarder surfer swimmer runner ' +
    'rider cyclist biker hiker climber dancer singer musician guitarist worker farmer soldier astronaut policeman policewoman fisherman cowboy actor actress bride groom nurse doctor chef waiter').split(' '),
);
const many = new Set([
  ...[...one].filter((word) => !/(man|child|baby|lady)$|^(someone|somebody|he|she)$/.test(word)).map((word) => `${word}s`),
  ...'people men women children babies ladies gentlemen humans friends family crowd couple everybody policemen fishermen they'.split(' '),
]);
const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** From here on, people are many. */
const mostTold = 6;
/** How far before its noun a number may stand: "two young smiling women". */
const nearby = 4;

/** Whether there are people, and how many: none, 1, 2 … 6 and more. */
export const peopleDimensions = 2 + mostTold;
const presenceWeight = Math.sqrt(1 / 3);
const countWeight = Math.sqrt(2 / 3);

/** Words and numbers of a text, in lower case. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];

/** The people that words speak of. Who speaks of none fits pictures without. */
export function peopleNamed(words: readonly string[]): Float32Array {
  const vector = new Float32Array(peopleDimensions);
  const at = words.findIndex((word) => one.has(word) || many.has(word));
  vector[0] = at < 0 ? -presenceWeight : presenceWeight;
  if (at < 0) return vector;
  const before = words.slice(Math.max(0, at - nearby), at).reverse();
  const said = before.map(numberOf).find((number) => number !== undefined);
  const expected = said ?? (words[at] === 'couple' ? 2 : one.has(words[at]!) ? 1 : undefined);
  // Neighbours of the number are not quite wrong; without one, any plural is as good.
  const fits = Array.from({ length: mostTold }, (_, index) => (expected === undefined ? (index === 0 ? 0 : 1) : Math.exp(-Math.abs(Math.min(expected, mostTold) - index - 1))));
  const length = Math.hypot(...fits);
  for (const [index, fit] of fits.entries()) vector[2 + index] = (countWeight * fit) / length;
  return vector;
}

/** The people that were counted in a picture, at unit length. */
export function peopleShown(count: number): Float32Array {
  const vector = new Float32Array(peopleDimensions);
  vector[0] = count > 0 ? presenceWeight : -presenceWeight;
  vector[1 + Math.min(count, mostTold)] = countWeight;
  return vector;
}

function numberOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  const index = numbers.indexOf(word);
  return index > 0 ? index : undefined;
}
