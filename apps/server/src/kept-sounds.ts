interface Kept {
  ownerId: string;
  sound: Buffer;
}

/**
 * What was spoken lately, in memory only, so that hearing it again takes no model. Each owner has sounds of their own: were they shared, how quickly a sentence is
 * spoken would tell whether somebody else was told it.
 */
export class KeptSounds {
  readonly #mostBytes: number;
  /** Least recently heard first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  /** How often something was forgotten. */
  #forgotten = 0;

  constructor(mostBytes = 32 * 1024 ** 2) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** `what` says all that the sound depends on. */
  find(ownerId: string, what: readonly unknown[]): Buffer | undefined {
    const key = keyOf(ownerId, what);
    const found = this.#kept.get(key);
    if (!found) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.sound;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  /** `since`: what {@link forgotten} was when the sound was asked for; what was begun before something was forgotten is not kept. */
  keep(ownerId: string, what: readonly unknown[], sound: Buffer, since = this.#forgotten): void {
    if (since !== this.#forgotten) return;
    // One long answer shall not drive out everybody else's.
    if (sound.length > this.#mostBytes / 4) return;
    const key = keyOf(ownerId, what);
    this.#drop(key);
    this.#kept.set(key, { ownerId, sound });
    this.#bytes += sound.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#drop(oldest);
    }
  }

  /** Whoever deletes something expects that nothing of it is left. */
  forget(ownerId: string): void {
    this.#forgotten++;
    for (const [key, kept] of this.#kept) if (kept.ownerId === ownerId) this.#drop(key);
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.sound.length ?? 0;
    this.#kept.delete(key);
  }
}

const keyOf = (ownerId: string, what: readonly unknown[]) => JSON.stringify([ownerId, ...what]);
