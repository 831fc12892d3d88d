import { describe, expect, it } from 'vitest';
import { compressionRatio, repeatsItself } from './doubt.js';

describe('words that may be an echo', () => {
  it.each([
    ['10 of clubs, 10 of clubs, 10 of clubs', true],
    ["What's 37.67 minus 75.7? What's 37.67 minus 75.7?", true],
    ['you you you you you you you you you you you you you you you you you you you you', true],
    ['I had had enough.', false],
    ['No, no, I mean the other one.', false],
    ['How many pawns are on the board?', false],
    ['Ask not what your country can do for you. Ask what you can do for your country.', false],
    ['', false],
  ])('%j: %s', (text, suspicious) => expect(repeatsItself({ text, cutShort: false })).toBe(suspicious));

  it('are those that were cut short', () => expect(repeatsItself({ text: 'a', cutShort: true })).toBe(true));
  it('compress well', () => expect(compressionRatio('and so on '.repeat(40))).toBeGreaterThan(10));
});
