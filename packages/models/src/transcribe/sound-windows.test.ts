import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floats, hum, joined, noise, rateHz, silence } from '../../test-support/sounds.js';
import { soundWindows } from './sound-windows.js';

const seconds = (samples: Int16Array) => soundWindows(floats(samples)).map(({ from, to }) => [from / rateHz, to / rateHz]);

describe('cutting a recording', () => {
  it('leaves nothing of silence', () => {
    expect(seconds(silence(40))).toEqual([]);
    expect(seconds(new Int16Array(0))).toEqual([]);
  });

  it('leaves out the silence around and between, but for a margin', () => {
    const [[from, to], ...more] = seconds(joined(silence(3), noise(2, 0.2), silence(3))) as [[number, number]];
    expect(more).toEqual([]);
    expect(from).toBeCloseTo(2.7, 1);
    expect(to).toBeCloseTo(5.3, 1);
  });

  it('cuts what is long in a pause', () => {
    const [first, second] = seconds(joined(noise(16, 0.2), silence(0.4), noise(14, 0.2))) as [[number, number], [number, number]];
    expect(first[1]).toBeGreaterThan(16);
    expect(second[0]).toBeLessThan(16.4);
  });

  it('hears also a recording that is very quiet', () => {
    expect(seconds(joined(silence(1), noise(2, 0.004), silence(1)))).toHaveLength(1);
  });

  it('takes every loud sample once and in order, and never more than 30 seconds at once', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ loud: fc.boolean(), tenths: fc.integer({ min: 1, max: 120 }) }), { maxLength: 12 }), (parts) => {
        const samples = joined(...parts.map(({ loud, tenths }, at) => (loud ? noise(tenths / 10, 0.3, at + 1) : silence(tenths / 10))));
        const windows = soundWindows(floats(samples));
        let last = 0;
        for (const { from, to } of windows) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to - from).toBeGreaterThan(0);
          expect(to - from).toBeLessThanOrEqual(30 * rateHz);
          last = to;
        }
        const inside = (at: number) => windows.some(({ from, to }) => at >= from && at < to);
        for (let at = 0; at < samples.length; at += 997) if (samples[at] !== 0) expect(inside(at)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('takes hum for sound: whether somebody speaks is decided by what is heard', () => {
    expect(seconds(hum(3))).toHaveLength(1);
  });
});
