import { OcelliError, type AssistantMessage, type BoardCorrection, type ConversationSummary, type Message, type Recording, type TurnRegenerate, type TurnStart, type UserMessage } from '@ocelli/protocol';
import { eq, sql, type SQL } from 'drizzle-orm';
import { toAttachment, type FileRow, type StoredAttachment } from './attachments.js';
import { correctionsByPicture } from './board-corrections.js';
import type { Db } from './database.js';
import { emptyAnswer } from './fold-run.js';
import type { NewPictures } from './new-pictures.js';
import { isRecording, toRecording } from './recordings.js';
import { conversations, runs } from './schema.js';
import { searchText } from './search-text.js';
import { storableText, toStorableJson } from './storable-text.js';
import { isDuplicate, isMissingReference } from './store-errors.js';

/** Where a run stands in its conversation. */
export interface RunPlace {
  runId: string;
  conversationId: string;
  userMessageId: string;
  assistantMessageId: string;
}

/**
 * A turn as stored: new, with the messages it brought; or the same that had been stored before, and then nothing may be
 * started for it.
 */
export type StoredTurn =
  | ({ created: true; conversation: ConversationSummary; messages: Message[] } & RunPlace)
  | ({ created: false } & RunPlace);

/** Who asks, and which process will answer with which message, should the turn be new. */
export interface Beginning {
  ownerId: string;
  bootId: string;
  assistantMessageId: string;
}

/** A question that is not stored yet, with what is known of the pictures that come with it. */
export interface AskedQuestion {
  /** As it will be stored, a moment of `createdAt` aside. */
  question: UserMessage;
  pictures: Map<string, StoredAttachment>;
  corrections: Map<string, BoardCorrection[]>;
}

/** Questions, and the runs that answer them. At most two round trips each, because people wait for the acknowledgement. */
export class Turns {
  readonly #db: Db;
  readonly #new: NewPictures;

  constructor(db: Db, newPictures: NewPictures) {
    this.#db = db;
    this.#new = newPictures;
  }

