import { z } from 'zod';
import { AttachmentUse, ConversationSummary, Id, limits, Message, Sha256 } from './conversation.js';
import type { ErrorBody } from './errors.js';
import type { ModelsChange } from './installs.js';
import type { ListenAudio, ListenCancel, ListenEnd, ListenReceived, ListenStart, ListenUpdate } from './listening.js';
import type { RunEvent } from './run-events.js';

/** Ask. Ids are the client's: the same `turnId` sent again answers with the same run. */
export const TurnStart = z.object({
  turnId: Id,
  conversationId: Id,
  userMessageId: Id,
  /** The assistant message this follows, or null at the start; a sibling of an earlier question when it was edited. */
  parentId: Id.nullable(),
  text: z.string().trim().max(limits.questionCharacters),
  attachments: z.array(AttachmentUse).max(limits.attachmentsPerTurn),
  /** Recordings in which the question is asked, or its rest. */
  recordings: z.array(z.object({ id: Sha256 })).max(limits.recordingsPerTurn).optional(),
}).refine((turn) => turn.text.length > 0 || turn.attachments.length > 0 || (turn.recordings ?? []).length > 0, 'a turn needs a question, a picture or a recording');
export type TurnStart = z.infer<typeof TurnStart>;

/** Answer the same question again, as a sibling of the earlier answers (also: retry after an interruption). */
export const TurnRegenerate = z.object({ turnId: Id, conversationId: Id, userMessageId: Id });
export type TurnRegenerate = z.infer<typeof TurnRegenerate>;

export const TurnStop = z.object({ runId: Id });
export type TurnStop = z.infer<typeof TurnStop>;

/** Follow a conversation; `after` names the last `seq` known of each run, so that nothing is missed or doubled. */
export const ConversationWatch = z.object({ conversationId: Id, after: z.record(Id, z.number().int().nonnegative()).default({}) });
export type ConversationWatch = z.infer<typeof ConversationWatch>;

export const TurnAccepted = z.object({ conversationId: Id, userMessageId: Id, assistantMessageId: Id, runId: Id });
export type TurnAccepted = z.infer<typeof TurnAccepted>;

export type Ack<T> = (reply: { ok: true; value: T } | { ok: false; error: ErrorBody }) => void;

export interface ClientToServer {
  'turn.start': (turn: TurnStart, ack: Ack<TurnAccepted>) => void;
  'turn.regenerate': (turn: TurnRegenerate, ack: Ack<TurnAccepted>) => void;
  'turn.stop': (stop: TurnStop, ack: Ack<Record<string, never>>) => void;
  'conversation.watch': (watch: ConversationWatch, ack: Ack<Record<string, never>>) => void;
  'conversation.unwatch': (watch: { conversationId: string }, ack: Ack<Record<string, never>>) => void;
  'listen.start': (start: ListenStart, ack: Ack<ListenReceived>) => void;
  'listen.audio': (audio: ListenAudio, ack: Ack<ListenReceived>) => void;
  'listen.end': (end: ListenEnd, ack: Ack<ListenReceived>) => void;
  'listen.cancel': (cancel: ListenCancel, ack: Ack<Record<string, never>>) => void;
}

export const ConversationChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('updated'), conversation: ConversationSummary }),
  z.object({ type: z.literal('deleted'), conversationId: Id }),
]);
export type ConversationChange = z.infer<typeof ConversationChange>;

export const MessageCreated = z.object({ message: Message });
export type MessageCreated = z.infer<typeof MessageCreated>;

export interface ServerToClient {
  'run.event': (event: RunEvent) => void;
  'message.created': (created: MessageCreated) => void;
  /** Sent to every tab of the same owner. */
  'conversation.changed': (change: ConversationChange) => void;
  /** Sent to every page, at most every half second, while something happens to the machine's models. */
  'models.changed': (change: ModelsChange) => void;
  /** Sent to the page that speaks. */
  'listen.update': (update: ListenUpdate) => void;
}
