import { describe, expect, it } from 'vitest';
import { tokenTimes } from './token-times.js';

/** What one head looks at: a hill over these positions for each token. */
const looksAt = (centres: readonly number[], positions: number) =>
  centres.map((centre) => Float32Array.from({ length: positions }, (_, at) => Math.exp(-((at - centre) ** 2) / 18) + 0.001));

describe('times of tokens', () => {
  it('follow where the heads look', () => {
    const times = tokenTimes(looksAt([10, 40, 70, 95], 100), 1, 100);
    expect(times[0]).toBe(0);
    for (const [token, between] of [[1, 25], [2, 55], [3, 82]] as const) expect(Math.abs(times[token]! - between)).toBeLessThan(6);
  });

  it('never go back, even where the heads do', () => {
    const times = tokenTimes(looksAt([10, 60, 30, 90], 100), 1, 100);
    for (let token = 1; token < times.length; token++) expect(times[token]).toBeGreaterThanOrEqual(times[token - 1]!);
  });

  it('are of nothing for nothing, and stay inside of a sound that is shorter than the median', () => {
    expect(tokenTimes([], 1, 0)).toEqual([]);
    for (const time of tokenTimes(looksAt([0, 1], 2), 1, 2)) expect(time).toBeLessThan(2);
  });
});
