import { OcelliError, type AssistantMessage, type ConversationSummary, type TurnRegenerate, type TurnStart } from '@ocelli/protocol';
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { toSummary } from './conversations.js';
import type { Db } from './database.js';
import { attachments, conversations, messageAttachments, messages, owners, runs } from './schema.js';
import { searchText } from './search-text.js';
import { isDuplicate } from './store-errors.js';

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** Where a run stands in its conversation. */
export interface RunPlace {
  runId: string;
  conversationId: string;
  userMessageId: string;
  assistantMessageId: string;
}

/** A turn as stored: new, or the same that had been stored before (then nothing may be started for it). */
export type StoredTurn = (RunPlace & { created: true; conversation: ConversationSummary }) | (RunPlace & { created: false });

/** Who asks, and which process will answer with which message, should the turn be new. */
export interface Beginning {
  ownerId: string;
  bootId: string;
  assistantMessageId: string;
}

const place = { runId: runs.id, conversationId: runs.conversationId, userMessageId: runs.userMessageId, assistantMessageId: runs.messageId };

/** Questions, and the runs that answer them. */
export class Turns {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Stores a question and the run that will answer it, in one step; the same `turnId` again answers with the same run.
   * `title` is for the conversation, should it be new. Rejects with `not_found` (somebody else's conversation or picture, an
   * unknown parent) or `conflict` (an id that is in use for something else).
   */
  async start(turn: TurnStart, title: string, beginning: Beginning): Promise<StoredTurn> {
    return await this.#once(turn.turnId, beginning, async (tx) => {
      const { conversationId, userMessageId, parentId, text } = turn;
      const { ownerId, assistantMessageId } = beginning;
      await mayAsk(tx, turn, ownerId);
      await tx.insert(owners).values({ id: ownerId }).onConflictDoNothing();
      const [conversation] = await tx
        .insert(conversations)
        .values({ id: conversationId, ownerId, title, searchTitle: searchText(title), leafId: assistantMessageId })
        .onConflictDoUpdate({ target: conversations.id, set: { leafId: assistantMessageId, updatedAt: sql`now()` } })
        .returning();
      await tx.insert(messages).values([
        { id: userMessageId, conversationId, parentId, role: 'user', text, searchText: searchText(text) },
        { id: assistantMessageId, conversationId, parentId: userMessageId, role: 'assistant', text: '', searchText: '' },
      ]);
      if (turn.attachments.length > 0) {
        await tx.insert(messageAttachments).values(
          turn.attachments.map(({ id, region }, position) => ({ messageId: userMessageId, position, ownerId, attachmentId: id, region: region ?? null })),
        );
      }
      return { conversation, run: { conversationId, userMessageId, assistantMessageId } };
    });
  }

  /** Stores another run for a question asked before. Rejects with `not_found` when the question is not the owner's. */
  async startAgain({ turnId, conversationId, userMessageId }: TurnRegenerate, beginning: Beginning): Promise<StoredTurn> {
    return await this.#once(turnId, beginning, async (tx) => {
      const { ownerId, assistantMessageId } = beginning;
      const [question] = await tx
        .select({ id: messages.id })
        .from(messages)
        .innerJoin(conversations, eq(conversations.id, messages.conversationId))
        .where(and(eq(messages.id, userMessageId), eq(messages.role, 'user'), eq(conversations.id, conversationId), eq(conversations.ownerId, ownerId)));
      if (!question) throw new OcelliError('not_found', 'There is no such question to answer again.');
      await tx.insert(messages).values({ id: assistantMessageId, conversationId, parentId: userMessageId, role: 'assistant', text: '', searchText: '' });
      const [conversation] = await tx
        .update(conversations)
        .set({ leafId: assistantMessageId, updatedAt: sql`now()` })
        .where(eq(conversations.id, conversationId))
        .returning();
      return { conversation, run: { conversationId, userMessageId, assistantMessageId } };
    });
  }

  /** The run, when it belongs to the owner. */
  async find(ownerId: string, runId: string): Promise<(RunPlace & { status: AssistantMessage['status'] }) | null> {
    const [row] = await this.#db
      .select({ ...place, status: runs.status })
      .from(runs)
      .innerJoin(conversations, eq(conversations.id, runs.conversationId))
      .where(and(eq(runs.id, runId), eq(conversations.ownerId, ownerId)));
    return row ?? null;
  }

  async #once(
    turnId: string,
    { ownerId, bootId }: Beginning,
    create: (tx: Tx) => Promise<{ conversation: typeof conversations.$inferSelect | undefined; run: Omit<RunPlace, 'runId'> }>,
  ): Promise<StoredTurn> {
    const earlier = await this.#earlier(turnId, ownerId);
    if (earlier) return earlier;
    try {
      return await this.#db.transaction(async (tx) => {
        const { conversation, run } = await create(tx);
        if (!conversation) throw new OcelliError('not_found', 'There is no such conversation.');
        const { assistantMessageId: messageId, ...rest } = run;
        await tx.insert(runs).values({ id: turnId, messageId, ...rest, status: 'running', bootId });
        return { created: true, runId: turnId, ...run, conversation: toSummary(conversation) };
      });
    } catch (cause) {
      if (!isDuplicate(cause)) throw cause;
      // Sent twice at the same moment: the other one was first.
      const first = await this.#earlier(turnId, ownerId);
      if (first) return first;
      throw new OcelliError('conflict', 'One of the ids of this turn is in use for something else.', { cause });
    }
  }

  async #earlier(turnId: string, ownerId: string): Promise<StoredTurn | null> {
    const [row] = await this.#db
      .select({ ...place, owner: conversations.ownerId })
      .from(runs)
      .innerJoin(conversations, eq(conversations.id, runs.conversationId))
      .where(eq(runs.id, turnId));
    if (!row) return null;
    const { owner, ...run } = row;
    if (owner !== ownerId) throw new OcelliError('not_found', 'There is no such turn.');
    return { created: false, ...run };
  }
}

async function mayAsk(tx: Tx, { conversationId, parentId, attachments: shown }: TurnStart, ownerId: string): Promise<void> {
  const [conversation] = await tx.select({ ownerId: conversations.ownerId }).from(conversations).where(eq(conversations.id, conversationId));
  if (conversation && conversation.ownerId !== ownerId) throw new OcelliError('not_found', 'There is no such conversation.');
  if (parentId !== null) {
    const [parent] = await tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.id, parentId), eq(messages.conversationId, conversationId), eq(messages.role, 'assistant')));
    if (!parent) throw new OcelliError('not_found', 'The answer that this question follows is not in the conversation.');
  }
  const ids = [...new Set(shown.map(({ id }) => id))];
  if (ids.length > 0) {
    const [known] = await tx.select({ n: count() }).from(attachments).where(and(eq(attachments.ownerId, ownerId), inArray(attachments.id, ids)));
    if (known?.n !== ids.length) throw new OcelliError('not_found', 'One of the pictures is not here any more. Add it again.');
  }
}
