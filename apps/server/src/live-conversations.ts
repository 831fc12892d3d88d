import type { ClientToServer, ConversationChange, ConversationSummary, Message, RunEvent, ServerToClient } from '@ocelli/protocol';
import type { Server, Socket } from 'socket.io';

export type OcelliIo = Server<ClientToServer, ServerToClient, Record<string, never>, { ownerId: string }>;
export type OcelliSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, { ownerId: string }>;

export const roomOfConversation = (conversationId: string): string => `conversation:${conversationId}`;
export const roomOfOwner = (ownerId: string): string => `owner:${ownerId}`;

/** What open pages are told as it happens: those that watch a conversation, and every page of an owner. */
export class LiveConversations {
  readonly #io: OcelliIo;

  constructor(io: OcelliIo) {
    this.#io = io;
  }

  /** An entry that is stored. */
  send(entry: RunEvent): void {
    this.#io.to(roomOfConversation(entry.conversationId)).emit('run.event', entry);
  }

  /** New messages of a conversation. */
  introduce(ownerId: string, messages: Message[], conversation: ConversationSummary): void {
    for (const message of messages) this.#io.to(roomOfConversation(conversation.id)).emit('message.created', { message });
    this.changed(ownerId, { type: 'updated', conversation });
  }

  /** Something about a conversation that lists show. */
  changed(ownerId: string, change: ConversationChange): void {
    this.#io.to(roomOfOwner(ownerId)).emit('conversation.changed', change);
  }

  /** Nobody watches a conversation that is gone. */
  forget(conversationId: string): void {
    this.#io.in(roomOfConversation(conversationId)).socketsLeave(roomOfConversation(conversationId));
  }
}
