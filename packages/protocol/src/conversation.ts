import { z } from 'zod';
import { ErrorBody } from './errors.js';
import { AnswerStatus, Evidence } from './evidence.js';
import { Box } from './geometry.js';
import { ModelUse, Piece, SquareName } from './perception.js';

/** Made by the client, so that sending twice means the same thing once. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const Iso = z.string();

export const limits = {
  questionCharacters: 4_000,
  titleCharacters: 200,
  attachmentsPerTurn: 8,
  recordingsPerTurn: 3,
  searchCharacters: 200,
  uploadBytes: 40 * 1024 * 1024,
  /** Decoded pixels of one picture. */
  pixels: 60_000_000,
} as const;

/** A picture a user has shown: named by the hash of the bytes that were uploaded. */
export const Attachment = z.object({
  id: Sha256,
  name: z.string().max(255),
  /** Type of the bytes as found, not as claimed. */
  mediaType: z.string(),
  bytes: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Attachment = z.infer<typeof Attachment>;

/** A picture in a turn, perhaps with the region the question is about. */
export const AttachmentUse = z.object({ id: Sha256, region: Box.optional() });
export type AttachmentUse = z.infer<typeof AttachmentUse>;

/**
 * A recording of somebody who asks something, named by the hash of the bytes that were uploaded. What was said in it is known once an answer has listened to it:
 * the output of its `listen` call ({@link Listened}).
 */
export const Recording = z.object({
  id: Sha256,
  name: z.string().max(255),
  /** Type of the bytes as found, not as claimed. */
  mediaType: z.string().regex(/^audio\//),
  bytes: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
});
export type Recording = z.infer<typeof Recording>;

export const ToolCall = z.object({
  callId: z.string(),
  tool: z.string(),
  /** Short human sentence while it runs: "Reading the board". */
  title: z.string(),
  input: z.unknown(),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  output: z.unknown().optional(),
  error: ErrorBody.optional(),
  ms: z.number().nonnegative().optional(),
  models: z.array(ModelUse).default([]),
});
export type ToolCall = z.infer<typeof ToolCall>;

/** Where a reply stands. Only `running` changes any more. */
export const RunStatus = z.enum(['running', 'complete', 'stopped', 'interrupted', 'failed']);
export type RunStatus = z.infer<typeof RunStatus>;

export const UserMessage = z.object({
  role: z.literal('user'),
  id: Id,
  conversationId: Id,
  parentId: Id.nullable(),
  createdAt: Iso,
  text: z.string(),
  attachments: z.array(Attachment.extend({ region: Box.optional() })),
  recordings: z.array(Recording).optional(),
});
export const AssistantMessage = z.object({
  role: z.literal('assistant'),
  id: Id,
  conversationId: Id,
  parentId: Id,
  createdAt: Iso,
  runId: Id,
  status: RunStatus,
  /** Highest `seq` folded into this message. */
  seq: z.number().int().nonnegative(),
  /** One short line about what is happening now; empty when nothing is. */
  activity: z.string(),
  text: z.string(),
  answerStatus: AnswerStatus.optional(),
  toolCalls: z.array(ToolCall),
  evidence: z.array(Evidence),
  error: ErrorBody.optional(),
});
/** Messages form a tree: an edited question or a regenerated answer is a sibling of the one it replaces. */
export const Message = z.discriminatedUnion('role', [UserMessage, AssistantMessage]);
export type UserMessage = z.infer<typeof UserMessage>;
export type AssistantMessage = z.infer<typeof AssistantMessage>;
export type Message = z.infer<typeof Message>;

export const ConversationSummary = z.object({
  id: Id,
  title: z.string(),
  createdAt: Iso,
  updatedAt: Iso,
  /** Last message of the branch the user looks at. */
  leafId: Id.nullable(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const Conversation = ConversationSummary.extend({ messages: z.array(Message) });
export type Conversation = z.infer<typeof Conversation>;

/** A square the user set by hand; it overrides what was read on that picture from then on. */
export const BoardCorrection = z.object({ boardIndex: z.number().int().min(0).max(31), square: SquareName, piece: Piece.nullable() });
export type BoardCorrection = z.infer<typeof BoardCorrection>;
