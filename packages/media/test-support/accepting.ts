import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptPicture, type AcceptOptions } from '@ocelli/media';
import { OcelliError } from '@ocelli/protocol';
import { afterAll, beforeAll } from 'vitest';
import { see, type Seen } from './quarters.js';

let folder: string;
let count = 0;

/** Gives a test file a folder of its own. Call it once at the top. */
export function useFolder(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocelli-media-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
}

export interface Paths {
  upload: string;
  normal: string;
}
/** Writes an upload, as the server does: without a name that says anything. */
export async function upload(bytes: Uint8Array): Promise<Paths> {
  const paths = { upload: join(folder, `upload-${(count += 1)}`), normal: join(folder, `normal-${count}`) };
  await writeFile(paths.upload, bytes);
  return paths;
}

export async function accept(bytes: Uint8Array, options?: AcceptOptions): Promise<Awaited<ReturnType<typeof acceptPicture>> & { seen: Seen }> {
  const paths = await upload(bytes);
  const accepted = await acceptPicture(paths.upload, paths.normal, options);
  return { ...accepted, seen: await see(paths.normal) };
}

export const factsOf = async (bytes: Uint8Array) => (await accept(bytes)).facts;

/** "picture", or the code of the error; what is no OcelliError is thrown on. After an error nothing may lie at the normal path. */
export async function outcomeOf(bytes: Uint8Array, options?: AcceptOptions): Promise<string> {
  const paths = await upload(bytes);
  try {
    await acceptPicture(paths.upload, paths.normal, options);
    return 'picture';
  } catch (cause) {
    if (!OcelliError.is(cause)) throw cause;
    if (await exists(paths.normal)) throw new Error('something was left at the normal path', { cause });
    return cause.code;
  } finally {
    await Promise.all([rm(paths.upload, { force: true }), rm(paths.normal, { force: true })]);
  }
}

export const exists = (path: string) => stat(path).then(() => true, () => false);
