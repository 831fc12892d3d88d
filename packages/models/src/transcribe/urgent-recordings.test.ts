import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wavBytes } from '@ocelli/media';
import { createInferenceHost, ensureDownloads, type InferenceHost, type RecordingRef } from '@ocelli/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floats, joined, rateHz, silence, spoken } from '../../test-support/sounds.js';

let folder: string;
let host: InferenceHost;
beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-urgent-'));
  host = createInferenceHost();
}, 600_000);
afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

async function recording(id: string, ...parts: Int16Array[]): Promise<RecordingRef> {
  const path = join(folder, `${id}.wav`);
  await writeFile(path, wavBytes(floats(joined(...parts)), rateHz));
  return { id, path };
}
const [pawns, black] = [spoken('how-many-pawns'), spoken('how-many-are-black')];

describe('a spoken question beside a long recording', () => {
  it('does not wait for its end, and takes no word from it', async () => {
    const long = await recording('long', ...Array.from({ length: 16 }, () => [pawns, silence(1), black, silence(1)]).flat());
    const question = await recording('question', black);
    const order: string[] = [];
    let underWay!: () => void;
    const atWork = new Promise<void>((resolve) => (underWay = resolve));
    const transcribing = host.transcribe(long, { onProgress: () => underWay() }).finally(() => order.push('recording'));
    await atWork;
    for (let nth = 0; nth < 3; nth++) {
      const { value } = await host.transcribe(question, { urgent: true }).finally(() => order.push('question'));
      expect(value.text.toLowerCase()).toContain('and how many of them are black');
    }
    const { value } = await transcribing;
    expect(order).toEqual(['question', 'question', 'question', 'recording']);
    expect(value.text.match(/pawns|ponds/g)).toHaveLength(16);
    expect(value.text.match(/black/g)).toHaveLength(16);
  });

  it('is heard also when the long one is given up at the same moment', async () => {
    const stop = new AbortController();
    const long = await recording('given-up', ...Array.from({ length: 8 }, () => [pawns, silence(1)]).flat());
    const question = await recording('still-asked', black);
    const transcribing = host.transcribe(long, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(transcribing).rejects.toMatchObject({ code: 'cancelled' });
    expect((await host.transcribe(question, { urgent: true })).value.text).toContain('black');
    expect(host.status().queues.transcribe).toEqual({ waiting: 0, running: expect.any(Boolean) });
  });
});
