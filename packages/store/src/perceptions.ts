import { and, eq, sql } from 'drizzle-orm';
import type { Db } from './database.js';
import { perceptions } from './schema.js';
import { toStorableJson } from './storable-text.js';

const mostNew = 1_000;

/** What was seen where: a task (with its arguments, where it has any) at one version of its models, on one picture. */
export interface PerceptionKey {
  pictureId: string;
  task: string;
  version: string;
  /** JSON of the region looked at; empty for the whole picture. */
  region: string;
}

/** What models saw on pictures, by content: the same bytes are looked at once, whoever shows them. */
export class Perceptions {
  readonly #db: Db;
  /** Pictures of which nothing was remembered when they came; whoever asks about them need not wait for the database. */
  readonly #new = new Set<string>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Whether nothing is remembered of a picture that has just come. */
  async isNew(pictureId: string): Promise<boolean> {
    const known = await this.#db.select({ one: sql`1` }).from(perceptions).where(eq(perceptions.pictureId, pictureId)).limit(1);
    if (known.length > 0) return false;
    this.#new.add(pictureId);
    for (const oldest of this.#new) if (this.#new.size > mostNew) this.#new.delete(oldest);
    return true;
  }

  /** The stored JSON, for the caller to parse; undefined when this was not looked at yet. */
  async find(key: PerceptionKey): Promise<unknown> {
    if (this.#new.has(key.pictureId)) return undefined;
    const [row] = await this.#db
      .select({ seen: perceptions.seen })
      .from(perceptions)
      .where(
        and(
          eq(perceptions.pictureId, key.pictureId),
          eq(perceptions.task, key.task),
          eq(perceptions.version, key.version),
          eq(perceptions.region, key.region),
        ),
      );
    return row?.seen;
  }

  /** Remembers nothing of a picture that was deleted in the meantime. */
  async remember({ pictureId, task, version, region }: PerceptionKey, seen: unknown): Promise<void> {
    this.#new.delete(pictureId);
    await this.#db.execute(sql`
      insert into perceptions (picture_id, task, version, region, seen)
      select ${pictureId}, ${task}, ${version}, ${region}, ${toStorableJson(seen)}::jsonb
      where exists (select 1 from attachments where id = ${pictureId})
      on conflict do nothing`);
  }
}
