import { setTimeout as wait } from 'node:timers/promises';
import { median } from './statistics.js';

/** One way of doing the same work; resolves with the milliseconds that it took. */
export interface Contender {
  name: string;
  run(round: number): Promise<number>;
}

const warming = 3;
/** By then the threads of the last one no longer wait for work by spinning, which would take a core from the next one. */
const pauseMs = 150;

/** Medians in milliseconds. All take turns, so that what else the machine does disturbs all alike; the first rounds count for nobody. */
export async function takeTurns(contenders: readonly Contender[], rounds: number): Promise<Map<string, number>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds + warming; round++) {
    // There and back: whoever comes after a large one finds the caches full of its numbers.
    for (const { name, run } of round % 2 ? [...contenders].reverse() : contenders) {
      const ms = await run(round);
      await wait(pauseMs);
      if (round >= warming) times.get(name)!.push(ms);
    }
  }
  return new Map([...times].map(([name, each]) => [name, median(each)]));
}

/** Wall-clock milliseconds of `work`. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
