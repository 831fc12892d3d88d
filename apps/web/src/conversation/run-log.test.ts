import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistantMessage, RunEvent, RunEventBody } from '@/wire/protocol';
import { emptyLog, hasGap, lastSeqs, takeEvent, takeMessage, type RunLog } from './run-log';

const started: AssistantMessage = {
  role: 'assistant', id: 'answer-01', conversationId: 'conversation', parentId: 'question-01', createdAt: '2026-01-01T12:00:00.000Z',
  runId: 'run-00001', status: 'running', seq: 0, activity: '', text: '', toolCalls: [], evidence: [],
};
const bodies: RunEventBody[] = [
  { type: 'activity', text: 'Looking at the picture' },
  ...'There are eight white pawns.'.split(/(?<= )/).map((delta) => ({ type: 'text' as const, delta })),
  { type: 'answer', status: 'answered' },
  { type: 'ended', status: 'complete' },
];
const log: RunEvent[] = bodies.map((event, at) => ({ conversationId: 'conversation', messageId: 'answer-01', runId: 'run-00001', seq: at + 1, event }));
const answerOf = (state: RunLog): AssistantMessage => state.messages['answer-01'] as AssistantMessage;

describe('the run log', () => {
  it('says everything once, however the entries are shuffled and repeated', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(log, { minLength: log.length }), fc.array(fc.constantFrom(...log)), fc.nat(log.length), (order, again, cut) => {
        const entries = [...order.slice(0, cut), ...again, ...order];
        const state = entries.reduce(takeEvent, takeMessage(emptyLog, started));
        expect(answerOf(state)).toMatchObject({ text: 'There are eight white pawns.', status: 'complete', seq: log.length });
        expect(hasGap(state, 'answer-01')).toBe(false);
      }),
    );
  });

  it('holds what comes after a gap back until the gap is filled', () => {
    const before = [log[0]!, log[1]!, log[3]!].reduce(takeEvent, takeMessage(emptyLog, started));
    expect(answerOf(before).text).toBe('There ');
    expect(hasGap(before, 'answer-01')).toBe(true);
    expect(lastSeqs(before.messages)).toEqual({ 'run-00001': 2 });
    const after = takeEvent(before, log[2]!);
    expect(answerOf(after).text).toBe('There are eight ');
    expect(hasGap(after, 'answer-01')).toBe(false);
  });

  it('keeps entries of an answer it has not been told about yet', () => {
    const early = [log[0]!, log[1]!].reduce(takeEvent, emptyLog);
    expect(answerOf(takeMessage(early, started)).text).toBe('There ');
  });

  it('never lets a stale copy take words back', () => {
    const finished = log.reduce(takeEvent, takeMessage(emptyLog, started));
    expect(answerOf(takeMessage(finished, started)).status).toBe('complete');
    expect(answerOf(takeMessage(finished, { ...started, seq: 99 })).text).toBe('There are eight white pawns.');
  });

  it('names the last entry of answers that have ended too, so that they are not sent again', () => {
    expect(lastSeqs(log.reduce(takeEvent, takeMessage(emptyLog, started)).messages)).toEqual({ 'run-00001': log.length });
  });
});
