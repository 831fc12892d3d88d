import type { Piece } from '@/wire/protocol';

/** The placement field of FEN (PGN standard 16.1.3.1) of 64 squares given from a8 to h1. */
export function placementOf(squares: readonly { piece: Piece | null }[]): string {
  const letters = squares.map(({ piece }) => piece ?? '.').join('');
  const ranks = Array.from({ length: 8 }, (_, rank) => letters.slice(rank * 8, rank * 8 + 8));
  return ranks.map((rank) => rank.replace(/\.+/g, (empty) => String(empty.length))).join('/');
}
