import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key that signs cookies: 32 random bytes, made at the first start, kept in the data folder, readable by its user alone.
 * Written aside and linked into place, so that no start ever reads half a key, and of two first starts both use the same.
 */
export async function secretKey(dataFolder: string): Promise<Buffer> {
  const path = join(dataFolder, 'cookie-key');
  const known = await readKey(path);
  if (known) return known;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}`;
  const handle = await open(aside, 'w', 0o600);
  try {
    await handle.writeFile(randomBytes(32));
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(aside, path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    await rm(aside, { force: true });
  }
  const key = await readKey(path);
  if (!key) throw new Error(`${path} does not hold a key of 32 bytes; remove it to have a new one made`);
  return key;
}

async function readKey(path: string): Promise<Buffer | null> {
  try {
    const key = await readFile(path);
    return key.length === 32 ? key : null;
  } catch {
    return null;
  }
}
