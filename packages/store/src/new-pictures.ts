import type { StoredAttachment } from './attachments.js';

const mostNew = 1_000;

/**
 * Pictures that were stored a moment ago and not asked about yet, with what their rows say. A first question about them is answered
 * from here: the database takes longest to answer when it has rested, which is when people come with a picture.
 */
export class NewPictures {
  readonly #byOwner = new Map<string, StoredAttachment>();

  add(ownerId: string, picture: StoredAttachment): void {
    this.#byOwner.set(keyOf(ownerId, picture.id), picture);
    for (const oldest of this.#byOwner.keys()) if (this.#byOwner.size > mostNew) this.#byOwner.delete(oldest);
  }

  /** All of `ids`, once: whoever asks again asks the database. Null when one of them is not new. */
  take(ownerId: string, ids: readonly string[]): Map<string, StoredAttachment> | null {
    const found = ids.flatMap((id) => this.#byOwner.get(keyOf(ownerId, id)) ?? []);
    if (found.length < ids.length) return null;
    for (const { id } of found) this.#byOwner.delete(keyOf(ownerId, id));
    return new Map(found.map((picture) => [picture.id, picture]));
  }

  forget(ownerId: string): void {
    for (const key of this.#byOwner.keys()) if (key.startsWith(keyOf(ownerId, ''))) this.#byOwner.delete(key);
  }
}

const keyOf = (ownerId: string, id: string): string => `${ownerId} ${id}`;
