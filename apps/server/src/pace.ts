import { setTimeout as wait } from 'node:timers/promises';
import type { Answerer } from './answering.js';

/**
 * Lets no more than so many words of an answer appear in a second: for people who follow answers as they are written, with a
 * magnifier or a reader, and for watching what happens to an answer that is under way. Nothing but the words is held back.
 */
export function paced(answer: Answerer, wordsPerSecond: number): Answerer {
  return async function* (input, options) {
    for await (const event of answer(input, options)) {
      yield event;
      if (event.type !== 'text') continue;
      const words = event.delta.split(/\s+/).filter(Boolean).length;
      // Stopping ends the pause, and the answer with it.
      await wait((words / wordsPerSecond) * 1000, undefined, { signal: options.signal }).catch(() => undefined);
      if (options.signal.aborted) return;
    }
  };
}
