import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { asStoreError, openStore } from '@ocelli/store';
import { describe, expect, it } from 'vitest';
import { answer, ask, freshFolder, question } from '../test-support/stores.js';

const holder = fileURLToPath(new URL('../test-support/hold-store.mjs', import.meta.url));

/** Another process that has the folder open and says what it stored. */
async function anotherProcess(folder: string, databaseUrl?: string) {
  const child = spawn(process.execPath, [holder, folder, ...(databaseUrl ? [databaseUrl] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, nextLine: async () => String((await lines.next()).value) };
}

describe('the data folder', () => {
  it('is for one process: a second one is told who has it', async () => {
    const folder = await freshFolder();
    const store = await openStore({ folder });
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store_locked', message: expect.stringContaining('OCELLI_DATA') });
    await store.close();
    const next = await openStore({ folder });
    await next.close();
  });

  it('is for one process with a Postgres, too, and free as soon as that is killed', async () => {
    const [folder, database] = [await freshFolder(), await freshFolder()];
    const postgres = await openStore({ folder: database });
    const databaseUrl = `postgres://postgres@/postgres?host=${encodeURIComponent(join(database, 'database'))}`;
    const { child, nextLine } = await anotherProcess(folder, databaseUrl);
    const stored = await nextLine();
    await writeFile(join(folder, 'incoming', 'half'), 'of an upload');
    const locked = { code: 'store_locked', message: expect.stringMatching(/\(process \d+ on .+OCELLI_DATA/) };
    await expect(openStore({ folder, databaseUrl })).rejects.toMatchObject(locked);
    await expect(openStore({ folder })).rejects.toMatchObject(locked);
    expect(await readdir(join(folder, 'incoming'))).toEqual(['half']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = await openStore({ folder, databaseUrl });
    expect((await next.conversations.find('anna', stored))?.messages).toHaveLength(2);
    await next.close();
    await postgres.close();
  });

  it('is free, and complete, as soon as the process that had it is killed', async () => {
    const folder = await freshFolder();
    for (let round = 0; round < 3; round++) {
      const { child, nextLine } = await anotherProcess(folder);
      const stored: string[] = [];
      for (let n = 0; n < 5 + round * 7; n++) stored.push(await nextLine());
      child.kill('SIGKILL');
      await once(child, 'exit');
      const store = await openStore({ folder });
      for (const id of stored) expect((await store.conversations.find('anna', id))?.messages).toHaveLength(2);
      await store.close();
    }
  });

  it('is opened again after its database process alone was killed, and nothing that was stored is lost', async () => {
    const folder = await freshFolder();
    const store = await openStore({ folder });
    const turn = question('still there?');
    await ask(store, 'anna', turn);
    const { pid } = JSON.parse(await readFile(join(folder, 'database', 'lock-holder.json'), 'utf8')) as { pid: number };
    expect(pid).not.toBe(process.pid);
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await store.conversations.find('anna', turn.conversationId).catch(asStoreError)) ?? null, { timeout: 30_000 }).toMatchObject({
      title: 'still there?',
    });
    await store.close();
  });
});

describe('what was deleted', () => {
  it('is in no file of the data folder any more, while the rest is', async () => {
    const folder = await freshFolder();
    const store = await openStore({ folder });
    const [hers, his] = [question('who is the stranger at the window?'), question('where is the lighthouse keeper?')];
    for (const [owner, turn] of [['anna', hers], ['bert', his]] as const) {
      const { runId } = await ask(store, owner, turn);
      await answer(store, runId, `An answer about: ${turn.text}`);
    }
    expect(await filesWith(folder, 'stranger at the window')).not.toEqual([]);
    await store.deletion.everythingOf('anna');
    expect(await filesWith(folder, 'stranger at the window')).toEqual([]);
    expect(await filesWith(folder, 'lighthouse keeper')).not.toEqual([]);
    expect((await store.conversations.find('bert', his.conversationId))?.messages).toHaveLength(2);
    await store.close();
  });
});

/** Every file below the folder that holds these words. */
async function filesWith(folder: string, words: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // A file may go while the others are read.
  const holding = await Promise.all(files.map(async (file) => (await readFile(file).catch(() => Buffer.alloc(0))).includes(words)));
  return files.filter((_, n) => holding[n]);
}

describe('a full disk', () => {
  it.runIf(process.platform === 'linux')('is told as disk_full', async () => {
    const failure = await writeFile('/dev/full', 'x').then(() => null, asStoreError);
    expect(failure).toMatchObject({ code: 'disk_full' });
  });
});
