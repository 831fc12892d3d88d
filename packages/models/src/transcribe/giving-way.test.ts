import { describe, expect, it } from 'vitest';
import { GivingWay } from './giving-way.js';

const anHour = 3_600_000;
const going = () => new AbortController().signal;

/** Something urgent that is at work until it is told. */
function urgent(way: GivingWay): { end(): void; over: Promise<void> } {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, over: way.first(() => ended) };
}

describe('work that gives way', () => {
  it('goes on at once while nothing is urgent', async () => {
    await new GivingWay({ longestWaitMs: anHour }).behind(going());
  });

  it('waits until all that is urgent is over', async () => {
    const way = new GivingWay({ longestWaitMs: anHour });
    const [one, another] = [urgent(way), urgent(way)];
    const order: string[] = [];
    const step = way.behind(going()).then(() => order.push('step'));
    one.end();
    await one.over.then(() => order.push('one'));
    another.end();
    await Promise.all([another.over.then(() => order.push('another')), step]);
    expect(order.slice(0, 1)).toEqual(['one']);
    expect(order.sort()).toEqual(['another', 'one', 'step']);
  });

  it('comes to its end although something is urgent all the time', async () => {
    const way = new GivingWay({ longestWaitMs: 5, turnMs: 1 });
    const always = urgent(way);
    for (let step = 0; step < 10; step++) await way.behind(going());
    always.end();
    await always.over;
  });

  it('waits no longer once it is cancelled', async () => {
    const way = new GivingWay({ longestWaitMs: anHour });
    const always = urgent(way);
    const stop = new AbortController();
    const step = way.behind(stop.signal);
    stop.abort();
    await step;
    always.end();
    await always.over;
  });

  it('goes on after what was urgent has failed', async () => {
    const way = new GivingWay({ longestWaitMs: anHour });
    await expect(way.first(() => Promise.reject(new Error('no words')))).rejects.toThrow('no words');
    await way.behind(going());
  });
});
