import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Scribe } from '../test-support/scribe.js';
import { ListeningDecoder, type DecodeRequest } from './listening-decoder.js';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-listening-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('removes what a killed server left of somebody’s voice, and not what another one works on', async () => {
  const folder = await emptyFolder();
  for (const [name, minutesOld] of [['old.wav', 60], ['young.wav', 1]] as const) {
    await writeFile(join(folder, name), 'sound');
    const at = new Date(Date.now() - minutesOld * 60_000);
    await utimes(join(folder, name), at, at);
  }
  await ListeningDecoder.open(new Scribe().transcribe, folder);
  expect(await readdir(folder)).toEqual(['young.wav']);
});

it('words that count end provisional ones, and go before those that wait', async () => {
  const order: number[] = [];
  let begun = () => {};
  const firstBegan = new Promise<void>((resolve) => (begun = resolve));
  const scribe = new Scribe().writes(async (samples) => {
    order.push(samples.length);
    begun();
    return samples.length === 1 ? await new Promise<string>(() => undefined) : `${samples.length}`;
  });
  const folder = await emptyFolder();
  const decoder = await ListeningDecoder.open(scribe.transcribe, folder);
  const request = (length: number, final: boolean): DecodeRequest => ({ samples: () => new Int16Array(length), language: 'en', prompt: () => '', final, signal: new AbortController().signal });
  const first = decoder.decode(request(1, false)).catch((cause: { code: string }) => cause.code);
  await firstBegan;
  const rest = [decoder.decode(request(2, false)), decoder.decode(request(3, true)), decoder.decode(request(4, true))];
  expect(await first).toBe('cancelled');
  expect((await Promise.all(rest)).map(({ text }) => text)).toEqual(['2', '3', '4']);
  expect(order).toEqual([1, 3, 4, 2]);
  expect(await readdir(folder)).toEqual([]);
});

it('what nobody waits for any more is never begun', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const scribe = new Scribe().writes(async () => {
    await held;
    return 'words';
  });
  const decoder = await ListeningDecoder.open(scribe.transcribe, await emptyFolder());
  const request = (signal: AbortSignal): DecodeRequest => ({ samples: () => new Int16Array(1), language: undefined, prompt: () => '', final: true, signal });
  const running = decoder.decode(request(new AbortController().signal));
  const leaving = new AbortController();
  const waiting = decoder.decode(request(leaving.signal));
  leaving.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  release();
  await running;
  expect(scribe.dictations).toHaveLength(1);
});
