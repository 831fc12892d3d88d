import { fsyncSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, it } from 'vitest';
import { DurableFiles } from './durable-files.js';
import { settings } from './pglite-settings.js';

const folder = await mkdtemp(join(tmpdir(), 'ocelli-durable-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('what is committed is on the disk, and not only with the operating system', async () => {
  let syncs = 0;
  const files = new DurableFiles(join(folder, 'postgres'), (fd) => {
    syncs++;
    fsyncSync(fd);
  });
  const db = await PGlite.create({ fs: files, startParams: settings });
  await db.exec('create table t (n int)');
  for (let n = 0; n < 5; n++) {
    const before = syncs;
    await db.query('insert into t values ($1)', [n]);
    expect(syncs).toBeGreaterThan(before);
  }
  const before = syncs;
  await db.exec('checkpoint');
  expect(syncs).toBeGreaterThan(before + 1);
  await db.close();
});
