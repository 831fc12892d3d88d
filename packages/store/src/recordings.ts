import type { Recording, RecordingFacts } from '@ocelli/protocol';
import { and, eq, inArray, like } from 'drizzle-orm';
import { rememberFile, type FileRow } from './attachments.js';
import type { Db } from './database.js';
import { attachments } from './schema.js';

export interface StoredRecording extends Recording {
  facts: RecordingFacts;
}

const isSound = like(attachments.mediaType, 'audio/%');

/** The recordings that an owner has shown; they are kept, sent, forgotten and deleted as pictures are. Every read names the owner. */
export class Recordings {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Remembers a recording; showing it again changes nothing but the name it goes by from now on. */
  async add(ownerId: string, recording: Omit<StoredRecording, 'bytes' | 'seconds'>): Promise<void> {
    await rememberFile(this.#db, ownerId, recording);
  }

  async find(ownerId: string, id: string): Promise<StoredRecording | null> {
    return (await this.findAll(ownerId, [id])).get(id) ?? null;
  }

  async findAll(ownerId: string, ids: string[]): Promise<Map<string, StoredRecording>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db.select().from(attachments).where(and(eq(attachments.ownerId, ownerId), inArray(attachments.id, ids), isSound));
    return new Map(rows.map((row) => [row.id, toRecording(row)]));
  }
}

export const isRecording = ({ mediaType }: { mediaType: string }): boolean => mediaType.startsWith('audio/');

export function toRecording(row: FileRow): StoredRecording {
  const { id, name, mediaType } = row;
  const facts = row.facts as RecordingFacts;
  return { id, name, mediaType, facts, bytes: facts.bytes, seconds: facts.seconds };
}
