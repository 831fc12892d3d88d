import type { RgbImage } from '@ocelli/media';
import type { Box } from '@ocelli/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutOut } from './region.js';

/** Every pixel names its own place: red its column, green its row. */
function numbered(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x, y, 0], (y * width + x) * 3);
  return { width, height, data };
}

const box = fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true }))
  .map(([a, b, c, d]): Box => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]);
const side = fc.integer({ min: 1, max: 200 });

describe('looking at a region', () => {
  it('takes the picture itself when there is no region', () => {
    const image = numbered(40, 30);
    expect(cutOut(image, undefined).image).toBe(image);
  });

  it('cuts out a part of the picture that covers the region, whatever the region', () => {
    fc.assert(
      fc.property(side, side, box, (width, height, region) => {
        const { image, toWhole } = cutOut(numbered(width, height), region);
        const [left, top] = [image.data[0]!, image.data[1]!];
        const covered = toWhole.box([0, 0, 1, 1]);
        expect(covered[0]).toBeCloseTo(left / width, 6);
        expect(covered[1]).toBeCloseTo(top / height, 6);
        expect(covered[2]).toBeCloseTo((left + image.width) / width, 6);
        expect(covered[3]).toBeCloseTo((top + image.height) / height, 6);
        for (const edge of [0, 1] as const) expect(covered[edge]).toBeLessThanOrEqual(region[edge] + 1e-6);
        for (const edge of [2, 3] as const) expect(covered[edge]).toBeGreaterThanOrEqual(region[edge] - 1e-6);
        expect(image.data).toHaveLength(image.width * image.height * 3);
        expect([...image.data.subarray(-3, -1)]).toEqual([left + image.width - 1, top + image.height - 1]);
      }),
    );
  });

  it('maps what is found in a part back to where it lies on the whole', () => {
    const { toWhole } = cutOut(numbered(100, 100), [0.5, 0.5, 1, 1]);
    expect(toWhole.box([0, 0, 0.5, 1])).toEqual([0.5, 0.5, 0.75, 1]);
    expect(toWhole.point([1, 0.5])).toEqual([1, 0.75]);
  });
});
