import { setTimeout as wait } from 'node:timers/promises';
import { HubTrouble } from './hub-trouble.js';

export interface Retrying {
  signal: AbortSignal;
  /** The first pause (ms) between two attempts; each is twice the one before. */
  pauseMs: number;
  /** Whether an attempt that failed got further all the same: then it does not count. */
  advanced?: () => boolean;
}

const attempts = 5;
/** A hub that asks for a longer pause than this (s) is left to whoever tries again later. */
const longestPause = 60;

/** Does something again, after growing pauses, while its trouble may pass. Rejects with the last trouble, or what the signal was aborted with. */
export async function retried<T>(attempt: () => Promise<T>, { signal, pauseMs, advanced = () => false }: Retrying): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (cause) {
      signal.throwIfAborted();
      if (!(cause instanceof HubTrouble) || cause.again === undefined || cause.again > longestPause) throw cause;
      if (advanced()) count = 1;
      if (count >= attempts) throw cause;
      await wait(Math.max(cause.again * 1000, pauseMs * 2 ** (count - 1)), undefined, { signal });
    }
  }
}
