import { describe, expect, it } from 'vitest';
import { nowhere, piecesOf, placeAt } from './place-in-transcript';

const word = (text: string, start: number, end: number) => ({ text, start, end, confidence: 0.9 });
const segments = [
  { text: 'Good morning.', start: 1, end: 2, confidence: 0.9, words: [word('Good', 1, 1.4), word('morning.', 1.5, 2)] },
  { text: '“Well,” said he.', start: 4, end: 6, confidence: 0.9, words: [word('“Well,”', 4, 4.5), word('said', 4.5, 5), word('he.', 5, 6)] },
];

describe('what is being said', () => {
  it.each([
    [0.5, nowhere], [1, { segment: 0, word: 0 }], [1.45, { segment: 0, word: 0 }], [1.7, { segment: 0, word: 1 }], [3, nowhere], [5.9, { segment: 1, word: 2 }], [9, nowhere],
  ])('at %s s is found', (second, place) => expect(placeAt({ segments }, second)).toEqual(place));

  it('in nothing is nothing', () => expect(placeAt({ segments: [] }, 1)).toEqual(nowhere));
});

describe('a sentence in words', () => {
  it('is the sentence', () => {
    for (const segment of segments) expect(piecesOf(segment).map(({ text }) => text).join('')).toBe(segment.text);
    expect(piecesOf(segments[0]!)).toEqual([{ text: 'Good', word: 0 }, { text: ' ', word: -1 }, { text: 'morning.', word: 1 }]);
  });

  it('is whole where its words are not known', () => expect(piecesOf({ ...segments[0]!, words: undefined })).toEqual([{ text: 'Good morning.', word: -1 }]));
});
