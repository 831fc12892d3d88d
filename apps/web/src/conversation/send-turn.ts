import { OcelliError, type Attachment, type AssistantMessage, type Box, type Recording, type TurnAccepted, type UserMessage } from '@/wire/protocol';
import { newId } from '@/wire/new-id';
import { ask } from '@/wire/socket';
import { useConversation } from './conversation-store';
import { useOutbox, type Letter } from './outbox';
import { hasGap, lastSeqs } from './run-log';

export type ShownAttachment = Attachment & { region?: Box };

/** Follows the open conversation from the last entries known here; the server sends what is missing, then what happens. */
export async function watchOpenConversation(): Promise<void> {
  const { id, log } = useConversation.getState();
  await ask('conversation.watch', { conversationId: id, after: lastSeqs(log.messages) });
}

const asking = new Set<string>();

/** Asks for the log of a message again when entries are missing; one question at a time per message. */
export async function fillGap(messageId: string): Promise<void> {
  const { log, stopping } = useConversation.getState();
  const message = log.messages[messageId];
  // A frozen reply's entries wait on purpose.
  const frozen = message?.role === 'assistant' && stopping.includes(message.runId);
  if (asking.has(messageId) || frozen || !hasGap(log, messageId)) return;
  asking.add(messageId);
  try {
    if (!message) await useConversation.getState().load();
    await watchOpenConversation();
  } catch {
    // The connection is gone; returning asks again.
  } finally {
    asking.delete(messageId);
  }
}

function showAccepted(accepted: TurnAccepted): void {
  const { id, log, takeMessage, setLeaf } = useConversation.getState();
  if (accepted.conversationId !== id) return;
  if (!log.messages[accepted.assistantMessageId]) {
    const expected: AssistantMessage = {
      role: 'assistant', id: accepted.assistantMessageId, conversationId: id, parentId: accepted.userMessageId, runId: accepted.runId,
      createdAt: new Date().toISOString(), status: 'running', seq: 0, activity: '', text: '', toolCalls: [], evidence: [],
    };
    takeMessage(expected);
  }
  setLeaf(accepted.assistantMessageId);
}

/** Codes after which the same letter is worth sending again by itself. */
const passing = new Set(['shutting_down', 'timed_out', 'store_unavailable']);

let delivering = false;

/** Sends what waits in the outbox, in order. Safe to call at any time; what cannot be delivered now stays for the next connection. */
export async function deliver(): Promise<void> {
  if (delivering) return;
  delivering = true;
  try {
    for (let letter = nextLetter(); letter; letter = nextLetter()) if (!(await deliverOne(letter))) break;
  } finally {
    delivering = false;
  }
}

const nextLetter = (): Letter | undefined => useOutbox.getState().letters.find(({ failure }) => !failure);

async function deliverOne(letter: Letter): Promise<boolean> {
  const { turnId, conversationId } = letter.turn;
  try {
    const accepted = letter.kind === 'start' ? await ask('turn.start', letter.turn) : await ask('turn.regenerate', letter.turn);
    useOutbox.getState().remove(turnId);
    showAccepted(accepted);
    if (conversationId === useConversation.getState().id) await watchOpenConversation();
    return true;
  } catch (cause) {
    const failure = OcelliError.from(cause);
    if (!passing.has(failure.code)) useOutbox.getState().fail(turnId, failure.toBody());
    return !passing.has(failure.code);
  }
}

/** Asks a question in the open conversation. It is on the screen at once and reaches the server as soon as there is a connection. Returns its id. */
export function sendTurn({ recordings = [], ...question }: { text: string; attachments: ShownAttachment[]; recordings?: Recording[]; parentId: string | null }): string {
  const { id: conversationId, takeMessage, setLeaf } = useConversation.getState();
  const message: UserMessage = { role: 'user', id: newId(), conversationId, createdAt: new Date().toISOString(), ...question, ...(recordings.length > 0 ? { recordings } : {}) };
  useOutbox.getState().put({
    kind: 'start',
    message,
    turn: {
      turnId: newId(), conversationId, userMessageId: message.id, parentId: question.parentId, text: question.text,
      attachments: question.attachments.map(({ id, region }) => (region ? { id, region } : { id })),
      ...(recordings.length > 0 ? { recordings: recordings.map(({ id }) => ({ id })) } : {}),
    },
  });
  takeMessage(message);
  setLeaf(message.id);
  void deliver();
  return message.id;
}

/** Answers a question once more, beside the answers it already has. */
export function regenerate(userMessageId: string): void {
  const { id: conversationId } = useConversation.getState();
  useOutbox.getState().put({ kind: 'regenerate', turn: { turnId: newId(), conversationId, userMessageId } });
  void deliver();
}

/** Freezes a reply at once and tells the server. Without a connection the reply stays frozen until the server is reached. */
export async function stop(runId: string): Promise<void> {
  const { freeze, unfreeze } = useConversation.getState();
  freeze(runId);
  try {
    await ask('turn.stop', { runId });
  } catch (cause) {
    if (!passing.has(OcelliError.from(cause).code)) unfreeze(runId);
  }
}

/** Tells a server that has come back about replies that were frozen while it was away. */
export function repeatStops(): void {
  for (const runId of useConversation.getState().stopping) void stop(runId);
}
