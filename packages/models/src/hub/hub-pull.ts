import { randomUUID } from 'node:crypto';
import { link, lstat, open, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeRealFolders } from '../registry/download-places.js';
import { inTheWay } from '../registry/file-failure.js';
import { Pull } from '../registry/pull.js';
import { fetchHubFile } from './fetch-file.js';
import { findInHubCache } from './hub-cache.js';
import { HubClient } from './hub-client.js';
import { readHubSettings } from './hub-settings.js';
import { HubTrouble } from './hub-trouble.js';
import { checkListing } from './list-files.js';
import type { HubDownload, HubFile } from './manifest.js';
import { retried } from './retried.js';

/** Where what has arrived of a file is kept, by its hash. */
export const partName = ({ sha256 }: HubFile) => `${sha256}.part`;

/** From a model hub over HTTP, or from where another program on this machine has put the same files. */
export class HubPull extends Pull<HubDownload> {
  /** Files of Hugging Face's own cache are used where they lie. */
  protected async adopt(missing: readonly HubFile[]): Promise<boolean> {
    let any = false;
    for (const file of missing) {
      this.options.signal?.throwIfAborted();
      const found = await findInHubCache(this.download, file, this.#env);
      if (found === undefined) continue;
      this.tell('verifying');
      await makeRealFolders(this.modelsDir, this.pullFolder);
      const temporary = join(this.pullFolder, `found-${randomUUID()}`);
      // Where links need a privilege, another name for the same bytes does as well; across disks, the file is fetched.
      const linked = await symlink(found, temporary).catch(() => link(found, temporary)).then(() => true, () => false);
      // Nobody waits for a lock here, so another pull may sweep the link away: then the file is fetched, or found the next time.
      any = (linked && (await this.#place(temporary, file).then(() => true, unlessGone))) || any;
    }
    return any;
  }

  protected kept(): ReadonlySet<string> {
    return new Set(this.download.files.map(partName).flatMap((name) => [name, `${name}.etag`]));
  }

  /** Nothing is half done among the files: they are renamed to there. */
  protected async sweepFiles(): Promise<void> {}

  protected async spaceFor(missing: readonly HubFile[]): Promise<number> {
    const left = await Promise.all(missing.map(async (file) => file.bytes - (await partSize(join(this.pullFolder, partName(file)), file))));
    return left.reduce((sum, bytes) => sum + bytes, 0);
  }

  protected async fetch(missing: readonly HubFile[]): Promise<void> {
    const { signal = new AbortController().signal, stallMs = 60_000, pauseMs = 1_000 } = this.options;
    const { repo, revision } = this.download;
    const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    const client = new HubClient(readHubSettings(this.#env), this.#env, stallMs);
    try {
      await retried(() => checkListing(client, this.download, signal), { pauseMs, signal });
      let before = 0;
      for (const file of missing) {
        const part = join(this.pullFolder, partName(file));
        await fetchHubFile(client, repo, revision, file, part, { signal, stallMs, pauseMs, onBytes: (bytes) => this.received(before + bytes, total) });
        before += file.bytes;
        await this.#place(part, file);
      }
    } catch (cause) {
      throw cause instanceof HubTrouble ? cause.error : cause;
    } finally {
      client.close();
    }
  }

  get #env(): NodeJS.ProcessEnv {
    return this.options.env ?? process.env;
  }

  /** Gives a right file its name, over a link or a wrong file, and makes that last over a power cut. */
  async #place(from: string, file: HubFile): Promise<void> {
    const path = join(this.folder, file.path);
    try {
      await makeRealFolders(this.modelsDir, dirname(path));
      if ((await lstat(path).catch(() => undefined))?.isDirectory()) throw inTheWay(path);
      await rename(from, path);
    } catch (cause) {
      if (!from.endsWith('.part')) await rm(from, { force: true });
      throw cause;
    }
    const folder = await open(dirname(path), 'r').catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }
}

/** False for what is not there any more; other causes are thrown. */
function unlessGone(cause: unknown): false {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false;
  throw cause;
}

/** How much has arrived of a file. */
export async function partSize(part: string, { bytes }: HubFile): Promise<number> {
  const facts = await stat(part).catch(() => undefined);
  return facts?.isFile() && facts.size <= bytes ? facts.size : 0;
}
