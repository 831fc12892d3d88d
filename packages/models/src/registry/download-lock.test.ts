import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { isLocked, lockDownload } from './download-lock.js';

const counting = fileURLToPath(new URL('../../test-support/count-under-lock.ts', import.meta.url));

async function folderWith(count: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'counter'), count);
  return folder;
}
const count = (folder: string, times: number) => spawn(process.execPath, ['--import', 'tsx', counting, folder, String(times)], { stdio: 'inherit' });

it('is had by one at a time, however many processes want it', async () => {
  const folder = await folderWith('0');
  const ends = await Promise.all([20, 20, 20, 20].map((times) => once(count(folder, times), 'exit')));
  expect(ends.map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
  expect(await readFile(join(folder, 'counter'), 'utf8')).toBe('80');
  expect(await isLocked(folder)).toBe(false);
  expect(await readdir(folder)).toHaveLength(2);
});

it('outlives no process: whoever waits for one that is killed has it at once', async () => {
  const folder = await folderWith('0');
  for (let round = 1; round <= 3; round++) {
    const child = count(folder, 1_000_000);
    await expect.poll(async () => Number(await readFile(join(folder, 'counter'), 'utf8')), { timeout: 20_000 }).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await lockDownload(folder);
    expect(await isLocked(folder)).toBe(true);
    await writeFile(join(folder, 'counter'), '0');
    await release();
  }
});

it('can be waited for no longer', async () => {
  const folder = await folderWith('0');
  const release = await lockDownload(folder);
  const stop = new AbortController();
  await expect(lockDownload(folder, { signal: stop.signal, onWait: () => stop.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  await release();
});
