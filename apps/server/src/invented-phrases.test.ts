import { describe, expect, it } from 'vitest';
import { isInvented } from './invented-phrases.js';

describe('phrases that are invented where nobody speaks', () => {
  it('are thanks and farewells that stand alone', () => {
    for (const text of [' Thanks so much.', 'Thank you. Thank you.', 'Thanks for watching!', 'you', 'Bye, bye.']) expect(isInvented(text), text).toBe(true);
  });

  it('are not in what is asked', () => {
    for (const text of ['', 'Thank you, and how many pawns are there?', 'Do you see a dog?', 'Thanks for the sign, what does it say?']) expect(isInvented(text), text).toBe(false);
  });
});
