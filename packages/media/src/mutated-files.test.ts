import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf, useFolder } from '../test-support/accepting.js';
import { realFiles } from '../test-support/hostile-files.js';
import { quarters } from '../test-support/quarters.js';

useFolder();
const real = await realFiles();
const withFacts = await quarters().withExif({ IFD0: { Make: 'a', Model: 'b' }, IFD2: { DateTimeOriginal: '2020:01:01 00:00:00' }, IFD3: { GPSLatitude: '1/1 2/1 3/1' } }).jpeg().toBuffer();
const { heic, ...native } = real;
const outcomes = ['picture', 'broken_media', 'unsupported_media', 'too_many_pixels'];

/** A real file of which some bytes are others, mostly near its start where its structure is, and which perhaps is cut off. */
const mutated = (files: Buffer[]) =>
  fc.record({
    file: fc.constantFrom(...files),
    flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
    nearStart: fc.boolean(),
    kept: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  }).map(({ file, flips, nearStart, kept }) => {
    const bytes = Buffer.from(file);
    for (const [where, value] of flips) bytes[Math.floor(where * (nearStart ? Math.min(300, bytes.length - 1) : bytes.length - 1))] = value;
    return bytes.subarray(0, Math.ceil(kept * bytes.length));
  });

describe('whatever bytes arrive', () => {
  it('random ones are refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async (bytes) => {
      expect(outcomes).toContain(await outcomeOf(bytes));
    }), { numRuns: 100 });
  });

  it('random ones behind a true signature are refused', async () => {
    const heads = Object.values(native).map((file) => file.subarray(0, 16));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 3_000 }), async (head, bytes) => {
      expect(outcomes).toContain(await outcomeOf(Buffer.concat([head, bytes])));
    }), { numRuns: 150 });
  });

  it('damaged pictures give a picture or an error that says so', async () => {
    await fc.assert(fc.asyncProperty(mutated([...Object.values(native), withFacts]), async (bytes) => {
      expect(outcomes).toContain(await outcomeOf(bytes));
    }), { numRuns: 300 });
  });

  it('damaged HEIC gives a picture or an error that says so', async () => {
    await fc.assert(fc.asyncProperty(mutated([heic]), async (bytes) => {
      expect(outcomes).toContain(await outcomeOf(bytes));
    }), { numRuns: 12 });
  });
});
