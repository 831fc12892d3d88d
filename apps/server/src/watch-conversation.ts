import { OcelliError, type ConversationWatch } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import type { Answering } from './answering.js';
import { roomOfConversation, type OcelliSocket } from './live-conversations.js';

/** Lets a page follow a conversation from the entry it last saw, without a gap. */
export class WatchConversation {
  readonly #store: Store;
  readonly #answering: Answering;

  constructor(store: Store, answering: Answering) {
    this.#store = store;
    this.#answering = answering;
  }

  /**
   * Sends what the page has missed, messages it cannot know included, until nothing newer has been sent to others; then, in
   * the same step, it joins those. Entries may come twice (folding ignores them), never out of order. Rejects with `not_found`.
   */
  async begin(socket: OcelliSocket, { conversationId, after }: ConversationWatch): Promise<void> {
    const { ownerId } = socket.data;
    if (!(await this.#store.conversations.summary(ownerId, conversationId))) throw new OcelliError('not_found', 'There is no such conversation.');
    const seen = new Map(Object.entries(after));
    do {
      const missed = await this.#store.runLogs.eventsAfter(conversationId, Object.fromEntries(seen));
      if (missed.some(({ runId }) => !seen.has(runId))) await this.#introduce(socket, conversationId, seen);
      for (const entry of missed) {
        seen.set(entry.runId, entry.seq);
        socket.emit('run.event', entry);
      }
    } while (this.#isBehind(conversationId, seen));
    await socket.join(roomOfConversation(conversationId));
  }

  #isBehind(conversationId: string, seen: Map<string, number>): boolean {
    return [...this.#answering.sentIn(conversationId)].some(([runId, sent]) => sent > (seen.get(runId) ?? 0));
  }

  /** Sends the messages around runs the page does not know, as they were before anything happened to them. */
  async #introduce(socket: OcelliSocket, conversationId: string, seen: Map<string, number>): Promise<void> {
    const conversation = await this.#store.conversations.find(socket.data.ownerId, conversationId);
    const messages = conversation?.messages ?? [];
    for (const answer of messages) {
      if (answer.role !== 'assistant' || seen.has(answer.runId)) continue;
      const question = messages.find(({ id }) => id === answer.parentId);
      if (question) socket.emit('message.created', { message: question });
      socket.emit('message.created', { message: answer });
    }
  }
}
