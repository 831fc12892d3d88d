import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeHeicApart } from '../dist/decode-apart.js';

const large = await readFile(new URL('../test-support/heic/three-megapixels.heic', import.meta.url));

describe('decoding HEIC apart', () => {
  it('leaves the event loop free', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { frames, tiff } = await decodeHeicApart(large);
    clearInterval(timer);
    expect({ frames, pixels: tiff.length > 2048 * 1536 * 3 }).toEqual({ frames: 1, pixels: true });
    expect(turns).toBeGreaterThan(5);
  });

  it('is ended when its time is over', async () => {
    await expect(decodeHeicApart(large, { milliseconds: 1 })).rejects.toMatchObject({ code: 'timed_out', message: expect.stringContaining('Save it smaller') });
  });

  it('gets no more memory than it may have', async () => {
    await expect(decodeHeicApart(large, { memoryBytes: 18 * 1024 * 1024 })).rejects.toMatchObject({ code: 'broken_media' });
  });

  it('can be called off', async () => {
    const calling = new AbortController();
    const decoding = decodeHeicApart(large, { signal: calling.signal });
    calling.abort();
    await expect(decoding).rejects.toMatchObject({ code: 'cancelled' });
  });
});
