import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

export interface GivingWayOptions {
  /** What is not urgent waits at most so long at once, then goes on for a turn: however much is urgent, it comes to its end. */
  longestWaitMs?: number;
  turnMs?: number;
}

/** Lets work that takes minutes give way, at each of its steps, to what somebody waits for while they speak. */
export class GivingWay {
  readonly #longestWaitMs: number;
  readonly #turnMs: number;
  #urgent = 0;
  /** Aborts when nothing is urgent any more. */
  #calm = new AbortController();
  #mayGoOnUntil = 0;

  constructor({ longestWaitMs = 2_000, turnMs = 500 }: GivingWayOptions = {}) {
    this.#longestWaitMs = longestWaitMs;
    this.#turnMs = turnMs;
  }

  /** Does what is urgent; what is not waits meanwhile. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    if (this.#urgent++ === 0) this.#calm = new AbortController();
    try {
      return await work();
    } finally {
      if (--this.#urgent === 0) this.#calm.abort();
    }
  }

  /** Resolves when nothing is urgent, when it was waited for long enough, or when the signal aborts. Called between two steps. */
  async behind(signal: AbortSignal): Promise<void> {
    if (this.#urgent === 0 || performance.now() < this.#mayGoOnUntil) return;
    await wait(this.#longestWaitMs, undefined, { signal: AbortSignal.any([signal, this.#calm.signal]) }).then(
      () => (this.#mayGoOnUntil = performance.now() + this.#turnMs),
      () => undefined,
    );
  }
}