  /** What a question asks about, or the same turn if it was stored before. Rejects with `not_found` (somebody else's turn, picture or recording). */
  async read(turn: TurnStart, ownerId: string): Promise<AskedQuestion | (StoredTurn & { created: false })> {
    // A turn that is sent again finds them taken; nobody has corrected a board that was not read yet.
    const fresh = turn.recordings?.length || turn.attachments.length === 0 ? null : this.#new.take(ownerId, turn.attachments.map(({ id }) => id));
    if (fresh) return { question: questionOf(turn, fresh, []), pictures: fresh, corrections: new Map() };
    const { turnId } = turn;
    const spoken = turn.recordings ?? [];
    const ids = toStorableJson([...turn.attachments, ...spoken].map(({ id }) => id));
    const { rows } = await this.#db.execute<{ run: (RunPlace & { ownerId: string }) | null; shown: FileRow[]; corrected: (BoardCorrection & { attachmentId: string })[] }>(sql`
      with asked as (select jsonb_array_elements_text(${ids}::jsonb) as id)
      select
        (select json_build_object('runId', runs.id, 'conversationId', conversation_id, 'userMessageId', user_message_id, 'assistantMessageId', message_id, 'ownerId', owner_id)
          from runs join conversations on conversations.id = conversation_id where runs.id = ${turnId}) as run,
        (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'mediaType', media_type, 'facts', facts)), '[]')
          from attachments where owner_id = ${ownerId} and id in (select id from asked)) as shown,
        (select coalesce(json_agg(json_build_object('attachmentId', attachment_id, 'boardIndex', board_index, 'square', square, 'piece', piece) order by board_index, square), '[]')
          from board_corrections where owner_id = ${ownerId} and attachment_id in (select id from asked)) as corrected`);
    const { run, shown, corrected } = rows[0]!;
    if (run) return sameTurn(run, ownerId);
    const pictures = new Map(shown.filter((row) => !isRecording(row)).map((row) => [row.id, toAttachment(row)]));
    const sounds = new Map(shown.filter(isRecording).map((row) => [row.id, toRecording(row)]));
    const recordings = spoken.map(({ id }) => known(sounds.get(id)));
    return { question: questionOf(turn, pictures, recordings), pictures, corrections: correctionsByPicture(corrected) };
  }

  /**
   * Stores a question that {@link read} gave and the run that will answer it, in one step; the same `turnId` again answers with the
   * same run. `title` is for the conversation, should it be new. Rejects with `not_found` (somebody else's conversation, an unknown
   * parent, a picture deleted meanwhile) or `conflict` (an id that is in use for something else).
   */
  async start(turn: TurnStart, asked: UserMessage, title: string, beginning: Beginning): Promise<StoredTurn> {
    const { turnId, conversationId, userMessageId, parentId } = turn;
    const { ownerId, assistantMessageId } = beginning;
    const { text } = asked;
    const heading = storableText(title);
    const conversation = await this.#write(beginning, turnId, sql`
      with owner as (insert into owners (id) values (${ownerId}) on conflict do nothing),
      conversation as (
        insert into conversations (id, owner_id, title, search_title, leaf_id)
        select ${conversationId}, ${ownerId}, ${heading}, ${searchText(heading)}, ${assistantMessageId}
        where ${parentId}::text is null
          or exists (select 1 from messages where id = ${parentId} and conversation_id = ${conversationId} and role = 'assistant')
        on conflict (id) do update set leaf_id = excluded.leaf_id, updated_at = now() where conversations.owner_id = excluded.owner_id
        returning *
      ), said as (
        insert into messages (id, conversation_id, parent_id, role, text, search_text)
        select said.id, conversation.id, said.parent_id, said.role, said.text, said.search_text from conversation, (values
          (${userMessageId}, ${parentId}::text, 'user', ${text}, ${searchText(text)}),
          (${assistantMessageId}, ${userMessageId}, 'assistant', '', '')
        ) as said (id, parent_id, role, text, search_text)
      ), shown as (
        insert into message_attachments (message_id, position, owner_id, attachment_id, region)
        select ${userMessageId}, place - 1, conversation.owner_id, picture ->> 'id', picture -> 'region'
        from conversation, jsonb_array_elements(${toStorableJson([...turn.attachments, ...(turn.recordings ?? [])])}::jsonb) with ordinality as list (picture, place)
      ), begun as (
        insert into runs (id, conversation_id, user_message_id, message_id, status, boot_id)
        select ${turnId}, conversation.id, ${userMessageId}, ${assistantMessageId}, 'running', ${beginning.bootId} from conversation
      )
      select id, title, leaf_id, created_at, updated_at from conversation`);
    if ('created' in conversation) return conversation;
    const createdAt = conversation.updatedAt;
    const question: UserMessage = { ...asked, createdAt };
    const answer = emptyAnswer({ id: assistantMessageId, conversationId, parentId: userMessageId, createdAt, runId: turnId });
    return { created: true, runId: turnId, conversationId, userMessageId, assistantMessageId, conversation, messages: [question, answer] };
  }

  /** Stores another run for a question asked before. Rejects with `not_found` when the question is not the owner's. */
  async startAgain({ turnId, conversationId, userMessageId }: TurnRegenerate, beginning: Beginning): Promise<StoredTurn> {
    const { ownerId, assistantMessageId } = beginning;
    const earlier = await this.#earlier(turnId, ownerId);
    if (earlier) return earlier;
    const conversation = await this.#write(beginning, turnId, sql`
      with conversation as (
        update conversations set leaf_id = ${assistantMessageId}, updated_at = now()
        where id = ${conversationId} and owner_id = ${ownerId}
          and exists (select 1 from messages where id = ${userMessageId} and conversation_id = ${conversationId} and role = 'user')
        returning *
      ), said as (
        insert into messages (id, conversation_id, parent_id, role, text, search_text)
        select ${assistantMessageId}, conversation.id, ${userMessageId}, 'assistant', '', '' from conversation
      ), begun as (
        insert into runs (id, conversation_id, user_message_id, message_id, status, boot_id)
        select ${turnId}, conversation.id, ${userMessageId}, ${assistantMessageId}, 'running', ${beginning.bootId} from conversation
      )
      select id, title, leaf_id, created_at, updated_at from conversation`);
    if ('created' in conversation) return conversation;
    const answer = emptyAnswer({ id: assistantMessageId, conversationId, parentId: userMessageId, createdAt: conversation.updatedAt, runId: turnId });
    return { created: true, runId: turnId, conversationId, userMessageId, assistantMessageId, conversation, messages: [answer] };
  }

  /** The run, when it belongs to the owner. */
  async find(ownerId: string, runId: string): Promise<(RunPlace & { status: AssistantMessage['status'] }) | null> {
    const [row] = await this.#select(runId);
    if (!row || row.ownerId !== ownerId) return null;
    const { ownerId: _owner, ...run } = row;
    return run;
  }

  /** Runs the one statement that stores a turn; answers with the conversation, or with the same turn sent at the same moment. */
  async #write({ ownerId }: Beginning, turnId: string, statement: SQL): Promise<ConversationSummary | StoredTurn> {
    try {
      const { rows } = await this.#db.execute<{ id: string; title: string; leaf_id: string; created_at: string; updated_at: string }>(statement);
      const [row] = rows;
      if (!row) throw new OcelliError('not_found', 'There is no such conversation, or no such message in it.');
      const iso = (moment: string) => new Date(moment).toISOString();
      return { id: row.id, title: row.title, leafId: row.leaf_id, createdAt: iso(row.created_at), updatedAt: iso(row.updated_at) };
    } catch (cause) {
      if (isMissingReference(cause)) throw pictureGone();
      if (!isDuplicate(cause)) throw cause;
      const first = await this.#earlier(turnId, ownerId);
      if (first) return first;
      throw new OcelliError('conflict', 'One of the ids of this turn is in use for something else.', { cause });
    }
  }

  async #earlier(turnId: string, ownerId: string): Promise<(StoredTurn & { created: false }) | null> {
    const [row] = await this.#select(turnId);
    if (!row) return null;
    const { status: _status, ...run } = row;
    return sameTurn(run, ownerId);
  }

  async #select(runId: string) {
    return await this.#db
      .select({
        runId: runs.id,
        conversationId: runs.conversationId,
        userMessageId: runs.userMessageId,
        assistantMessageId: runs.messageId,
        status: runs.status,
        ownerId: conversations.ownerId,
      })
      .from(runs)
      .innerJoin(conversations, eq(conversations.id, runs.conversationId))
      .where(eq(runs.id, runId));
  }
}

function sameTurn({ ownerId: owner, ...run }: RunPlace & { ownerId: string }, ownerId: string): StoredTurn & { created: false } {
  if (owner !== ownerId) throw new OcelliError('not_found', 'There is no such turn.');
  return { created: false, ...run };
}

function questionOf({ userMessageId, conversationId, parentId, text, attachments }: TurnStart, pictures: ReadonlyMap<string, StoredAttachment>, recordings: Recording[]): UserMessage {
  return {
    ...{ role: 'user', id: userMessageId, conversationId, parentId, createdAt: new Date().toISOString(), text: storableText(text) },
    attachments: attachments.map(({ id, region }) => ({ ...known(pictures.get(id)), ...(region ? { region } : {}) })),
    ...(recordings.length > 0 ? { recordings } : {}),
  };
}

function known<T extends { facts: unknown }>(shown: T | undefined): Omit<T, 'facts'> {
  if (!shown) throw pictureGone();
  const { facts: _facts, ...attachment } = shown;
  return attachment;
}

function pictureGone(): OcelliError {
  return new OcelliError('not_found', 'One of the pictures or recordings is not here any more. Add it again.');
}
