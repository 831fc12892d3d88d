import { describe, expect, test } from 'vitest';
import { coloursNamed, coloursShown } from './colour-words.js';
import { peopleNamed, peopleShown, wordsIn } from './people-words.js';
import { dot } from './vectors.js';

/** The number of people that fits a text best, 0 to 7. */
const bestFor = (text: string) => {
  const fits = [0, 1, 2, 3, 4, 5, 6, 7].map((count) => dot(peopleNamed(wordsIn(text)), peopleShown(count)));
  return fits.indexOf(Math.max(...fits));
};

describe('the people that a text names', () => {
  test.each([
    ['A woman with a red umbrella', 1],
    ['two young smiling women on a bench', 2],
    ['5 men in a room', 5],
    ['a couple walks along the beach', 2],
    ['Twelve horses on a plain', 0],
    ['a lighthouse in the evening', 0],
  ])('%s: best with %i', (text, count) => expect(bestFor(text)).toBe(count));

  test('without a number are any number but one and none', () => {
    const fit = (count: number) => dot(peopleNamed(wordsIn('people in a street')), peopleShown(count));
    expect(fit(2)).toBeCloseTo(fit(5), 6);
    expect(fit(2)).toBeGreaterThan(fit(1));
    expect(fit(1)).toBeGreaterThan(fit(0));
  });
});

describe('the colours that a text names', () => {
  test('fit pictures that have them, even on little of it', () => {
    const [mostlyRed, barelyRed, blue] = [
      [{ name: 'red', hex: '#ff0000', share: 1 }],
      [{ name: 'dark red', hex: '#800000', share: 0.1 }, { name: 'blue', hex: '#0000ff', share: 0.9 }],
      [{ name: 'blue', hex: '#0000ff', share: 1 }],
    ].map((colours) => dot(coloursNamed(wordsIn('A Red car.')), coloursShown(colours)));
    expect(mostlyRed).toBeCloseTo(1, 5);
    expect(barelyRed).toBeGreaterThan(0.3);
    expect(blue).toBe(0);
  });

  test('are none where it names none', () => {
    expect(Math.hypot(...coloursNamed(wordsIn('a reddish greenhouse')))).toBe(0);
  });
});
