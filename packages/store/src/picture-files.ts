import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Sha256 } from '@ocelli/protocol';

/** `original`: the bytes as uploaded. `normal`: what models look at. `view-N`: a WebP for screens, made from `normal` at any time. */
export type PictureForm = 'original' | 'normal' | `view-${number}`;

/**
 * Pictures on disk, named by the hash of the upload: one folder for each, holding all of its forms, so that deleting it
 * deletes everything that was ever made from it. A file appears under its name only when it is complete and on the disk.
 * Inference reads these paths, so an object store would stand behind this class with the folder as its cache.
 */
export class PictureFiles {
  readonly #pictures: string;
  readonly #incoming: string;
  readonly #turns = new Map<string, Promise<unknown>>();

  private constructor(folder: string) {
    this.#pictures = join(folder, 'pictures');
    this.#incoming = join(folder, 'incoming');
  }

  /** Opens the folder; what an earlier process left half-written is gone. */
  static async open(folder: string): Promise<PictureFiles> {
    const files = new PictureFiles(folder);
    await rm(files.#incoming, { recursive: true, force: true });
    await mkdir(files.#pictures, { recursive: true, mode: 0o700 });
    await mkdir(files.#incoming, { recursive: true, mode: 0o700 });
    return files;
  }

  /**
   * Runs `work` while nobody else does anything to this picture. What decides about its files by its rows, or the other way
   * round, belongs inside: an upload could otherwise lose its files to a deletion that no longer saw an owner.
   */
  async alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.#turns.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    }
  }

  /** A new path to write to before {@link keep}; the caller removes the file when it does not keep it. */
  incomingPath(): string {
    return join(this.#incoming, randomUUID());
  }

  path(id: string, form: PictureForm): string {
    return join(this.#folderOf(id), form);
  }

  async has(id: string, form: PictureForm): Promise<boolean> {
    try {
      return (await stat(this.path(id, form))).isFile();
    } catch {
      return false;
    }
  }

  /** Moves a written file to its place, durably and at once. Fails as the file system does (see asStoreError). */
  async keep(incomingPath: string, id: string, form: PictureForm): Promise<void> {
    const target = this.path(id, form);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await syncPath(incomingPath);
    await rename(incomingPath, target);
    await syncPath(dirname(target));
  }

  async delete(id: string): Promise<void> {
    await rm(this.#folderOf(id), { recursive: true, force: true });
  }

  /** Every picture that has files. */
  async *ids(): AsyncGenerator<string> {
    for (const shelf of await readdir(this.#pictures)) {
      for (const name of await readdir(join(this.#pictures, shelf))) {
        if (Sha256.safeParse(name).success) yield name;
      }
    }
  }

  #folderOf(id: string): string {
    // Parsed because it becomes a path.
    const hash = Sha256.parse(id);
    return join(this.#pictures, hash.slice(0, 2), hash);
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
