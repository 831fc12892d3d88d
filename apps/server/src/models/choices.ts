import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelSpeed, OcelliError } from '@ocelli/protocol';
import { z } from 'zod';

/**
 * What a person decided about a model: fetch it, not now, or leave it alone; `need`: nobody did, but a task needed it, so that it comes as long as
 * models come by themselves. Without any the manifest's `when` holds.
 */
const Wish = z.enum(['fetch', 'pause', 'leave', 'need']);
export type Wish = z.infer<typeof Wish>;

const Remembered = z.object({
  automatic: z.boolean().default(true),
  wishes: z.record(z.string(), Wish).default({}),
  measured: z.record(z.string(), ModelSpeed).default({}),
});
type Remembered = z.infer<typeof Remembered>;

/** Decisions about this machine's models, kept in the data folder so that they hold after a restart. */
export class ModelChoices {
  readonly #path: string;
  #remembered: Remembered;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, remembered: Remembered) {
    this.#path = path;
    this.#remembered = remembered;
  }

  /** A file that cannot be read means no decisions: fetching is allowed, as for everybody who never decided. */
  static async read(dataFolder: string): Promise<ModelChoices> {
    const path = join(dataFolder, 'models.json');
    const parsed = await readFile(path, 'utf8').then((text) => Remembered.safeParse(JSON.parse(text)), () => null).catch(() => null);
    return new ModelChoices(path, parsed?.data ?? Remembered.parse({}));
  }

  get automatic(): boolean {
    return this.#remembered.automatic;
  }

  wish(id: string): Wish | undefined {
    return this.#remembered.wishes[id];
  }

  measured(id: string): ModelSpeed | undefined {
    return this.#remembered.measured[id];
  }

  /** Each resolves when the decision is on the disk. */
  async setAutomatic(automatic: boolean): Promise<void> {
    await this.#change({ automatic });
  }

  async setWish(id: string, wish: Wish | undefined): Promise<void> {
    if (this.wish(id) === wish) return;
    const { [id]: _before, ...others } = this.#remembered.wishes;
    await this.#change({ wishes: wish === undefined ? others : { ...others, [id]: wish } });
  }

  async setMeasured(id: string, speed: ModelSpeed): Promise<void> {
    await this.#change({ measured: { ...this.#remembered.measured, [id]: speed } });
  }

  #change(change: Partial<Remembered>): Promise<void> {
    this.#remembered = { ...this.#remembered, ...change };
    // One write after the other, each of what holds then; a failed one does not keep the next from being tried.
    const written = this.#writing.catch(() => undefined).then(() => this.#write());
    this.#writing = written;
    return written;
  }

  /** Written aside and renamed, so that no start ever reads half of it. */
  async #write(): Promise<void> {
    const aside = `${this.#path}.${randomUUID()}`;
    await mkdir(join(this.#path, '..'), { recursive: true, mode: 0o700 });
    try {
      const handle = await open(aside, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(this.#remembered, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(aside, this.#path);
    } catch (cause) {
      await rm(aside, { force: true });
      const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
      throw full ? new OcelliError('disk_full', 'The disk of the data folder is full, so this cannot be remembered. Free some space and try again.', { cause }) : cause;
    }
  }
}
