import type { BoardCorrection, Box, FileFacts, Message, RecordingFacts, RunEventBody, RunStatus } from '@ocelli/protocol';
import { customType, foreignKey, index, integer, pgTable, primaryKey, timestamp } from 'drizzle-orm/pg-core';
import { storableText, toStorableJson } from './storable-text.js';

const text = customType<{ data: string }>({ dataType: () => 'text', toDriver: storableText });
const jsonb = <T>(name: string) => customType<{ data: T; driverData: string | T }>({ dataType: () => 'jsonb', toDriver: toStorableJson, fromDriver: (value) => value as T })(name);

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** One browser. Everything a person has stored hangs on their owner and goes with it. */
export const owners = pgTable('owners', {
  id: text().primaryKey(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const conversations = pgTable(
  'conversations',
  {
    id: text().primaryKey(),
    ownerId: text('owner_id').notNull().references(() => owners.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    /** The title as search compares it. */
    searchTitle: text('search_title').notNull(),
    /** Last message of the branch the user looks at. */
    leafId: text('leaf_id'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [index('conversations_by_owner').on(table.ownerId, table.updatedAt)],
);

/** Questions and answers, a tree by `parentId`. The text of an answer is what its run's log folds to, kept here for search. */
export const messages = pgTable(
  'messages',
  {
    id: text().primaryKey(),
    conversationId: text('conversation_id').notNull().references(() => conversations.id, { onDelete: 'cascade' }),
    parentId: text('parent_id'),
    role: text().$type<Message['role']>().notNull(),
    text: text().notNull(),
    /** Lower-case, without accents and marks: what search compares with. */
    searchText: text('search_text').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('messages_by_conversation').on(table.conversationId, table.createdAt)],
);

/** Pictures, and recordings (their media type begins with `audio/`): both are files that an owner has shown. */
export const attachments = pgTable(
  'attachments',
  {
    ownerId: text('owner_id').notNull().references(() => owners.id, { onDelete: 'cascade' }),
    /** SHA-256 of the bytes as uploaded. */
    id: text().notNull(),
    name: text().notNull(),
    mediaType: text('media_type').notNull(),
    facts: jsonb<FileFacts | RecordingFacts>('facts').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.id] }), index('attachments_by_hash').on(table.id)],
);

/** Which pictures and recordings came with which question, in order. */
export const messageAttachments = pgTable(
  'message_attachments',
  {
    messageId: text('message_id').notNull().references(() => messages.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    ownerId: text('owner_id').notNull(),
    attachmentId: text('attachment_id').notNull(),
    region: jsonb<Box>('region'),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.position] }),
    foreignKey({ name: 'message_attachments_attachment_fk', columns: [table.ownerId, table.attachmentId], foreignColumns: [attachments.ownerId, attachments.id] }),
    index('message_attachments_by_attachment').on(table.ownerId, table.attachmentId),
  ],
);

/** One attempt to answer. Its id is the client's turn id, so a turn sent twice is one run. */
export const runs = pgTable(
  'runs',
  {
    id: text().primaryKey(),
    conversationId: text('conversation_id').notNull().references(() => conversations.id, { onDelete: 'cascade' }),
    userMessageId: text('user_message_id').notNull().references(() => messages.id, { onDelete: 'cascade' }),
    messageId: text('message_id').notNull().unique().references(() => messages.id, { onDelete: 'cascade' }),
    status: text().$type<RunStatus>().notNull(),
    /** The server process that works on it: a run of another process that no longer beats is interrupted. */
    bootId: text('boot_id').notNull(),
    heartbeatAt: moment('heartbeat_at').notNull().defaultNow(),
  },
  (table) => [index('runs_by_conversation').on(table.conversationId), index('runs_by_status').on(table.status)],
);

/** The append-only log: `seq` starts at 1 and has no gaps. */
export const runEvents = pgTable(
  'run_events',
  {
    runId: text('run_id').notNull().references(() => runs.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    event: jsonb<RunEventBody>('event').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
);

/** What a model saw on a picture, so that each picture is perceived once. Holds no owner: it says only what the bytes say. */
export const perceptions = pgTable(
  'perceptions',
  {
    pictureId: text('picture_id').notNull(),
    task: text().notNull(),
    /** Changes when the models or the code behind the task change. */
    version: text().notNull(),
    /** The region as JSON; empty for the whole picture. */
    region: text().notNull(),
    seen: jsonb<unknown>('seen').notNull(),
  },
  (table) => [primaryKey({ columns: [table.pictureId, table.task, table.version, table.region] })],
);

export const boardCorrections = pgTable(
  'board_corrections',
  {
    ownerId: text('owner_id').notNull(),
    attachmentId: text('attachment_id').notNull(),
    boardIndex: integer('board_index').notNull(),
    square: text().notNull(),
    piece: text().$type<NonNullable<BoardCorrection['piece']>>(),
  },
  (table) => [
    primaryKey({ name: 'board_corrections_pk', columns: [table.ownerId, table.attachmentId, table.boardIndex, table.square] }),
    foreignKey({ name: 'board_corrections_attachment_fk', columns: [table.ownerId, table.attachmentId], foreignColumns: [attachments.ownerId, attachments.id] }).onDelete('cascade'),
  ],
);
