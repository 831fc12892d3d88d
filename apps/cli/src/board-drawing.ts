import type { BoardReading } from '@ocelli/protocol';

/** Below this a square is marked as not sure, as the answers do. */
const sureSquare = 0.85;

/**
 * A board in letters, as it lies in the picture: upper case White, lower case Black, "." empty, "?" behind what is not sure.
 *
 * @param heading what to call it.
 */
export function boardDrawing({ squares, orientation, fen, confidence }: BoardReading, heading: string): string {
  const turned = orientation === 'black-bottom';
  const seen = turned ? [...squares].reverse() : squares;
  const ranks = Array.from({ length: 8 }, (_, row) => {
    const cells = seen.slice(row * 8, row * 8 + 8);
    return `  ${cells[0]!.square[1]}  ${cells.map(({ piece, p }) => `${piece ?? '.'}${p < sureSquare ? '?' : ' '}`).join('')}`.trimEnd();
  });
  const files = `     ${seen.slice(0, 8).map(({ square }) => `${square[0]} `).join('')}`.trimEnd();
  const doubts = squares.filter(({ p }) => p < sureSquare).sort((one, other) => one.p - other.p);
  const doubt = doubts.map(({ square, piece, p }) => `${square} (${piece ?? 'empty'}, ${percent(p)})`).join(', ');
  return [
    `${heading}: ${turned ? 'Black' : 'White'} at the bottom, ${percent(confidence)} sure of every square`,
    ...ranks,
    files,
    `FEN: ${fen}`,
    ...(doubts.length > 0 ? [`Not sure: ${doubt}`] : []),
  ].join('\n');
}

/** Rounded down: 99.6 % is not certain. */
function percent(p: number): string {
  return `${Math.floor(p * 100)} %`;
}
