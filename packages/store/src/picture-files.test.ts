import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PictureFiles } from './picture-files.js';

const id = 'ab'.repeat(32);

describe('picture files', () => {
  let folder: string;
  let files: PictureFiles;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocelli-pictures-'));
    files = await PictureFiles.open(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('appear complete or not at all', async () => {
    const incoming = files.incomingPath();
    await writeFile(incoming, 'bytes');
    expect(await files.has(id, 'original')).toBe(false);
    await files.keep(incoming, id, 'original');
    expect(await readFile(files.path(id, 'original'), 'utf8')).toBe('bytes');
    await expect(readFile(incoming)).rejects.toThrow();
  });

  it('go with every form that was made of them', async () => {
    const incoming = files.incomingPath();
    await writeFile(incoming, 'small');
    await files.keep(incoming, id, 'view-320');
    await files.delete(id);
    expect(await files.has(id, 'view-320')).toBe(false);
  });

  it.each(['../../etc/passwd', 'ab/../../x', '', `${'a'.repeat(63)}/`, 'A'.repeat(64)])('have no path for an id that is no hash: %j', (hostile) => {
    expect(() => files.path(hostile, 'original')).toThrow();
  });
});
