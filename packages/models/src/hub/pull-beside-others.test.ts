import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beforeHubPulls, download, downloads, heals, large, mirror, modelsDir, nothingWrong, pull, pullApart, succeeds } from '../../test-support/hub-pulling.js';
import { removeDownloads } from '../registry/installed-downloads.js';
import { partName, partSize } from './hub-pull.js';

beforeHubPulls();

describe('when several processes', () => {
  it('pull the same at once, each file travels once and all find it', async () => {
    mirror.faults.set(large, { kind: 'slow', bytesPerSecond: 1_500_000 });
    const ends = (await Promise.all([pullApart(), pullApart(), pullApart()].map(({ lines }) => lines))).map((lines) => lines.at(-1));
    expect(ends.sort()).toEqual(['["fetched"]', '["there"]', '["there"]']);
    expect(mirror.askedFor(large)).toHaveLength(1);
    await nothingWrong();
  });

  it('pull and remove, removing waits for the pull', async () => {
    mirror.faults.set(large, { kind: 'slow', bytesPerSecond: 3_000_000 });
    let removal: ReturnType<typeof removeDownloads> | undefined;
    expect(await pull({ onProgress: ({ receivedBytes }) => receivedBytes > 50_000 && void (removal ??= removeDownloads(['some-model'], { modelsDir, downloads })) })).toMatchObject([{ status: 'fetched' }]);
    expect(await removal).toMatchObject([{ removed: true }]);
  });
});

describe('when a pull is killed', () => {
  it('as it begins and while a file travels, no file is wrong, nobody waits, and the next goes on', async () => {
    mirror.faults.set(large, { kind: 'slow', bytesPerSecond: 500_000 });
    const file = download.files.find(({ path }) => path === large)!;
    const arrived = () => partSize(join(modelsDir, '.pull/some-model', partName(file)), file);
    const atOnce = pullApart();
    await atOnce.until(/some-model waiting/);
    await atOnce.kill();
    for (let before = 0; before < 300_000; before = await arrived()) {
      const killed = pullApart();
      await expect.poll(arrived, { timeout: 30_000, interval: 5 }).toBeGreaterThan(before + 100_000);
      await killed.kill();
      await nothingWrong();
    }
    mirror.heal();
    const waits: string[] = [];
    expect(await pull({ onProgress: ({ state }) => waits.push(state) })).toMatchObject([{ status: 'fetched' }]);
    expect(waits.filter((state) => state === 'waiting')).toHaveLength(1);
    expect(mirror.askedFor(large)).toMatchObject([{ range: expect.stringMatching(/^bytes=/) as string }]);
    await nothingWrong();
  });

  it('and left a lock of a machine that was not heard of for long, the next pull takes it', async () => {
    const lock = join(modelsDir, '.pull/some-model/lock-7');
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, JSON.stringify({ pid: 1, host: 'another-machine', startedAt: '' }));
    await utimes(lock, new Date(0), new Date(0));
    await heals();
  });
});

it('pulls in one process wait for each other too', async () => {
  const ends = (await Promise.all([pull(), pull()])).flat().map(({ status }) => status);
  expect(ends.sort()).toEqual(['fetched', 'there']);
  await nothingWrong();
  mirror.heal();
  expect((await pull()).map(({ status }) => status)).toEqual(['there']);
  await removeDownloads(['some-model'], { modelsDir, downloads });
  await succeeds();
});
