import { describe, expect, it } from 'vitest';
import { percent, rate, size, sizeOf, time } from './amounts';

describe('amounts', () => {
  it.each([[0, '0 kB'], [1, '1 kB'], [2_300, '2 kB'], [99_499, '99 kB'], [466_247, '0.5 MB'], [9_900_000, '9.9 MB'], [9_960_000, '10 MB'], [75_537_502, '76 MB'], [1_340_000_000, '1.3 GB']])('%d bytes are %s', (bytes, words) => {
    expect(size(bytes)).toBe(words);
  });

  it('say the unit once', () => {
    expect([sizeOf(34_100_000, 70_653_446), sizeOf(0, 466_247), sizeOf(512_000_000, 1_340_000_000)]).toEqual(['34 of 71 MB', '0.0 of 0.5 MB', '0.5 of 1.3 GB']);
    expect(rate(4_120_000)).toBe('4.1 MB/s');
  });

  it.each([[3, 'a few seconds'], [11, 'about 20 seconds'], [89, 'about 90 seconds'], [100, 'about 2 minutes'], [7_300, 'about 2 hours']])('%d seconds are %s', (seconds, words) => {
    expect(time(seconds)).toBe(words);
  });

  it('are all there only when all is there', () => {
    expect([percent(0, 0), percent(0, 10), percent(9_999, 10_000), percent(10_000, 10_000)]).toEqual([0, 0, 99, 100]);
  });
});
