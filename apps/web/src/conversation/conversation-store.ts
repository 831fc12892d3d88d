import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { OcelliError, type Conversation, type Message, type RunEvent } from '@/wire/protocol';
import { newId } from '@/wire/new-id';
import { rest } from '@/wire/rest';
import { branchTo, followLeaf, newestLeafUnder } from './message-tree';
import { useOutbox } from './outbox';
import { emptyLog, takeEvent, takeMessage, type RunLog } from './run-log';

/** new: not on the server yet; missing: not there or not this browser's; unreachable: could not be asked for. */
export type OpenStatus = 'new' | 'loading' | 'ready' | 'missing' | 'unreachable';

interface OpenConversation {
  id: string;
  status: OpenStatus;
  log: RunLog;
  leafId: string | null;
  /** A leaf the server named before it sent the message. */
  namedLeafId: string | null;
  /** A message that was looked for: brought into view once, when it is on the screen. */
  soughtId: string | null;
  /** Runs whose reply the user froze; their words wait until the run's end is known. */
  stopping: readonly string[];
}

interface ConversationActions {
  open(id: string): void;
  startNew(): void;
  /** Takes a conversation that was deleted off the screen. */
  takeAway(): void;
  /** Reads the conversation again, keeping whatever is further along here. */
  load(): Promise<void>;
  takeMessage(message: Message): void;
  takeEvent(entry: RunEvent): void;
  followLeaf(leafId: string | null): void;
  showLeafOf(messageId: string): void;
  /** Shows the branch a message is on, and brings the message into view. */
  seek(messageId: string): void;
  found(): void;
  setLeaf(leafId: string): void;
  freeze(runId: string): void;
  unfreeze(runId: string): void;
}

const blank = (id: string, status: OpenStatus): OpenConversation => ({ id, status, log: emptyLog, leafId: null, namedLeafId: null, soughtId: null, stopping: [] });

/** What the outbox still holds for this conversation belongs on the screen too. */
function withUnsent(state: OpenConversation): OpenConversation {
  const unsent = useOutbox.getState().letters.flatMap((letter) => (letter.kind === 'start' && letter.message.conversationId === state.id ? [letter.message] : []));
  const missing = unsent.filter((message) => !state.log.messages[message.id]);
  if (missing.length === 0) return state;
  const log = missing.reduce(takeMessage, state.log);
  return { ...state, log, leafId: newestLeafUnder(log.messages, missing.at(-1)!.id) };
}

function withConversation(state: OpenConversation, conversation: Conversation): OpenConversation {
  const log = conversation.messages.reduce(takeMessage, state.log);
  const leafId = followLeaf(log.messages, state.leafId, conversation.leafId);
  return withUnsent({ ...state, status: 'ready', log, leafId });
}

/** The conversation on the screen: fed by REST when opened, by the socket from then on. */
export const useConversation = create<OpenConversation & ConversationActions>()((set, get) => ({
  ...blank('', 'loading'),

  open(id) {
    if (get().id === id) return;
    set(withUnsent(blank(id, 'loading')));
    void get().load();
  },

  startNew() {
    set(blank(newId(), 'new'));
  },

  takeAway() {
    set(blank(get().id, 'missing'));
  },

  async load() {
    const { id, status } = get();
    if (status === 'new') return;
    try {
      const conversation = await rest.conversation(id);
      if (get().id === id) set((state) => withConversation(state, conversation));
    } catch (cause) {
      if (get().id !== id) return;
      const missing = OcelliError.from(cause).code === 'not_found';
      // A conversation whose first question has not left this browser yet is not missing.
      if (missing && Object.keys(get().log.messages).length > 0) set({ status: 'ready' });
      else if (get().status !== 'ready') set({ status: missing ? 'missing' : 'unreachable' });
    }
  },

  takeMessage(message) {
    if (message.conversationId !== get().id) return;
    set((state) => {
      const log = takeMessage(state.log, message);
      const extendsShown = message.parentId === state.leafId;
      const wasNamed = message.id === state.namedLeafId;
      return { log, status: 'ready', ...(extendsShown || wasNamed ? { leafId: newestLeafUnder(log.messages, message.id), namedLeafId: null } : {}) };
    });
  },

  takeEvent(entry) {
    if (entry.conversationId !== get().id) return;
    set((state) => {
      const frozen = state.stopping.includes(entry.runId) && entry.event.type !== 'ended';
      if (frozen) return { log: { ...state.log, early: { ...state.log.early, [entry.messageId]: [...(state.log.early[entry.messageId] ?? []), entry] } } };
      return { log: takeEvent(state.log, entry), stopping: entry.event.type === 'ended' ? state.stopping.filter((runId) => runId !== entry.runId) : state.stopping };
    });
  },

  followLeaf(named) {
    set((state) => ({
      leafId: followLeaf(state.log.messages, state.leafId, named),
      namedLeafId: named !== null && !state.log.messages[named] ? named : null,
    }));
  },

  showLeafOf(messageId) {
    const { id, log, status } = get();
    const leafId = newestLeafUnder(log.messages, messageId);
    set({ leafId });
    // Only a convenience for other tabs and the next visit; the branch is shown here either way.
    if (status === 'ready') rest.changeConversation(id, { leafId }).catch(() => undefined);
  },

  seek(messageId) {
    if (!shownBranch(get()).some(({ id }) => id === messageId)) get().showLeafOf(messageId);
    set({ soughtId: messageId });
  },
  found: () => set({ soughtId: null }),
  setLeaf: (leafId) => set({ leafId, status: 'ready' }),
  freeze: (runId) => set((state) => ({ stopping: [...state.stopping.filter((other) => other !== runId), runId] })),
  unfreeze: (runId) => set((state) => ({ stopping: state.stopping.filter((other) => other !== runId) })),
}));

/** The messages on the screen, first question first. */
export const shownBranch = (state: Pick<OpenConversation, 'log' | 'leafId'>): Message[] => branchTo(state.log.messages, state.leafId);

export const useBranch = (): Message[] => useConversation(useShallow(shownBranch));
