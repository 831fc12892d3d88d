import { describe, expect, it } from 'vitest';
import { boxBetween, isPart, moved, resized } from './region-shape';

describe('a part of a picture', () => {
  it('is the same however it is dragged, and stays inside', () => {
    expect(boxBetween([0.8, 0.9], [0.2, 0.1])).toEqual([0.2, 0.1, 0.8, 0.9]);
    expect(boxBetween([-0.5, 0.5], [2, 0.6])).toEqual([0, 0.5, 1, 0.6]);
  });

  it('is moved without changing its size or leaving the picture', () => {
    const box = moved([0.5, 0.5, 0.75, 0.75], 0.9, -0.9);
    expect(box).toEqual([0.75, 0, 1, 0.25]);
  });

  it('never shrinks to nothing, nor grows beyond the picture', () => {
    expect(isPart(resized([0.2, 0.2, 0.3, 0.3], -1, -1))).toBe(true);
    expect(resized([0.2, 0.2, 0.3, 0.3], 5, 5)).toEqual([0.2, 0.2, 1, 1]);
  });

  it('is not a mere click', () => {
    expect(isPart(boxBetween([0.5, 0.5], [0.505, 0.505]))).toBe(false);
  });
});
