import { describe, expect, it } from 'vitest';
import { drawnOrder, isDark, perspective, squareNames, squareQuad } from './board-geometry';
import { placementOf } from './placement';

describe('the geometry of a board', () => {
  it('names squares in FEN order and draws them the way the picture shows them', () => {
    expect([squareNames[0], squareNames[7], squareNames[63]]).toEqual(['a8', 'h8', 'h1']);
    expect(drawnOrder('black-bottom')[0]).toBe('h1');
  });

  it('knows dark squares: a1 is one', () => {
    expect([isDark('a1'), isDark('h1'), isDark('e4'), isDark('d4')]).toEqual([true, false, false, true]);
  });

  it('maps corners onto corners, and straight lines of a tilted board onto straight lines', () => {
    const corners: Parameters<typeof perspective>[0] = [[0.1, 0.2], [0.9, 0.1], [0.8, 0.9], [0.2, 0.7]];
    const at = perspective(corners);
    for (const [index, [u, v]] of ([[0, 0], [1, 0], [1, 1], [0, 1]] as const).entries()) for (const axis of [0, 1]) expect(at(u, v)[axis]).toBeCloseTo(corners[index]![axis]!);
    const [a, b, c] = [at(0, 0.5), at(0.5, 0.5), at(1, 0.5)];
    expect((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])).toBeCloseTo(0);
  });

  it('gives a square its corners, also where the board stands upside down', () => {
    expect(squareQuad([[0, 0], [1, 0], [1, 1], [0, 1]], 'b7')).toEqual([[1 / 8, 1 / 8], [2 / 8, 1 / 8], [2 / 8, 2 / 8], [1 / 8, 2 / 8]]);
    expect(squareQuad([[1, 1], [0, 1], [0, 0], [1, 0]], 'a8')[0]).toEqual([1, 1]);
  });
});

it('writes the placement of a FEN', () => {
  const squares = squareNames.map((square) => ({ piece: square === 'e4' ? ('P' as const) : square === 'e8' ? ('k' as const) : null }));
  expect(placementOf(squares)).toBe('4k3/8/8/8/4P3/8/8/8');
});
