import { BoardCorrection } from '@ocelli/protocol';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Db } from './database.js';
import { boardCorrections } from './schema.js';

/** Squares that a user set by hand on a picture of theirs. */
export class BoardCorrections {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async of(ownerId: string, attachmentId: string): Promise<BoardCorrection[]> {
    return (await this.ofAll(ownerId, [attachmentId])).get(attachmentId) ?? [];
  }

  async ofAll(ownerId: string, attachmentIds: string[]): Promise<Map<string, BoardCorrection[]>> {
    if (attachmentIds.length === 0) return new Map();
    const rows = await this.#db
      .select()
      .from(boardCorrections)
      .where(and(eq(boardCorrections.ownerId, ownerId), inArray(boardCorrections.attachmentId, attachmentIds)))
      .orderBy(asc(boardCorrections.boardIndex), asc(boardCorrections.square));
    return correctionsByPicture(rows);
  }

  /** The attachment must be the owner's. A later correction of the same square replaces the earlier one. */
  async set(ownerId: string, attachmentId: string, { boardIndex, square, piece }: BoardCorrection): Promise<void> {
    const { ownerId: owner, attachmentId: attachment, boardIndex: board, square: on } = boardCorrections;
    await this.#db
      .insert(boardCorrections)
      .values({ ownerId, attachmentId, boardIndex, square, piece })
      .onConflictDoUpdate({ target: [owner, attachment, board, on], set: { piece } });
  }

  async clear(ownerId: string, attachmentId: string): Promise<void> {
    await this.#db.delete(boardCorrections).where(and(eq(boardCorrections.ownerId, ownerId), eq(boardCorrections.attachmentId, attachmentId)));
  }
}

export function correctionsByPicture(rows: readonly (Omit<BoardCorrection, 'square'> & { attachmentId: string; square: string })[]): Map<string, BoardCorrection[]> {
  const found = new Map<string, BoardCorrection[]>();
  for (const { attachmentId, boardIndex, square, piece } of rows) {
    found.set(attachmentId, [...(found.get(attachmentId) ?? []), BoardCorrection.parse({ boardIndex, square, piece })]);
  }
  return found;
}
