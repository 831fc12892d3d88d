import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostileRecordings, type HostileRecording } from '../test-support/hostile-recordings.js';
import { encoded, soundOutcome, toneWav, useAudioFolder } from '../test-support/recordings.js';

useAudioFolder();
const refusals = ['broken_media', 'unsupported_media', 'too_large'];

describe('recordings made to be refused, to break something, or to pass for something else', () => {
  let files: HostileRecording[];
  beforeAll(() => {
    files = hostileRecordings();
  });

  it('end as they should', async () => {
    const wrong: string[] = [];
    for (const { name, outcome, bytes } of files) {
      const found = await soundOutcome(bytes);
      if (outcome === 'either' ? found !== 'recording' && !refusals.includes(found) : found !== outcome) wrong.push(`${name}: ${found} where ${outcome} was expected`);
    }
    expect(wrong).toEqual([]);
    expect(files.filter(({ outcome }) => refusals.includes(outcome)).length).toBeGreaterThanOrEqual(60);
  }, 180_000);

  it('end at the longest that is taken, however little of a file it is', async () => {
    const hour = encoded('flac', '-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-map', '1:a', '-t', '3600');
    expect(hour.length).toBeLessThan(1_000_000);
    expect(await soundOutcome(hour, { bounds: { seconds: 30 } })).toBe('too_large');
  });
});

describe('whatever bytes arrive', () => {
  it('random ones are refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async (bytes) => {
      expect(['recording', ...refusals]).toContain(await soundOutcome(bytes));
    }), { numRuns: 60 });
  });

  it('a WAV with any header gives a recording or an error that says so', async () => {
    const wav = toneWav(8_000, 440, 0.2);
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }), fc.integer({ min: 0, max: wav.length }), async (flips, kept) => {
      const bytes = Buffer.from(wav);
      for (const [at, value] of flips) bytes[at] = value;
      expect(['recording', ...refusals]).toContain(await soundOutcome(bytes.subarray(0, kept)));
    }), { numRuns: 80 });
  });

  it('damaged recordings of every kind give a recording or an error that says so', async () => {
    const real = [encoded('mp3'), encoded('m4a'), encoded('ogg', '-c:a', 'libvorbis'), encoded('opus', '-c:a', 'libopus'), encoded('flac'), encoded('webm', '-c:a', 'libopus'), encoded('aac')];
    const damage = fc.record({
      file: fc.constantFrom(...real),
      flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
      nearStart: fc.boolean(),
      kept: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    });
    await fc.assert(fc.asyncProperty(damage, async ({ file, flips, nearStart, kept }) => {
      const bytes = Buffer.from(file);
      for (const [where, value] of flips) bytes[Math.floor(where * (nearStart ? 300 : bytes.length - 1))] = value;
      expect(['recording', ...refusals]).toContain(await soundOutcome(bytes.subarray(0, Math.ceil(kept * bytes.length))));
    }), { numRuns: 60 });
  });
});
