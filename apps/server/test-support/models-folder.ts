import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';

/** An empty folder for fetched models, removed when the file's tests are done. */
export async function emptyModelsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-models-'));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
