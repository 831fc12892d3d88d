import { performance } from 'node:perf_hooks';
import { OcelliError, type ErrorBody, type ModelUse, type TaskPiece, type TaskRequest } from '@ocelli/protocol';
import type { Seen } from '../perception.js';
import type { RunOptions } from '../tasks/task-runner.js';

/** One request on its way through the host: waiting, then in the inference process, then settled (exactly once). */
export class InferenceJob {
  readonly result: Promise<Seen<unknown>>;
  readonly enqueuedAt = performance.now();
  startedAt: number | undefined;
  /** How often it was given to a process. */
  attempts = 0;
  /** Words or sound have been passed on, so that doing it again would say them twice. */
  spoke = false;
  settled = false;
  /** Runs out when the process may no longer hold this job. */
  deadline: NodeJS.Timeout | undefined;
  readonly #onPiece: RunOptions['onPiece'];
  #resolve!: (seen: Seen<unknown>) => void;
  #reject!: (error: OcelliError) => void;

  constructor(
    readonly runId: number,
    readonly request: TaskRequest,
    { signal, onPiece }: RunOptions,
    cancelled: (job: InferenceJob) => void,
  ) {
    this.#onPiece = onPiece;
    const onAbort = () => cancelled(this);
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    const unhook = () => signal?.removeEventListener('abort', onAbort);
    this.result.then(unhook, unhook);
  }

  piece(piece: TaskPiece): void {
    if (this.settled) return;
    if (piece.kind !== 'progress') this.spoke = true;
    this.#onPiece?.(piece);
  }

  succeed(value: unknown, uses: ModelUse[]): void {
    if (this.settled) return;
    this.settled = true;
    this.#resolve({ value, uses });
  }

  fail(error: OcelliError): void {
    if (this.settled) return;
    this.settled = true;
    this.#reject(error);
  }
}

/** The error that a process reported, as one that can be thrown here. */
export function errorFrom({ code, message, retryAfterSeconds }: ErrorBody): OcelliError {
  return new OcelliError(code, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}
