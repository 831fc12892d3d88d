import { OcelliError, type RunEvent, type RunEventBody } from '@ocelli/protocol';
import { and, asc, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import type { Db } from './database.js';
import { wordsOf } from './evidence-links.js';
import { foldRun } from './fold-run.js';
import { runEvents, runs } from './schema.js';
import { searchText } from './search-text.js';
import { storableText, toStorableJson } from './storable-text.js';
import type { RunPlace } from './turns.js';

export type EndedEvent = Extract<RunEventBody, { type: 'ended' }>;

/** The append-only logs of runs. An entry that was stored is never changed; a log that was ended never grows. */
export class RunLogs {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Appends `events` as `firstSeq` and the numbers after it. False when the run has ended: then nothing was written. */
  async append(runId: string, firstSeq: number, events: RunEventBody[]): Promise<boolean> {
    const written = await this.#db.execute(sql`
      insert into run_events (run_id, seq, event)
      select ${runId}, ${firstSeq}::int - 1 + place, event
      from jsonb_array_elements(${toStorableJson(events)}::jsonb) with ordinality as log (event, place)
      where exists (select 1 from runs where id = ${runId} and status = 'running')`);
    return written.rowCount === events.length;
  }

  /**
   * Appends the last events and `ended`, and closes the log for good, in one statement. False when it was closed before.
   * `answer` is the text of the whole answer, kept for search.
   */
  async end(runId: string, firstSeq: number, last: RunEventBody[], ended: EndedEvent, answer: string): Promise<boolean> {
    const text = storableText(wordsOf(answer));
    const written = await this.#db.execute(sql`
      with closed as (
        update runs set status = ${ended.status} where id = ${runId} and status = 'running' returning id, message_id, conversation_id
      ), told as (
        update messages set text = ${text}, search_text = ${searchText(text)} from closed where messages.id = closed.message_id
      ), touched as (
        update conversations set updated_at = now() from closed where conversations.id = closed.conversation_id
      )
      insert into run_events (run_id, seq, event)
      select closed.id, ${firstSeq}::int - 1 + place, event
      from closed, jsonb_array_elements(${toStorableJson([...last, ended])}::jsonb) with ordinality as log (event, place)`);
    return written.rowCount === last.length + 1;
  }

  /** What a client that knows each run up to `after[runId]` has missed of a conversation, in order; all of unknown runs. */
  async eventsAfter(conversationId: string, after: Record<string, number>): Promise<RunEvent[]> {
    const known = sql`coalesce((${JSON.stringify(after)}::jsonb ->> ${runs.id})::bigint, 0)`;
    return await this.#db
      .select({ conversationId: runs.conversationId, messageId: runs.messageId, runId: runs.id, seq: runEvents.seq, event: runEvents.event })
      .from(runEvents)
      .innerJoin(runs, eq(runs.id, runEvents.runId))
      .where(and(eq(runs.conversationId, conversationId), gt(runEvents.seq, known)))
      .orderBy(asc(runs.id), asc(runEvents.seq));
  }

  /** Says that the process `bootId` is alive and works on these. */
  async beat(bootId: string, runIds: string[]): Promise<void> {
    if (runIds.length === 0) return;
    await this.#db.update(runs).set({ heartbeatAt: sql`now()` }).where(and(inArray(runs.id, runIds), eq(runs.bootId, bootId)));
  }

  /**
   * Ends as interrupted, with what was said kept, the runs of other processes that have not beaten since `silentSince`
   * (of all other processes without it). Returns the closing entries.
   */
  async interruptDead(bootId: string, silentSince?: Date): Promise<RunEvent[]> {
    const silent = silentSince ? lt(runs.heartbeatAt, silentSince) : undefined;
    const dead = await this.#db.select().from(runs).where(and(eq(runs.status, 'running'), ne(runs.bootId, bootId), silent));
    const error = new OcelliError('interrupted', 'The server stopped while it was answering. What was said is kept; ask again for the rest.').toBody();
    const ended: EndedEvent = { type: 'ended', status: 'interrupted', error };
    const closing: RunEvent[] = [];
    for (const { id: runId, conversationId, messageId: assistantMessageId, userMessageId } of dead) {
      const entry = await this.endAsStored({ runId, conversationId, userMessageId, assistantMessageId }, ended);
      if (entry) closing.push(entry);
    }
    return closing;
  }

  /** Ends a run that is in nobody's hands after whatever its log holds. Null when it had ended already. */
  async endAsStored({ runId, conversationId, userMessageId, assistantMessageId }: RunPlace, ended: EndedEvent): Promise<RunEvent | null> {
    const log = await this.#db.select().from(runEvents).where(eq(runEvents.runId, runId)).orderBy(asc(runEvents.seq));
    const said = foldRun({ id: assistantMessageId, conversationId, parentId: userMessageId, createdAt: '', runId }, log);
    const seq = said.seq + 1;
    const wrote = await this.end(runId, seq, [], ended, said.text);
    return wrote ? { conversationId, messageId: assistantMessageId, runId, seq, event: ended } : null;
  }
}
