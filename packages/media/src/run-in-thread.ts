import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { OcelliError } from '@ocelli/protocol';

/** What is told when a thread gave no answer. */
export interface ThreadFailures {
  cancelled: () => OcelliError;
  tooSlow: () => OcelliError;
  /** It ran out of memory or ended without a word. */
  broken: (cause?: unknown) => OcelliError;
}

/**
 * The first message of a worker that is given `workerData`, in a thread of its own that is ended when it answered, when its time is over or when
 * the signal aborts: nothing of it runs or is written any more when this settles.
 */
export function runInThread<Answer>(
  entry: URL,
  workerData: unknown,
  { milliseconds, signal, ...options }: { milliseconds: number; signal?: AbortSignal } & Pick<WorkerOptions, 'stdout' | 'stderr' | 'resourceLimits'>,
  failures: ThreadFailures,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(failures.cancelled());
    const worker = new Worker(entry, { workerData, execArgv: [], env: {}, ...options });
    let settled = false;
    const settle = (end: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      void worker.terminate().then(end);
    };
    const giveUp = () => settle(() => reject(failures.cancelled()));
    const timer = setTimeout(() => settle(() => reject(failures.tooSlow())), milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    worker.once('message', (answer: Answer) => settle(() => resolve(answer)));
    worker.once('error', (cause) => settle(() => reject('code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY' ? failures.broken(cause) : cause)));
    worker.once('exit', () => settle(() => reject(failures.broken())));
  });
}
