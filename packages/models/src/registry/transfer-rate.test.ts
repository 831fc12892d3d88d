import { expect, it } from 'vitest';
import { TransferRate } from './transfer-rate.js';

it('is unknown at first, then that of the last seconds', () => {
  const rate = new TransferRate(5_000);
  expect(rate.bytesPerSecond).toBeNull();
  rate.add(0, 0);
  rate.add(10, 100);
  expect(rate.bytesPerSecond).toBeNull();
  for (let second = 1; second <= 10; second++) rate.add(1_000 * second, 1_000 * second);
  expect(rate.bytesPerSecond).toBeCloseTo(1_000);
  for (let second = 11; second <= 20; second++) rate.add(10_000, 1_000 * second);
  expect(rate.bytesPerSecond).toBe(0);
});
