import type { AssistantMessage, Conversation, ConversationPatch, ConversationSummary, Message, UserMessage } from '@ocelli/protocol';
import { and, asc, desc, eq, lt } from 'drizzle-orm';
import { toAttachment } from './attachments.js';
import type { Db } from './database.js';
import { foldRun } from './fold-run.js';
import { isRecording, toRecording } from './recordings.js';
import { attachments, conversations, messageAttachments, messages, runEvents, runs } from './schema.js';
import { searchText } from './search-text.js';

/** An owner's conversations. Another's are as good as absent: every method answers null or nothing for them. */
export class Conversations {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Latest first. `before` is the `updatedAt` of the last one already known. */
  async list(ownerId: string, { before, limit }: { before?: Date; limit: number }): Promise<ConversationSummary[]> {
    const older = before ? lt(conversations.updatedAt, before) : undefined;
    const rows = await this.#db
      .select()
      .from(conversations)
      .where(and(eq(conversations.ownerId, ownerId), older))
      .orderBy(desc(conversations.updatedAt), desc(conversations.id))
      .limit(limit);
    return rows.map(toSummary);
  }

  async summary(ownerId: string, id: string): Promise<ConversationSummary | null> {
    const [row] = await this.#db.select().from(conversations).where(ownedBy(ownerId, id));
    return row ? toSummary(row) : null;
  }

  /** With every message of every branch, each answer folded from its log. */
  async find(ownerId: string, id: string): Promise<Conversation | null> {
    // One statement at a time sees one moment; in a transaction all of them see the same.
    return await this.#db.transaction(
      async (tx) => {
        const [row] = await tx.select().from(conversations).where(ownedBy(ownerId, id));
        return row ? { ...toSummary(row), messages: await readMessages(tx, id) } : null;
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
  }

  /** Null when there is no such conversation, or the leaf is not one of its messages. */
  async change(ownerId: string, id: string, { title, leafId }: ConversationPatch): Promise<ConversationSummary | null> {
    if (leafId !== undefined) {
      const [leaf] = await this.#db.select({ id: messages.id }).from(messages).where(and(eq(messages.id, leafId), eq(messages.conversationId, id)));
      if (!leaf) return null;
    }
    const changes = { ...(title === undefined ? {} : { title, searchTitle: searchText(title) }), ...(leafId === undefined ? {} : { leafId }) };
    if (Object.keys(changes).length === 0) return await this.summary(ownerId, id);
    const [row] = await this.#db.update(conversations).set(changes).where(ownedBy(ownerId, id)).returning();
    return row ? toSummary(row) : null;
  }
}

/** All messages of a conversation, oldest first. */
export async function readMessages(db: Pick<Db, 'select'>, conversationId: string): Promise<Message[]> {
  const rows = await db
    .select({ message: messages, runId: runs.id })
    .from(messages)
    .leftJoin(runs, eq(runs.messageId, messages.id))
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.createdAt), desc(messages.role), asc(messages.id));
  const shown = await db
    .select({ use: messageAttachments, attachment: attachments })
    .from(messageAttachments)
    .innerJoin(messages, eq(messages.id, messageAttachments.messageId))
    .innerJoin(attachments, and(eq(attachments.ownerId, messageAttachments.ownerId), eq(attachments.id, messageAttachments.attachmentId)))
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messageAttachments.position));
  const log = await db
    .select({ runId: runEvents.runId, seq: runEvents.seq, event: runEvents.event })
    .from(runEvents)
    .innerJoin(runs, eq(runs.id, runEvents.runId))
    .where(eq(runs.conversationId, conversationId))
    .orderBy(asc(runEvents.seq));
  const eventsOf = grouped(log, ({ runId }) => runId);
  const shownWith = grouped(shown, ({ use }) => use.messageId);

  return rows.map(({ message, runId }): Message => {
    const { id, parentId } = message;
    const createdAt = message.createdAt.toISOString();
    if (message.role === 'assistant' && runId && parentId) {
      return foldRun({ id, conversationId, parentId, createdAt, runId }, eventsOf.get(runId) ?? []) satisfies AssistantMessage;
    }
    const files = shownWith.get(id) ?? [];
    const pictures = files.filter(({ attachment }) => !isRecording(attachment)).map(({ use, attachment }) => {
      return { ...withoutFacts(toAttachment(attachment)), ...(use.region ? { region: use.region } : {}) };
    });
    const recordings = files.filter(({ attachment }) => isRecording(attachment)).map(({ attachment }) => withoutFacts(toRecording(attachment)));
    return { role: 'user', id, conversationId, parentId, createdAt, text: message.text, attachments: pictures, ...(recordings.length > 0 ? { recordings } : {}) } satisfies UserMessage;
  });
}

function grouped<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function withoutFacts<T extends { facts: unknown }>({ facts: _facts, ...rest }: T): Omit<T, 'facts'> {
  return rest;
}

export function toSummary(row: typeof conversations.$inferSelect): ConversationSummary {
  const { id, title, leafId } = row;
  return { id, title, leafId, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

function ownedBy(ownerId: string, id: string) {
  return and(eq(conversations.id, id), eq(conversations.ownerId, ownerId));
}
