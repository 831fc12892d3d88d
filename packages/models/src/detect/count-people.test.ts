import type { Box, Detection } from '@ocelli/protocol';
import { describe, expect, test } from 'vitest';
import { countPeople } from './count-people.js';

const body = (score: number, box: Box): Detection => ({ label: 'person', score, box });
const face = (score: number, box: Box): Detection => ({ label: 'face', score, box });
const left: Box = [0.1, 0.2, 0.3, 0.9];
const right: Box = [0.6, 0.2, 0.8, 0.9];
const headOf = ([x0, y0, x1]: Box): Box => [x0 + 0.05, y0 + 0.02, x1 - 0.05, y0 + 0.15];

describe('people', () => {
  test('are bodies, each with its face once', () => {
    expect(countPeople({ things: [body(0.9, left), body(0.8, right)], faces: [face(0.95, headOf(left)), face(0.9, headOf(right))] })).toMatchObject({ count: 2, sure: true, atLeast: false });
  });

  test('are clear faces without a body too, but not faint ones', () => {
    expect(countPeople({ things: [], faces: [face(0.9, headOf(left))] }).count).toBe(1);
    expect(countPeople({ things: [], faces: [face(0.75, headOf(left))] }).count).toBe(0);
  });

  test('are not the faces of animals', () => {
    expect(countPeople({ things: [{ label: 'cat', score: 0.8, box: left }], faces: [face(0.95, headOf(left))] }).count).toBe(0);
  });

  test('are faint bodies only where a face or a like person bears them out', () => {
    expect(countPeople({ things: [body(0.4, left)], faces: [] })).toMatchObject({ count: 0, sure: false });
    expect(countPeople({ things: [body(0.4, left)], faces: [face(0.6, headOf(left))] })).toMatchObject({ count: 1, sure: true });
    expect(countPeople({ things: [body(0.9, left), body(0.4, right)], faces: [] })).toMatchObject({ count: 2, sure: false });
  });

  test('are not specks far behind a sure person', () => {
    expect(countPeople({ things: [body(0.9, left), body(0.4, [0.5, 0.2, 0.52, 0.28])], faces: [] }).count).toBe(1);
  });

  test('in a crowd are at least as many as are seen', () => {
    const crowd = Array.from({ length: 9 }, (_, index) => body(0.8, [index / 10, 0.2, index / 10 + 0.08, 0.9]));
    expect(countPeople({ things: crowd, faces: [] })).toMatchObject({ count: 9, atLeast: true });
  });

  test('come with a box each', () => {
    const { people } = countPeople({ things: [body(0.9, left)], faces: [face(0.9, headOf(right))] });
    expect(people.map(({ label, box }) => [label, box])).toEqual([['person', left], ['face', headOf(right)]]);
  });
});
