import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, rounded } from './statistics.js';

describe('the statistics of a measurement', () => {
  it('take the middle value, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('give quantiles that were really measured', () => {
    const values = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(quantile(values, 0.99)).toBe(99);
    expect(quantile(values, 1)).toBe(100);
    expect(quantile([7], 0.01)).toBe(7);
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (some, q) => some.includes(quantile(some, q))));
  });

  it('leave what was measured as it was', () => {
    const values = [3, 1, 2];
    median(values);
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  it('are shown with three digits', () => {
    expect([123.456, 12.3456, 1.23456, 0.0123456, 0, 4567.8].map(rounded)).toEqual([123, 12.3, 1.23, 0.0123, 0, 4568]);
  });
});
