import { errorStatus, type ErrorCode } from '@ocelli/protocol';
import type { Answered } from './outputs.js';

/** What the commands exit with; a signal exits with 128 and its number. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, noBoard: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Errors of the kind HTTP gives a 4xx are the asker's to mend. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'no_board') return exitCodes.noBoard;
  return errorStatus[code] < 500 ? exitCodes.usage : exitCodes.failure;
}

/** Declining is an answer; declining because a tool broke down is a failure. */
export function exitCodeOfAnswer({ status, tools }: Pick<Answered, 'status' | 'tools'>): ExitCode {
  const broke = tools.some(({ error }) => error !== undefined && exitCodeOf(error) === exitCodes.failure);
  return status === 'declined' && broke ? exitCodes.failure : exitCodes.ok;
}

/** One exit code for several pictures: a failure outweighs a picture without a board, and that a picture that is none. */
export function exitCodeOfAll(codes: readonly ExitCode[]): ExitCode {
  return ([exitCodes.failure, exitCodes.noBoard, exitCodes.usage] as const).find((code) => codes.includes(code)) ?? exitCodes.ok;
}
