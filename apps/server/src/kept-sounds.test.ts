import { describe, expect, it } from 'vitest';
import { KeptSounds } from './kept-sounds.js';

const sound = (bytes: number, fill = 1) => Buffer.alloc(bytes, fill);

describe('sounds that were made lately', () => {
  it('are found again by whoever heard them, and by nobody else', () => {
    const kept = new KeptSounds(1_000);
    kept.keep('anna', ['af_heart', 1, 'Hello.'], sound(100));
    expect(kept.find('anna', ['af_heart', 1, 'Hello.'])).toEqual(sound(100));
    expect([kept.find('bert', ['af_heart', 1, 'Hello.']), kept.find('anna', ['af_heart', 1.5, 'Hello.'])]).toEqual([undefined, undefined]);
  });

  it('make room, the longest unheard first, and never take more than they may', () => {
    const kept = new KeptSounds(1_000);
    for (const name of ['one', 'two', 'three', 'four']) kept.keep('anna', [name], sound(250));
    kept.find('anna', ['one']);
    kept.keep('anna', ['five'], sound(200));
    expect(kept.bytes).toBe(950);
    expect(['one', 'two', 'five'].map((name) => kept.find('anna', [name]) !== undefined)).toEqual([true, false, true]);
    kept.keep('anna', ['long'], sound(300));
    expect([kept.find('anna', ['long']), kept.bytes]).toEqual([undefined, 950]);
    kept.keep('anna', ['five'], sound(100));
    expect(kept.bytes).toBe(850);
  });

  it('are forgotten with all that is an owner’s', () => {
    const kept = new KeptSounds();
    for (const owner of ['anna', 'bert']) kept.keep(owner, ['Hello.'], sound(10));
    kept.forget('anna');
    expect([kept.find('anna', ['Hello.']), kept.find('bert', ['Hello.']), kept.bytes]).toEqual([undefined, sound(10), 10]);
  });

  it('are not kept when they were begun before their owner had all forgotten', () => {
    const kept = new KeptSounds();
    const since = kept.forgotten;
    kept.forget('anna');
    kept.keep('anna', ['Hello.'], sound(10), since);
    expect([kept.find('anna', ['Hello.']), kept.bytes]).toEqual([undefined, 0]);
  });
});
