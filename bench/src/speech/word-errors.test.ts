import { describe, expect, it } from 'vitest';
import { normalWords } from './normal-words.js';
import { wordErrorRate, wordErrors } from './word-errors.js';

describe('words as they are compared', () => {
  it.each([
    ["How's the WEATHER, Mr. O’Neill?", 'hows the weather mister oneill'],
    ['10 of clubs', 'ten of clubs'],
    ["What's 37.67 minus 75.7?", 'whats thirty seven point six seven minus seventy five point seven'],
    ['In 1984 and 1905, not in 1900', 'in nineteen eighty four and nineteen oh five not in one thousand nine hundred'],
    ['90210', 'nine zero two one zero'],
    ['1,250 and 12,000', 'one thousand two hundred fifty and twelve thousand'],
    ['the 21st and the 30th, 3rd', 'the twenty first and the thirtieth third'],
    ['$5 & 20%', 'five dollars and twenty percent'],
    ['a well-known café', 'a well known cafe'],
    ['', ''],
  ])('%j', (text, words) => expect(normalWords(text).join(' ')).toBe(words));
});

describe('word errors', () => {
  it.each([
    ['the cat sat', 'The cat sat.', 0],
    ['the cat sat', 'the cat', 1],
    ['the cat sat', 'the black cat sat down', 2],
    ['the cat sat', 'a hat sat', 2],
    ['the cat sat', '', 3],
    ['', 'you', 1],
  ])('%j heard as %j', (said, heard, errors) => expect(wordErrors(said, heard).errors).toBe(errors));

  it('are counted over all words, not over recordings', () => {
    expect(wordErrorRate([wordErrors('one', 'two'), wordErrors('a b c d e f g h i', 'a b c d e f g h i')])).toBeCloseTo(0.1);
    expect(wordErrorRate([])).toBe(0);
  });
});
