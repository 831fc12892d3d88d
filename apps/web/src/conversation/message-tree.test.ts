import { describe, expect, it } from 'vitest';
import type { AssistantMessage, Message, UserMessage } from '@/wire/protocol';
import { branchTo, defaultLeaf, followLeaf, newestLeafUnder, siblingsOf, type Messages } from './message-tree';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();
const question = (id: string, parentId: string | null, minute: number): UserMessage => ({
  role: 'user', id, conversationId: 'conversation', parentId, createdAt: at(minute), text: id, attachments: [],
});
const answer = (id: string, parentId: string, minute: number): AssistantMessage => ({
  role: 'assistant', id, conversationId: 'conversation', parentId, createdAt: at(minute), runId: `run-${id}`,
  status: 'complete', seq: 1, activity: '', text: id, toolCalls: [], evidence: [],
});
const tree = (...messages: Message[]): Messages => Object.fromEntries(messages.map((message) => [message.id, message]));

/** q1 -> a1 -> q2 -> a2, where a1 was regenerated as b1 and q2 edited as q2x. */
const regenerated = tree(
  question('q1', null, 0), answer('a1', 'q1', 1), answer('b1', 'q1', 9),
  question('q2', 'a1', 2), answer('a2', 'q2', 3), question('q2x', 'a1', 4), answer('a2x', 'q2x', 5),
);
const ids = (messages: Message[]): string[] => messages.map(({ id }) => id);

describe('the message tree', () => {
  it('shows one branch from the first question to the leaf', () => {
    expect(ids(branchTo(regenerated, 'a2'))).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(ids(branchTo(regenerated, 'b1'))).toEqual(['q1', 'b1']);
    expect(branchTo(regenerated, null)).toEqual([]);
  });

  it('lists a regenerated answer beside the one it replaces, oldest first', () => {
    expect(ids(siblingsOf(regenerated, regenerated['b1']!))).toEqual(['a1', 'b1']);
    expect(ids(siblingsOf(regenerated, regenerated['q2']!))).toEqual(['q2', 'q2x']);
  });

  it('leads to the newest end when one switches to an alternative', () => {
    expect(newestLeafUnder(regenerated, 'a1')).toBe('a2x');
    expect(defaultLeaf(regenerated)).toBe('b1');
    expect(defaultLeaf({})).toBeNull();
  });

  it('follows another tab to its branch', () => {
    expect(followLeaf(regenerated, 'b1', 'a2')).toBe('a2');
  });

  it('stays where it is when the named leaf is already part of what is shown', () => {
    expect(followLeaf(regenerated, 'a2', 'q2')).toBe('a2');
  });

  it('ignores a leaf it has not heard of', () => {
    expect(followLeaf(regenerated, 'a2', 'not-here-yet')).toBe('a2');
    expect(followLeaf(regenerated, null, null)).toBe('b1');
  });

  it('ends the walk when the parents run in a circle', () => {
    const circle = tree(answer('a', 'b', 0), answer('b', 'a', 1));
    expect(branchTo(circle, 'a')).toHaveLength(2);
  });
});
