import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Endpointer, type VoiceEvent } from './endpointer.js';

/** What is decided about frames (32 ms each): S speech, . silence. */
function decided(frames: string): string {
  const endpointer = new Endpointer({ hangOverMs: 320, pauseMs: 96, leastSpeechMs: 128 });
  return [...frames].flatMap((frame) => endpointer.next(frame === 'S' ? 0.9 : 0.1)).map(({ type, at }) => `${type} ${at / 512}`).join(', ');
}

describe('beginnings and ends', () => {
  it('a beginning is dated back to its first frame, an end to its last', () => {
    expect(decided('..SSSSSS..........')).toBe('started 2, paused 8, ended 8');
  });

  it('a click is no beginning', () => {
    expect(decided('..S....SS.....S.S.......')).toBe('');
  });

  it('a beginning may have a gap', () => {
    expect(decided('.SSS.SS..........')).toBe('started 1, paused 7, ended 7');
  });

  it('a pause that ends in speech is no end', () => {
    expect(decided('SSSS.....SSSS..........')).toBe('started 0, paused 4, resumed 9, paused 13, ended 13');
  });

  it('speech that fades is still speech, and weak sound after a pause is not', () => {
    const endpointer = new Endpointer({ pauseMs: 96 });
    const at = (probability: number, times: number): VoiceEvent[] => Array.from({ length: times }, () => endpointer.next(probability)).flat();
    expect(at(0.9, 6)).toHaveLength(1);
    expect(at(0.4, 10)).toEqual([]);
    expect(at(0.1, 4)).toMatchObject([{ type: 'paused' }]);
    expect(at(0.4, 4)).toEqual([]);
  });

  it('come in turn, never back in time, whatever is heard', () => {
    const follows: Record<string, string[]> = { '': ['started'], started: ['paused', 'ended'], paused: ['resumed', 'ended'], resumed: ['paused', 'ended'], ended: ['started'] };
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 400 }), (probabilities) => {
        const endpointer = new Endpointer();
        let [last, lastAt] = ['', 0];
        for (const { type, at } of probabilities.flatMap((probability) => endpointer.next(probability))) {
          expect(follows[last]).toContain(type);
          expect(at).toBeGreaterThanOrEqual(lastAt);
          [last, lastAt] = [type, at];
        }
      }),
    );
  });
});
