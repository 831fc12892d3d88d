import { readFile } from 'node:fs/promises';
import type { Device } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { sessionOptions } from '../runtime/session-options.js';
import { inputPixels } from './rectify.js';

/** What the network's classes stand for; the first is the empty square. */
export const pieceClasses = [null, 'P', 'N', 'B', 'R', 'Q', 'K', 'p', 'n', 'b', 'r', 'q', 'k'] as const;

/** One rectified board as the network sees it. Squares in the order of the picture: its top left first, row by row. */
export interface NetworkReading {
  /** `[64 * 13]`, natural logarithms of calibrated probabilities. */
  logProbabilities: Float32Array;
  /** Probability that the board is seen from Black's side. */
  flipped: number;
  /** Probability that this is a board, and cut out rightly. */
  board: number;
}

/** How sure a whole reading is: a logistic in the logarithm of the expected number of wrong squares. Fitted by training/boards/export.py. */
export type Calibration = z.infer<typeof Calibration>;
const Calibration = z.object({ boardBias: z.number(), boardSlope: z.number() });

export interface BoardNetwork {
  readonly calibration: Calibration;
  /** Looks at rectified boards, each `3 * inputPixels ** 2` values 0..255, red plane first. */
  look(boards: readonly Float32Array[]): Promise<NetworkReading[]>;
  dispose(): Promise<void>;
}

/** Opens the board reader's weights; see packages/pocket/boards/README.md. */
export async function openBoardNetwork(graphPath: string, calibrationPath: string, device: Device): Promise<BoardNetwork> {
  const calibration = Calibration.parse(JSON.parse(await readFile(calibrationPath, 'utf8')));
  const session = await InferenceSession.create(graphPath, sessionOptions(device));
  return {
    calibration,
    async look(boards) {
      if (boards.length === 0) return [];
      const size = 3 * inputPixels * inputPixels;
      const pixels = new Float32Array(boards.length * size);
      for (const [index, board] of boards.entries()) pixels.set(board, index * size);
      const out = await session.run({ pixels: new Tensor('float32', pixels, [boards.length, 3, inputPixels, inputPixels]) });
      const [logs, flipped, board] = ['log_probabilities', 'flipped', 'board'].map((name) => out[name]!.data as Float32Array) as [Float32Array, Float32Array, Float32Array];
      const perBoard = 64 * pieceClasses.length;
      return boards.map((_, index) => ({ logProbabilities: logs.slice(index * perBoard, (index + 1) * perBoard), flipped: flipped[index]!, board: board[index]! }));
    },
    dispose: () => session.release(),
  };
}
