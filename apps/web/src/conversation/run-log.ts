import { foldRunEvent, type AssistantMessage, type Message, type RunEvent } from '@/wire/protocol';
import type { Messages } from './message-tree';

/** Messages of the open conversation, and run events that came before what they build on. */
export interface RunLog {
  messages: Messages;
  /** By message id, in order of `seq`: entries after a gap, or of a message not seen yet. */
  early: Readonly<Record<string, readonly RunEvent[]>>;
}

export const emptyLog: RunLog = { messages: {}, early: {} };

/** Which of two states of one message is further along. A finished answer never goes back to running. */
export function furtherAlong(known: Message | undefined, offered: Message): Message {
  if (known?.role !== 'assistant' || offered.role !== 'assistant') return offered;
  if (known.status !== 'running' && offered.status === 'running') return known;
  return offered.seq >= known.seq ? offered : known;
}

function foldEarly(message: AssistantMessage, early: readonly RunEvent[]): { message: AssistantMessage; left: RunEvent[] } {
  const left: RunEvent[] = [];
  for (const entry of early) {
    if (entry.seq <= message.seq) continue;
    if (entry.seq === message.seq + 1) message = foldRunEvent(message, entry);
    else left.push(entry);
  }
  return { message, left };
}

/** Takes a message from the server, keeping what is further along, and folds the events that waited for it. */
export function takeMessage(log: RunLog, offered: Message): RunLog {
  let message = furtherAlong(log.messages[offered.id], offered);
  const early = { ...log.early };
  const waiting = early[offered.id];
  if (message.role === 'assistant' && waiting) {
    const folded = foldEarly(message, waiting);
    message = folded.message;
    if (folded.left.length && message.status === 'running') early[offered.id] = folded.left;
    else delete early[offered.id];
  }
  return { messages: { ...log.messages, [message.id]: message }, early };
}

/** Takes an entry of a run's log. Entries already folded change nothing; entries ahead of a gap wait until it is filled. */
export function takeEvent(log: RunLog, entry: RunEvent): RunLog {
  const message = log.messages[entry.messageId];
  if (message?.role === 'assistant' && (entry.seq <= message.seq || message.status !== 'running')) return log;
  const waiting = log.early[entry.messageId] ?? [];
  if (waiting.some(({ seq }) => seq === entry.seq)) return log;
  const held: RunLog = { ...log, early: { ...log.early, [entry.messageId]: [...waiting, entry].sort((a, b) => a.seq - b.seq) } };
  return message ? takeMessage(held, message) : held;
}

/** Whether something of this message is missing, so that the log has to be asked for again. */
export const hasGap = (log: RunLog, messageId: string): boolean => (log.early[messageId]?.length ?? 0) > 0;

/** The last `seq` known of each run: what `conversation.watch` wants to hear, so that nothing is sent again. */
export function lastSeqs(messages: Messages): Record<string, number> {
  const after: Record<string, number> = {};
  for (const message of Object.values(messages)) if (message.role === 'assistant') after[message.runId] = message.seq;
  return after;
}
