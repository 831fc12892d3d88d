import { setTimeout as wait } from 'node:timers/promises';
import { and, eq, inArray, notExists, sql } from 'drizzle-orm';
import type { Attachments } from './attachments.js';
import type { Database, Db } from './database.js';
import type { NewPictures } from './new-pictures.js';
import type { PictureFiles } from './picture-files.js';
import { attachments, conversations, messageAttachments, messages, owners, perceptions } from './schema.js';

const scrubAfterMs = 1_000;
const unsentForMs = 24 * 60 * 60 * 1000;

/** Deletes for good: rows, and the files of pictures that nobody has any more with all that was seen on them. */
export class Deletion {
  readonly #db: Db;
  readonly #attachments: Attachments;
  readonly #files: PictureFiles;
  readonly #new: NewPictures;
  readonly #scrub: Database['scrub'];
  #nextScrub: Promise<void> | null = null;

  constructor(db: Db, parts: { attachments: Attachments; files: PictureFiles; newPictures: NewPictures; scrub: Database['scrub'] }) {
    this.#db = db;
    this.#attachments = parts.attachments;
    this.#files = parts.files;
    this.#new = parts.newPictures;
    this.#scrub = parts.scrub;
  }

  /** Deletes a conversation with its pictures, except those used in another one. False when the owner has no such conversation. */
  async conversation(ownerId: string, id: string): Promise<boolean> {
    const gone = await this.#db.transaction(async (tx) => {
      const shown = await tx
        .selectDistinct({ id: messageAttachments.attachmentId })
        .from(messageAttachments)
        .innerJoin(messages, eq(messages.id, messageAttachments.messageId))
        .where(and(eq(messages.conversationId, id), eq(messageAttachments.ownerId, ownerId)));
      const deleted = await tx
        .delete(conversations)
        .where(and(eq(conversations.id, id), eq(conversations.ownerId, ownerId)))
        .returning({ id: conversations.id });
      if (deleted.length === 0) return null;
      const ids = shown.map((picture) => picture.id);
      if (ids.length === 0) return ids;
      const usedElsewhere = tx
        .select({ one: sql`1` })
        .from(messageAttachments)
        .where(and(eq(messageAttachments.ownerId, ownerId), eq(messageAttachments.attachmentId, attachments.id)));
      await tx.delete(attachments).where(and(eq(attachments.ownerId, ownerId), inArray(attachments.id, ids), notExists(usedElsewhere)));
      return ids;
    });
    if (gone === null) return false;
    await this.#pictures(gone);
    this.#scrubSoon();
    return true;
  }

  /** Deletes everything of an owner; returns the ids of the conversations that are gone. */
  async everythingOf(ownerId: string): Promise<string[]> {
    const { gone, shown } = await this.#db.transaction(async (tx) => {
      // Conversations first: their messages hold on to the pictures.
      const told = await tx.delete(conversations).where(eq(conversations.ownerId, ownerId)).returning({ id: conversations.id });
      const pictures = await tx.delete(attachments).where(eq(attachments.ownerId, ownerId)).returning({ id: attachments.id });
      await tx.delete(owners).where(eq(owners.id, ownerId));
      return { gone: told.map(({ id }) => id), shown: pictures.map(({ id }) => id) };
    });
    this.#new.forget(ownerId);
    await this.#pictures(shown);
    // For nothing it would be work that anybody can cause. The rows are gone whether or not it succeeds.
    if (gone.length + shown.length > 0) await this.#scrub({ wholly: true }).catch(() => undefined);
    return gone;
  }

  /** Removes what an earlier process left behind: pictures never sent, files without a row, readings of pictures nobody has. */
  async sweep(): Promise<void> {
    await this.#attachments.forgetUnsent(new Date(Date.now() - unsentForMs));
    const batch: string[] = [];
    for await (const id of this.#files.ids()) batch.push(id);
    for (let from = 0; from < batch.length; from += 1_000) await this.#pictures(batch.slice(from, from + 1_000));
    await this.#attachments.forgetOrphanedPerceptions();
    await this.#scrub({ wholly: false });
  }

  /** Many deletions at once are scrubbed once. One that fails is made up for by the next start. */
  #scrubSoon(): void {
    this.#nextScrub ??= wait(scrubAfterMs, undefined, { ref: false })
      .then(() => {
        this.#nextScrub = null;
        return this.#scrub({ wholly: false });
      })
      .catch(() => undefined);
  }

  async #pictures(ids: string[]): Promise<void> {
    for (const id of await this.#attachments.ownerless(ids)) {
      await this.#files.alone(id, async () => {
        if ((await this.#attachments.ownerless([id])).length === 0) return; // somebody has uploaded it in the meantime
        await this.#db.delete(perceptions).where(eq(perceptions.pictureId, id));
        await this.#files.delete(id);
      });
    }
  }
}
