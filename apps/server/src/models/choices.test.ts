import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder } from '../../test-support/servers.js';
import { ModelChoices } from './choices.js';

describe('what was decided about models', () => {
  it('is what it was after a restart, however many decisions came at once', async () => {
    const folder = await freshFolder();
    const choices = await ModelChoices.read(folder);
    expect([choices.automatic, choices.wish('kokoro')]).toEqual([true, undefined]);
    await Promise.all([choices.setAutomatic(false), choices.setWish('kokoro', 'fetch'), choices.setWish('minilm', 'pause'), choices.setWish('minilm', 'leave'), choices.setWish('kokoro', undefined)]);
    const again = await ModelChoices.read(folder);
    expect([again.automatic, again.wish('kokoro'), again.wish('minilm')]).toEqual([false, undefined, 'leave']);
    expect((await readdir(folder)).filter((name) => name.startsWith('models.json'))).toEqual(['models.json']);
  });

  it.each(['', '{', 'null', '[]', '{"automatic":"perhaps"}', '{"wishes":{"kokoro":"eat"}}'])('is nothing when its file holds %j', async (text) => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'models.json'), text);
    const choices = await ModelChoices.read(folder);
    expect(choices.automatic).toBe(true);
    await choices.setWish('kokoro', 'pause');
    expect((await ModelChoices.read(folder)).wish('kokoro')).toBe('pause');
  });

  it('is readable by its user alone', async () => {
    const folder = await freshFolder();
    await chmod(folder, 0o755);
    await (await ModelChoices.read(folder)).setAutomatic(false);
    const { mode } = await stat(join(folder, 'models.json'));
    expect(mode & 0o077).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'models.json'), 'utf8'))).toMatchObject({ automatic: false });
  });
});
