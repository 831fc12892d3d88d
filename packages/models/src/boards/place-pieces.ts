import type { BoardReading, Piece, Quad, SquareReading } from '@ocelli/protocol';
import { pieceClasses, type Calibration, type NetworkReading } from './board-network.js';

/**
 * What the rules make unlikely, as log-odds. Soft, because people set up impossible positions too: a pawn on an end rank,
 * and a side without its king or with two.
 */
const endRankPawn = -3;
const wrongKings = 3;

const classes = pieceClasses.length;
const pawns = [1, 7];
const kings = [6, 12];

/** Turns what the network saw into a placement with a probability for each square, seen from White's side. */
export function placePieces({ logProbabilities, flipped }: NetworkReading, { boardBias, boardSlope }: Calibration, cornersAsShown: Quad): BoardReading {
  const logs = withRules(logProbabilities);
  const shown = Array.from({ length: 64 }, (_, at) => best(logs, at));
  for (const king of kings) oneKing(shown, logs, king);
  const fromBlack = flipped > 0.5;
  const turned = fromBlack ? shown.reverse() : shown;
  const squares = turned.map(({ piece, p }, at): SquareReading => ({ square: `${'abcdefgh'[at % 8]}${8 - Math.floor(at / 8)}`, piece: pieceClasses[piece] as Piece | null, p }));
  const expectedWrong = squares.reduce((sum, { p }) => sum + 1 - p, 0);
  const [a, b, c, d] = cornersAsShown;
  return {
    fen: placementOf(squares),
    orientation: fromBlack ? 'black-bottom' : 'white-bottom',
    orientationConfidence: Math.max(flipped, 1 - flipped),
    confidence: 1 / (1 + Math.exp(-boardBias - boardSlope * Math.log(Math.max(expectedWrong, 1e-6)))),
    squares,
    corners: fromBlack ? [c, d, a, b] : [a, b, c, d],
  };
}

interface Choice {
  piece: number;
  p: number;
}

/** Log-probabilities with the rules' prior for pawns, normalised again. */
function withRules(seen: Float32Array): Float32Array {
  const logs = Float32Array.from(seen);
  for (let at = 0; at < 64; at++) {
    if (at < 8 || at >= 56) for (const pawn of pawns) logs[at * classes + pawn]! += endRankPawn;
    normalise(logs, at);
  }
  return logs;
}

function normalise(logs: Float32Array, at: number): void {
  const row = logs.subarray(at * classes, (at + 1) * classes);
  const sum = Math.log(row.reduce((total, value) => total + Math.exp(value), 0));
  for (let k = 0; k < classes; k++) row[k]! -= sum;
}

function best(logs: Float32Array, at: number, not = -1): Choice {
  let piece = -1;
  for (let k = 0; k < classes; k++) if (k !== not && (piece < 0 || logs[at * classes + k]! > logs[at * classes + piece]!)) piece = k;
  return { piece, p: Math.min(1, Math.exp(logs[at * classes + piece]!)) };
}

/** Makes the cheapest change that leaves a side one king, where that costs less than a wrong number of kings is worth. */
function oneKing(shown: Choice[], logs: Float32Array, king: number): void {
  const holders = shown.flatMap(({ piece }, at) => (piece === king ? [at] : []));
  if (holders.length === 0) {
    const loss = (at: number) => Math.log(shown[at]!.p) - logs[at * classes + king]!;
    const at = shown.reduce((cheapest, { piece }, one) => (!kings.includes(piece) && loss(one) < loss(cheapest) ? one : cheapest), 0);
    if (loss(at) < wrongKings && !kings.includes(shown[at]!.piece)) change(shown, logs, at, king);
    return;
  }
  const others = holders.map((at) => ({ at, other: best(logs, at, king) })).sort((one, two) => two.other.p / shown[two.at]!.p - one.other.p / shown[one.at]!.p);
  for (const { at, other } of others.slice(0, holders.length - 1)) if (Math.log(shown[at]!.p / other.p) < wrongKings) change(shown, logs, at, other.piece);
}

/** The new reading of a square is as likely as it was seen to be, given the rules: its odds grow by what they are worth. */
function change(shown: Choice[], logs: Float32Array, at: number, piece: number): void {
  const seen = Math.exp(logs[at * classes + piece]!);
  const worth = seen * Math.exp(wrongKings);
  shown[at] = { piece, p: worth / (worth + 1 - seen) };
}

/** The placement field of FEN (PGN standard 16.1.3.1) of 64 squares from a8 to h1. */
function placementOf(squares: readonly SquareReading[]): string {
  const rows = Array.from({ length: 8 }, (_, rank) => squares.slice(rank * 8, rank * 8 + 8).map(({ piece }) => piece ?? '1').join(''));
  return rows.join('/').replace(/1+/g, (empty) => String(empty.length));
}
