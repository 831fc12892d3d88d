import { Attachment, type FileFacts } from '@ocelli/protocol';
import { and, eq, inArray, isNull, lt, notExists, notLike, sql } from 'drizzle-orm';
import type { Db } from './database.js';
import type { NewPictures } from './new-pictures.js';
import { attachments, messageAttachments, perceptions } from './schema.js';
import { storableText, toStorableJson } from './storable-text.js';

export interface StoredAttachment extends Attachment {
  facts: FileFacts;
}

const isPicture = notLike(attachments.mediaType, 'audio/%');

/** The pictures that an owner has shown. Every read names the owner: nobody sees another's. */
export class Attachments {
  readonly #db: Db;
  readonly #new: NewPictures;

  constructor(db: Db, newPictures: NewPictures) {
    this.#db = db;
    this.#new = newPictures;
  }

  /** Remembers a picture; showing it again changes nothing but the name it goes by from now on. */
  async add(ownerId: string, picture: Omit<StoredAttachment, 'bytes' | 'width' | 'height'>): Promise<void> {
    if (await rememberFile(this.#db, ownerId, picture)) this.#new.add(ownerId, toAttachment({ ...picture, name: storableText(picture.name) }));
  }

  async find(ownerId: string, id: string): Promise<StoredAttachment | null> {
    const [row] = await this.#db.select().from(attachments).where(and(eq(attachments.ownerId, ownerId), eq(attachments.id, id), isPicture));
    return row ? toAttachment(row) : null;
  }

  async findAll(ownerId: string, ids: string[]): Promise<Map<string, StoredAttachment>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db.select().from(attachments).where(and(eq(attachments.ownerId, ownerId), inArray(attachments.id, ids), isPicture));
    return new Map(rows.map((row) => [row.id, toAttachment(row)]));
  }

  /** Forgets pictures and recordings that were uploaded before `before` and never sent; returns their ids. */
  async forgetUnsent(before: Date): Promise<string[]> {
    const uses = this.#db
      .select({ one: sql`1` })
      .from(messageAttachments)
      .where(and(eq(messageAttachments.ownerId, attachments.ownerId), eq(messageAttachments.attachmentId, attachments.id)));
    const gone = await this.#db.delete(attachments).where(and(lt(attachments.createdAt, before), notExists(uses))).returning({ id: attachments.id });
    return gone.map(({ id }) => id);
  }

  /** Those of `ids` that nobody has: their files and what was seen on them may go. */
  async ownerless(ids: string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const owned = await this.#db.selectDistinct({ id: attachments.id }).from(attachments).where(inArray(attachments.id, ids));
    const known = new Set(owned.map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }

  /** Forgets everything that was seen on pictures nobody has any more. */
  async forgetOrphanedPerceptions(): Promise<void> {
    const orphans = this.#db
      .select({ id: perceptions.pictureId })
      .from(perceptions)
      .leftJoin(attachments, eq(attachments.id, perceptions.pictureId))
      .where(isNull(attachments.id));
    await this.#db.delete(perceptions).where(inArray(perceptions.pictureId, orphans));
  }
}

/** Remembers a picture or a recording, and its owner, in one statement. False when the owner had it already. */
export async function rememberFile(db: Db, ownerId: string, { id, name, mediaType, facts }: FileRow): Promise<boolean> {
  const { rows } = await db.execute<{ inserted: boolean }>(sql`
    with owner as (insert into owners (id) values (${ownerId}) on conflict do nothing)
    insert into attachments (owner_id, id, name, media_type, facts)
    values (${ownerId}, ${id}, ${storableText(name)}, ${mediaType}, ${toStorableJson(facts)}::jsonb)
    on conflict (owner_id, id) do update set name = excluded.name
    returning xmax = 0 as inserted`);
  return rows[0]?.inserted === true;
}

/** What both kinds of files have. */
export type FileRow = Pick<typeof attachments.$inferSelect, 'id' | 'name' | 'mediaType' | 'facts'>;

export function toAttachment(row: FileRow): StoredAttachment {
  const { id, name, mediaType } = row;
  const facts = row.facts as FileFacts;
  return { id, name, mediaType, facts, bytes: facts.bytes, width: facts.width, height: facts.height };
}
