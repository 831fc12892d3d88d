import type { AssistantMessage, ToolCall } from '@ocelli/protocol';
import { describe, expect, it } from 'vitest';
import { heardWords, minutes } from './heard-words';

const recording = 'a'.repeat(64);
const listen = (more: Partial<ToolCall>): ToolCall => ({ callId: 'listen-1', tool: 'listen', title: 'Listening', input: { recording }, status: 'done', models: [], ...more });
const words = (text: string) => ({ text, language: 'en', confidence: 0.9 });
const answer = (id: string, createdAt: string, ...toolCalls: ToolCall[]): AssistantMessage => ({
  role: 'assistant', id, conversationId: 'conversation', parentId: 'question', runId: id, createdAt, status: 'complete', seq: 1, activity: '', text: '', toolCalls, evidence: [],
});
const heardIn = (...answers: AssistantMessage[]) => heardWords(Object.fromEntries(answers.map((one) => [one.id, one])), 'question', recording);

describe('what was heard in a recording', () => {
  it('is not known before an answer listens', () => {
    expect(heardIn()).toEqual({ state: 'unheard' });
    expect(heardIn(answer('one', '1', listen({ status: 'running' })))).toEqual({ state: 'listening' });
  });

  it('is what the latest answer heard, and not that another one could not hear it', () => {
    const [first, second] = [answer('one', '1', listen({ output: words('How many ponds?') })), answer('two', '2', listen({ output: words(' How many pawns?') }))];
    expect(heardIn(second, first)).toEqual({ state: 'heard', text: 'How many pawns?' });
    expect(heardIn(second, answer('three', '3', listen({ status: 'failed', error: { code: 'model_unavailable', message: 'No model' } })))).toEqual({ state: 'heard', text: 'How many pawns?' });
  });

  it('is that of this recording of this question', () => {
    expect(heardIn(answer('one', '1', listen({ input: { recording: 'b'.repeat(64) }, output: words('No') })))).toEqual({ state: 'unheard' });
    expect(heardIn({ ...answer('one', '1', listen({ output: words('No') })), parentId: 'another' })).toEqual({ state: 'unheard' });
    expect(heardIn(answer('one', '1', listen({ status: 'failed', error: { code: 'no_speech', message: 'Nobody' } })))).toEqual({ state: 'failed', problem: 'Nobody' });
  });

  it('lasts minutes and seconds', () => {
    expect([minutes(0.4), minutes(7), minutes(59.7), minutes(750)]).toEqual(['0:00', '0:07', '1:00', '12:30']);
  });
});
