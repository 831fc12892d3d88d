import { create } from 'zustand';
import type { ConversationChange, ConversationSummary } from '@/wire/protocol';
import { rest } from '@/wire/rest';

interface History {
  conversations: ConversationSummary[];
  status: 'loading' | 'ready' | 'unreachable';
  more: boolean;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  take(change: ConversationChange): void;
}

const newestFirst = (a: ConversationSummary, b: ConversationSummary): number => b.updatedAt.localeCompare(a.updatedAt) || a.id.localeCompare(b.id);

function merged(known: ConversationSummary[], fresh: ConversationSummary[]): ConversationSummary[] {
  return [...new Map([...known, ...fresh].map((conversation) => [conversation.id, conversation])).values()].sort(newestFirst);
}

/** This browser's conversations, newest first. */
export const useHistory = create<History>()((set, get) => ({
  conversations: [],
  status: 'loading',
  more: false,

  async load() {
    try {
      const { conversations, more } = await rest.conversations();
      set({ conversations: [...conversations].sort(newestFirst), more, status: 'ready' });
    } catch {
      if (get().status !== 'ready') set({ status: 'unreachable' });
    }
  },

  async loadMore() {
    const oldest = get().conversations.at(-1);
    if (!oldest) return;
    try {
      const { conversations, more } = await rest.conversations(oldest.updatedAt);
      set((state) => ({ conversations: merged(state.conversations, conversations), more }));
    } catch {
      // The button stays; pressing it again asks again.
    }
  },

  take(change) {
    set(({ conversations }) => ({
      conversations:
        change.type === 'updated' ? merged(conversations, [change.conversation]) : conversations.filter(({ id }) => id !== change.conversationId),
    }));
  },
}));
