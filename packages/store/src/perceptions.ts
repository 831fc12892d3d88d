import { and, eq, sql } from 'drizzle-orm';
import type { Db } from './database.js';
import { perceptions } from './schema.js';
import { toStorableJson } from './storable-text.js';

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

  constructor(db: Db) {
    this.#db = db;
  }

  /** The stored JSON, for the caller to parse; undefined when this was not looked at yet. */
  async find(key: PerceptionKey): Promise<unknown> {
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
    await this.#db.execute(sql`
      insert into perceptions (picture_id, task, version, region, seen)
      select ${pictureId}, ${task}, ${version}, ${region}, ${toStorableJson(seen)}::jsonb
      where exists (select 1 from attachments where id = ${pictureId})
      on conflict do nothing`);
  }
}
