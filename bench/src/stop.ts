import { setTimeout as wait } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { samplePictures, unseenCopies } from './sample-pictures.js';
import { median, quantile } from './statistics.js';
import type { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const measured = 20;
const mostTries = 100;
const mostMs = 200;
/** How long the text is given to grow back. */
const watchedMs = 400;

export const stopBench: Bench = {
  name: 'stop',
  what: 'time from asking to stop, at random moments of an answer, to its last event; what grows back afterwards',
  run: (say) =>
    withServer(async ({ visitor }) => {
      const rows: (string | number)[][] = [];
      const [all, grownBack]: [number[], number[]] = [[], []];
      for (const sample of await samplePictures(visitor)) {
        say(`${sample.id}: ${sample.question}`);
        const copies = await unseenCopies(sample, mostTries);
        const usual = await usualMs(visitor, sample.question, copies.splice(0, 4));
        const times: number[] = [];
        let tooLate = 0;
        for (const copy of copies) {
          if (times.length === measured) break;
          const stopped = await stopOne(visitor, sample.question, copy, Math.random() * usual);
          if (stopped === null) tooLate++;
          else {
            times.push(stopped.ms);
            grownBack.push(stopped.grownBack);
          }
        }
        all.push(...times);
        rows.push([sample.id, times.length, tooLate, median(times), quantile(times, 1)]);
      }
      return {
        columns: ['picture', 'stopped', 'had ended', 'ms, median', 'ms, longest'],
        rows,
        promises: [
          { what: 'stopping, the longest', value: quantile(all, 1), limit: { most: mostMs }, unit: 'ms' },
          { what: 'events after the last one', value: grownBack.reduce((sum, events) => sum + events, 0), limit: { most: 0 }, unit: '' },
        ],
      };
    }),
};

async function usualMs(visitor: Visitor, question: string, copies: readonly Buffer[]): Promise<number> {
  const times: number[] = [];
  for (const copy of copies) {
    const { id } = await visitor.upload(copy);
    const turn = visitor.ask(question, id);
    times.push((await turn.ended) - turn.sentAt);
  }
  return median(times);
}

/** Null when the answer ended before it was stopped. */
async function stopOne(visitor: Visitor, question: string, copy: Buffer, afterMs: number): Promise<{ ms: number; grownBack: number } | null> {
  const { id } = await visitor.upload(copy);
  const turn = visitor.ask(question, id);
  await wait(afterMs);
  await turn.accepted; // before that there is nothing that could be stopped
  const askedAt = performance.now();
  await visitor.stop(turn);
  const endedAt = await turn.ended;
  const events = turn.events.length;
  const last = turn.events.at(-1)?.event;
  if (last?.type === 'ended' && last.status === 'complete') return null;
  await wait(watchedMs);
  return { ms: endedAt - askedAt, grownBack: turn.events.length - events };
}
