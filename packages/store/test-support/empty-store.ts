import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@ocelli/store';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with an initialised, empty store. Copying it is quicker than making another. */
    emptyStore: string;
  }
}

/** Makes the empty store once for all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-empty-store-'));
  const store = await openStore({ folder });
  await store.close();
  project.provide('emptyStore', folder);
  return () => rm(folder, { recursive: true, force: true });
}
