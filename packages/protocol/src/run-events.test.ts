import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistantMessage } from './conversation.js';
import { foldRunEvent, RunEventBody } from './run-events.js';

const empty: AssistantMessage = {
  role: 'assistant',
  id: 'answer-1',
  conversationId: 'conversation-1',
  parentId: 'question-1',
  createdAt: '2026-11-24T12:00:00.000Z',
  runId: 'run-00001',
  status: 'running',
  seq: 0,
  activity: '',
  text: '',
  toolCalls: [],
  evidence: [],
};

const square = { kind: 'square', id: 'e4', attachmentId: 'a', label: 'white pawn', score: 0.99, box: [0.5, 0.5, 0.6, 0.6], square: 'e4', piece: 'P', boardIndex: 0, quad: [[0, 0], [1, 0], [1, 1], [0, 1]] } as const;
const log: RunEventBody[] = RunEventBody.array().parse([
  { type: 'activity', text: 'Reading the board' },
  { type: 'tool.started', call: { callId: 'one', tool: 'read_board', title: 'Reading the board', input: { picture: 1 } } },
  { type: 'tool.started', call: { callId: 'two', tool: 'look', title: 'Looking', input: {} } },
  { type: 'tool.finished', callId: 'one', status: 'done', output: { boards: 1 }, ms: 12, models: [{ model: 'board-reader', pack: 'pocket', device: 'cpu', ms: 11 }] },
  { type: 'evidence', items: [square] },
  { type: 'text', delta: '4 white ' },
  { type: 'text', delta: 'pawns.' },
  { type: 'answer', status: 'answered' },
  { type: 'ended', status: 'complete' },
]);
const numbered = log.map((event, at) => ({ seq: at + 1, event }));
const fold = (message: AssistantMessage, entries: typeof numbered) => entries.reduce(foldRunEvent, message);

describe('folding a log into a message', () => {
  it('gives what was said, what was done, and what it rests on', () => {
    expect(fold(empty, numbered)).toMatchObject({ status: 'complete', seq: 9, activity: '', text: '4 white pawns.', answerStatus: 'answered', evidence: [square] });
  });

  it('keeps the outcome of each tool call, and cancels those that never ended', () => {
    const { toolCalls } = fold(empty, numbered);
    expect(toolCalls.map(({ callId, status }) => [callId, status])).toEqual([['one', 'done'], ['two', 'cancelled']]);
    expect(toolCalls[0]).toMatchObject({ input: { picture: 1 }, output: { boards: 1 }, ms: 12, models: [{ model: 'board-reader' }] });
  });

  it('gives the same wherever a reader left off and however often entries are sent again', () => {
    const whole = fold(empty, numbered);
    fc.assert(
      fc.property(fc.nat(log.length), fc.nat(log.length), (left, resentFrom) => {
        const before = fold(empty, numbered.slice(0, left));
        expect(fold(before, numbered.slice(Math.min(left, resentFrom)))).toEqual(whole);
      }),
    );
  });

  it('never changes a message that has ended', () => {
    const stopped = fold(empty, [...numbered.slice(0, 6), { seq: 7, event: { type: 'ended', status: 'stopped' } }]);
    expect(stopped.text).toBe('4 white ');
    expect(foldRunEvent(stopped, { seq: 8, event: { type: 'text', delta: 'and it grows back' } })).toBe(stopped);
  });

  it('says why a run failed', () => {
    const error = { code: 'model_failed', message: 'The model stopped.' } as const;
    expect(foldRunEvent(empty, { seq: 1, event: { type: 'ended', status: 'failed', error } })).toMatchObject({ status: 'failed', error });
  });

  it('leaves the message that it was given as it was', () => {
    const frozen = Object.freeze({ ...empty, toolCalls: Object.freeze([]) as never, evidence: Object.freeze([]) as never });
    expect(() => fold(frozen, numbered)).not.toThrow();
  });
});
