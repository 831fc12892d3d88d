import type { Message } from '@/wire/protocol';

/** Messages of one conversation by id; their `parentId`s make the tree. */
export type Messages = Readonly<Record<string, Message>>;

const oldestFirst = (a: Message, b: Message): number => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id);

/** What follows a message (null: what starts the conversation), oldest first. */
export function childrenOf(messages: Messages, parentId: string | null): Message[] {
  return Object.values(messages)
    .filter((message) => message.parentId === parentId)
    .sort(oldestFirst);
}

/** The message and the alternatives to it, oldest first. */
export const siblingsOf = (messages: Messages, message: Message): Message[] => childrenOf(messages, message.parentId);

/** From the first question to the leaf. A missing ancestor ends the walk; so does a cycle, which only a broken store could hold. */
export function branchTo(messages: Messages, leafId: string | null): Message[] {
  const branch: Message[] = [];
  const seen = new Set<string>();
  let id = leafId;
  while (id !== null && !seen.has(id)) {
    seen.add(id);
    const message: Message | undefined = messages[id];
    if (!message) break;
    branch.unshift(message);
    id = message.parentId;
  }
  return branch;
}

/** The newest end of what follows a message: where switching to that message leads. */
export function newestLeafUnder(messages: Messages, id: string): string {
  const newest = childrenOf(messages, id).at(-1);
  return newest ? newestLeafUnder(messages, newest.id) : id;
}

/** The leaf to show when none is known: the newest end of the newest start. */
export function defaultLeaf(messages: Messages): string | null {
  const newest = childrenOf(messages, null).at(-1);
  return newest ? newestLeafUnder(messages, newest.id) : null;
}

/**
 * The leaf to show after the server (perhaps on behalf of another tab) named one. A leaf that the shown branch already
 * contains is old news: this tab is ahead of it and stays.
 */
export function followLeaf(messages: Messages, shown: string | null, named: string | null): string | null {
  if (named === null || !messages[named]) return shown ?? defaultLeaf(messages);
  if (branchTo(messages, shown).some((message) => message.id === named)) return shown;
  return newestLeafUnder(messages, named);
}

/** What the next question of a branch follows: its last answer, or nothing. A question that never got an answer is passed over. */
export const lastAnswered = (branch: readonly Message[]): string | null => branch.findLast(({ role }) => role === 'assistant')?.id ?? null;
