import type { BoardReading, Piece } from '@ocelli/protocol';
import { expect, it } from 'vitest';
import { boardDrawing } from './board-drawing.js';

const names = [...'87654321'].flatMap((rank) => [...'abcdefgh'].map((file) => `${file}${rank}`));
const pieces: Record<string, Piece> = { e8: 'k', e2: 'P', e1: 'K' };
const unsure: Record<string, number> = { e2: 0.6, a8: 0.8 };
const reading: BoardReading = {
  fen: '4k3/8/8/8/8/8/4P3/4K3',
  orientation: 'white-bottom',
  orientationConfidence: 1,
  confidence: 0.599,
  squares: names.map((square) => ({ square, piece: pieces[square] ?? null, p: unsure[square] ?? 0.99 })),
  corners: [[0, 0], [1, 0], [1, 1], [0, 1]],
};

it('draws a board with the unsure squares marked and named, the least sure first', () => {
  expect(boardDrawing(reading, 'x.png')).toBe(
    [
      'x.png: White at the bottom, 59 % sure of every square',
      '  8  .?. . . k . . .',
      ...['7', '6', '5', '4', '3'].map((rank) => `  ${rank}  . . . . . . . .`),
      '  2  . . . . P?. . .',
      '  1  . . . . K . . .',
      '     a b c d e f g h',
      'FEN: 4k3/8/8/8/8/8/4P3/4K3',
      'Not sure: e2 (P, 60 %), a8 (empty, 80 %)',
    ].join('\n'),
  );
});

it('draws a board seen from Black as it lies in the picture', () => {
  const lines = boardDrawing({ ...reading, orientation: 'black-bottom' }, 'x.png').split('\n');
  expect(lines[0]).toContain('Black at the bottom');
  expect(lines.slice(1, 3)).toEqual(['  1  . . . K . . . .', '  2  . . . P?. . . .']);
  expect(lines[9]).toBe('     h g f e d c b a');
});
