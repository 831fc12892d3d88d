import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from './resampler';

const tone = (rateHz: number, hz: number, seconds: number): Float32Array => Float32Array.from({ length: rateHz * seconds }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rateHz));
const all = (resampler: Resampler, ...portions: Float32Array[]): number[] => [...portions.flatMap((portion) => [...resampler.push(portion)]), ...resampler.end()];
/** Loudness of the middle, away from the edges. */
const loudness = (samples: number[]): number => {
  const middle = samples.slice(samples.length * 0.2, samples.length * 0.8);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length) * Math.SQRT2;
};

describe.each([48_000, 44_100, 96_000, 16_000, 8_000])('from %i to 16,000 samples a second', (rateHz) => {
  it('keeps the length', () => {
    expect(Math.abs(all(new Resampler(rateHz, 16_000), tone(rateHz, 440, 1)).length - 16_000)).toBeLessThanOrEqual(1);
  });

  it('keeps what is said: tones stay as loud as they were, and where they were', () => {
    for (const hz of [100, 1_000, 3_000].filter((tone) => tone < rateHz * 0.4)) {
      const out = all(new Resampler(rateHz, 16_000), tone(rateHz, hz, 1));
      expect(loudness(out), `${hz} Hz`).toBeCloseTo(0.5, 2);
      const wanted = tone(16_000, hz, 1);
      for (let at = 4_000; at < 4_100; at++) expect(Math.abs(out[at]! - wanted[at]!), `${hz} Hz at ${at}`).toBeLessThan(0.005);
    }
  });

  it('makes no seam between portions', () => {
    const sound = tone(rateHz, 700, 0.25);
    const whole = all(new Resampler(rateHz, 16_000), sound);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 12 }), (sizes) => {
        const portions: Float32Array[] = [];
        let at = 0;
        for (const size of sizes) portions.push(sound.subarray(at, (at = Math.min(sound.length, at + size))));
        portions.push(sound.subarray(at));
        const out = all(new Resampler(rateHz, 16_000), ...portions);
        expect(out.length).toBe(whole.length);
        for (let n = 0; n < out.length; n += 37) expect(out[n]).toBeCloseTo(whole[n]!, 5);
      }),
      { numRuns: 30 },
    );
  });
});

it('what 16,000 samples a second cannot carry does not come back as another tone', () => {
  for (const hz of [9_000, 12_000, 20_000]) expect(loudness(all(new Resampler(48_000, 16_000), tone(48_000, hz, 1))), `${hz} Hz`).toBeLessThan(0.001);
});
