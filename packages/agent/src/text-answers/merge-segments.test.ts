import type { TextLine } from '@ocelli/protocol';
import { expect, test } from 'vitest';
import { mergeSegments } from './merge-segments.js';

function piece(text: string, x0: number, x1: number, y = 0.1): TextLine {
  return { text, score: 0.9, box: [x0, y, x1, y + 0.03], quad: [[x0, y], [x1, y], [x1, y + 0.03], [x0, y + 0.03]] };
}

test('pieces of one line are joined, columns are not', () => {
  expect(mergeSegments([piece('World', 0.2, 0.3), piece('Hello', 0.08, 0.18), piece('12.50', 0.8, 0.9)]).map(({ text }) => text)).toEqual(['Hello World', '12.50']);
});

test('lines under each other stay apart', () => {
  expect(mergeSegments([piece('Hello', 0.1, 0.2), piece('World', 0.21, 0.3, 0.15)])).toHaveLength(2);
});

test('the letter on the seam of two overlapping pieces is read once', () => {
  expect(mergeSegments([piece('THE BLUE', 0.1, 0.3), piece('E HARBOUR', 0.28, 0.5)]).map(({ text }) => text)).toEqual(['THE BLUE HARBOUR']);
});
