import { expect, it } from 'vitest';
import { agreedWords } from './agreed-words.js';

it.each([
  ['', 'How many', '', 'How many'],
  ['How many', 'How many ponds', 'How many', 'ponds'],
  ['How many ponds', 'How many pawns are on', 'How many', 'pawns are on'],
  ['how many pawns.', 'How many pawns are', 'How many pawns', 'are'],
  ['How many pawns are on the board?', 'How many pawns are on the board?', 'How many pawns are on the board?', ''],
  ['Some words', '', '', ''],
])('after "%s", "%s" is "%s" for certain', (before, now, stable, rest) => {
  expect(agreedWords(before, now)).toEqual({ stable, rest });
});
