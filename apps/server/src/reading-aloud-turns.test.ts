import { describe, expect, it } from 'vitest';
import { SpeakingTurns } from './reading-aloud-turns.js';

const listening = new AbortController().signal;

/** Asks for pieces of so many seconds; notes who is spoken to when. */
function spoken(turns: SpeakingTurns, order: string[], ownerId: string, seconds: number[]): Promise<unknown> {
  return (async () => {
    for (const each of seconds) await turns.take(ownerId, listening, async () => (order.push(ownerId), { seconds: each }));
  })();
}

describe('one voice for several listeners', () => {
  it('speaks to whoever’s sound runs out first', async () => {
    const turns = new SpeakingTurns();
    const order: string[] = [];
    await Promise.all([spoken(turns, order, 'anna', [10, 10, 10]), spoken(turns, order, 'bert', [3, 3, 3, 3]), spoken(turns, order, 'cleo', [4])]);
    // Anna has ten seconds to hear; Bert is given his next piece three times before she is.
    expect(order).toEqual(['anna', 'bert', 'cleo', 'bert', 'bert', 'bert', 'anna', 'anna']);
  });

  it('serves what one listener asks for in that order', async () => {
    const turns = new SpeakingTurns();
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((number) => turns.take('anna', listening, async () => (order.push(number), { seconds: 1 }))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('goes on with the next when somebody goes or a piece fails', async () => {
    const turns = new SpeakingTurns();
    const going = new AbortController();
    let failing: Promise<void> | undefined;
    let fail!: (cause: Error) => void;
    const begun = new Promise<void>((begin) => {
      const first = turns.take('anna', listening, () => new Promise<never>((_, reject) => (begin(), (fail = reject))));
      failing = expect(first).rejects.toThrow('no');
    });
    const second = turns.take('bert', going.signal, async () => ({ seconds: 1 }));
    const third = turns.take('cleo', listening, async () => ({ seconds: 1 }));
    going.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await begun;
    fail(new Error('no'));
    await failing;
    expect(await third).toEqual({ seconds: 1 });
    await expect(turns.take('bert', going.signal, async () => ({ seconds: 1 }))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('speaks at once to whoever interrupted a long answer', async () => {
    const turns = new SpeakingTurns();
    const order: string[] = [];
    await spoken(turns, order, 'anna', [60]);
    turns.interrupted('anna');
    await Promise.all([spoken(turns, order, 'bert', [5, 5]), spoken(turns, order, 'anna', [5])]);
    expect(order).toEqual(['anna', 'bert', 'anna', 'bert']);
  });

  it('refuses more than it can keep up with, until something is over', () => {
    const turns = new SpeakingTurns();
    const leave = Array.from({ length: 8 }, () => turns.enter('anna'));
    expect(() => turns.enter('anna')).toThrow(expect.objectContaining({ code: 'busy', retryAfterSeconds: 2 }));
    const others = Array.from({ length: 56 }, (_, at) => turns.enter(`owner ${at}`));
    expect(() => turns.enter('bert')).toThrow(expect.objectContaining({ code: 'busy' }));
    for (const one of [...leave, ...others]) one();
    expect(() => turns.enter('anna')).not.toThrow();
  });
});
