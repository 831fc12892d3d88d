import { OcelliError } from '@ocelli/protocol';

/**
 * Lets a few pieces of work run at a time, in the order they came: decoding takes memory by the pixel and threads that the
 * file system needs too. Who gives up while waiting rejects with `cancelled` at once and never starts.
 */
export class DecodingTurns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      // The turn passes on without becoming free in between, so that nobody overtakes those who wait.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  #turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(cancelled());
      };
      this.#waiting.push(start);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}

export const cancelled = () => new OcelliError('cancelled', 'Adding the picture was cancelled.');
