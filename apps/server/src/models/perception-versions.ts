import { perceptionVersion, type ModelFiles } from '@ocelli/models';
import { PictureTask } from '@ocelli/protocol';

/** Tasks whose results are kept. */
const remembered = [...PictureTask.options, 'transcribe'] as const;
type Versions = Record<(typeof remembered)[number], string>;

/** What the readings of each task depend on, by task; named anew when models come or go, so that nothing that others saw is taken for theirs. */
export class PerceptionVersions {
  readonly #files: ModelFiles;
  #versions: Versions;
  #renewing: Promise<void> | null = null;
  #again = false;

  private constructor(files: ModelFiles, versions: Versions) {
    this.#files = files;
    this.#versions = versions;
  }

  static async read(files: ModelFiles): Promise<PerceptionVersions> {
    return new PerceptionVersions(files, await read(files));
  }

  of(task: (typeof remembered)[number]): string {
    return this.#versions[task];
  }

  /** Looks at the files again. While it looks, another call makes it look once more. */
  renew(): Promise<void> {
    this.#again = true;
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renew(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      this.#versions = await read(this.#files);
    }
  }
}

async function read(files: ModelFiles): Promise<Versions> {
  const versions = await Promise.all(remembered.map(async (task) => [task, await perceptionVersion(task, files)] as const));
  return Object.fromEntries(versions) as Versions;
}
