import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readFile, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beforeHubPulls, download, downloads, failure, fails, files, heals, large, mirror, modelsDir, nothingWrong, pathOf, pull, pullApart, small, succeeds, temporaryFolder } from '../../test-support/hub-pulling.js';
import { noise } from '../../test-support/package-index.js';
import { hubFolder } from './manifest.js';
import { verifyDownloads } from '../registry/installed-downloads.js';

beforeHubPulls();

/** With a disk of its own of this size. Who may not mount one is told that this was not tried. */
async function onSmallDisk(size: string, check: (folder: string) => Promise<void>): Promise<void> {
  const disk = await temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch (cause) {
    return console.warn(`Not tried: no disk of ${size} can be mounted here (${(cause as Error).message.trim().split('\n').at(-1)}).`);
  }
  try {
    await check(disk);
  } finally {
    execFileSync('umount', [disk]);
  }
}

describe('when the disk', () => {
  it('is too small, it is said before any file is fetched', () =>
    onSmallDisk('1m', async (folder) => {
      expect(failure(await pull({ modelsDir: folder }))).toMatchObject({ code: 'disk_full', message: expect.stringMatching(/MB are needed and .* are free.*OCELLI_MODELS/) as string });
      expect(mirror.asked).toEqual([]);
    }));

  it('fills up while a file travels, the disk is full, and the pull goes on when there is room', () =>
    onSmallDisk('4m', async (folder) => {
      mirror.faults.set(large, { kind: 'slow', bytesPerSecond: 1_000_000 });
      let filling: Promise<void> | undefined;
      const outcomes = await pull({ modelsDir: folder, onProgress: ({ receivedBytes }) => void (receivedBytes > 300_000 && (filling ??= writeFile(join(folder, 'filler'), Buffer.alloc(5_000_000)).catch(() => undefined))) });
      expect(failure(outcomes)).toMatchObject({ code: 'disk_full' });
      await filling;
      await rm(join(folder, 'filler'));
      mirror.heal();
      expect(await pull({ modelsDir: folder })).toMatchObject([{ status: 'fetched' }]);
      expect(mirror.askedFor(large)).toMatchObject([{ range: expect.stringMatching(/^bytes=[1-9]/) as string }]);
      expect(await verifyDownloads(undefined, { modelsDir: folder, downloads })).toMatchObject([{ status: 'ready' }]);
    }));

  it('takes no file as long as a model, the disk is full', async () => {
    const { lines } = pullApart({ before: 'ulimit -f 1000;' }); // blocks of 512 or 1024 bytes
    expect((await lines).at(-1)).toBe('["disk_full"]');
    await nothingWrong();
    await heals();
  });
});

describe('when in the models folder', () => {
  it('nothing may be written, its permissions are to be changed', () => fails('folder_unusable', /cannot be written to|cannot be kept in/, { modelsDir: process.platform === 'darwin' ? '/System/ocelli-models' : '/sys/ocelli-models' }));

  it.each([
    ['the folder of hubs', 'hub'],
    ['the folder of a repository', 'hub/ocelli-tests--some-model'],
    ['the place for work', '.pull'],
  ])('a file lies where %s belongs, it is in the way and stays', async (_, path) => {
    await mkdir(dirname(join(modelsDir, path)), { recursive: true });
    await writeFile(join(modelsDir, path), 'precious');
    await fails('folder_unusable', new RegExp(`${path.split('/').at(-1)!.replace('.', '\\.')}.* is in the way`));
    expect(await readFile(join(modelsDir, path), 'utf8')).toBe('precious');
    await rm(join(modelsDir, path));
    await heals();
  });

  it.each([
    ['the folder of hubs', 'hub'],
    ['a folder inside a model', () => `${hubFolder(download)}/onnx`],
  ])('a link leads %s elsewhere, nothing is written there', async (_, path) => {
    const elsewhere = await temporaryFolder();
    const place = join(modelsDir, typeof path === 'string' ? path : path());
    await mkdir(dirname(place), { recursive: true });
    await symlink(elsewhere, place);
    await fails('folder_unusable', /is in the way/);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('a folder lies where a file belongs, it is in the way and stays', async () => {
    await mkdir(pathOf(`${large}/precious`), { recursive: true });
    expect(failure(await pull())).toMatchObject({ code: 'folder_unusable', message: expect.stringContaining('onnx/model.onnx is in the way') as string });
    expect(await readdir(pathOf(large))).toEqual(['precious']);
    await rm(pathOf(large), { recursive: true });
    await heals();
  });

  it('a link stands for a file, the link is replaced and its target is not touched', async () => {
    const target = join(await temporaryFolder(), 'target');
    await writeFile(target, 'precious');
    await mkdir(dirname(pathOf(large)), { recursive: true });
    await symlink(target, pathOf(large));
    await succeeds();
    expect((await lstat(pathOf(large))).isSymbolicLink()).toBe(false);
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('a file has other bytes of the right length, or is cut short, verifying tells and a pull mends only that', async () => {
    await succeeds();
    await writeFile(pathOf(large), noise(files[large]!.length));
    expect(await verifyDownloads(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'broken' }]);
    await heals();
    expect(mirror.askedFor(small)).toEqual([]);
    await truncate(pathOf(small), 10);
    await heals();
    expect(mirror.askedFor(large)).toEqual([]);
  });
});
