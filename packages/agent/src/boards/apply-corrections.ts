import type { BoardCorrection, BoardReading } from '@ocelli/protocol';
import { placementOf } from './placement.js';

/**
 * The board with the squares a user set by hand: those are certain, and the confidence that the whole board is right
 * no longer carries their doubt.
 */
export function applyCorrections(board: BoardReading, corrections: readonly BoardCorrection[]): BoardReading {
  if (corrections.length === 0) return board;
  const bySquare = new Map(corrections.map((correction) => [correction.square, correction]));
  let confidence = board.confidence;
  const squares = board.squares.map((reading) => {
    const correction = bySquare.get(reading.square);
    if (!correction) return reading;
    confidence = Math.min(1, confidence / Math.max(reading.p, confidence, 1e-6));
    return { ...reading, piece: correction.piece, p: 1 };
  });
  return { ...board, squares, fen: placementOf(squares), confidence };
}
