import { z } from 'zod';
import { Id, RunStatus, ToolCall, type AssistantMessage } from './conversation.js';
import { ErrorBody } from './errors.js';
import { AnswerStatus, Evidence } from './evidence.js';
import { ModelUse } from './perception.js';

/** What happens in a run, without its place in the log: the agent makes these. */
export const RunEventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('activity'), text: z.string() }),
  z.object({ type: z.literal('tool.started'), call: ToolCall.pick({ callId: true, tool: true, title: true, input: true }) }),
  z.object({
    type: z.literal('tool.finished'),
    callId: z.string(),
    status: z.enum(['done', 'failed', 'cancelled']),
    output: z.unknown().optional(),
    error: ErrorBody.optional(),
    ms: z.number().nonnegative(),
    models: z.array(ModelUse),
  }),
  z.object({ type: z.literal('evidence'), items: z.array(Evidence) }),
  z.object({ type: z.literal('text'), delta: z.string() }),
  /** How sure the finished answer is; comes once, before the run ends. */
  z.object({ type: z.literal('answer'), status: AnswerStatus }),
  /** The last event of every run. */
  z.object({ type: z.literal('ended'), status: RunStatus.exclude(['running']), error: ErrorBody.optional() }),
]);
export type RunEventBody = z.infer<typeof RunEventBody>;

/** An entry of a run's append-only log: `seq` starts at 1 and has no gaps. It is stored before it is emitted. */
export const RunEvent = z.object({ conversationId: Id, messageId: Id, runId: Id, seq: z.number().int().positive(), event: RunEventBody });
export type RunEvent = z.infer<typeof RunEvent>;

/**
 * Folds one log entry into a message: the only definition of what a log means, used by the server when it stores
 * and by the browser when it streams. Entries already folded are ignored; a gap is the caller's to fill first.
 */
export function foldRunEvent(message: AssistantMessage, { seq, event }: Pick<RunEvent, 'seq' | 'event'>): AssistantMessage {
  if (seq <= message.seq || message.status !== 'running') return message;
  const next = { ...message, seq };
  switch (event.type) {
    case 'activity':
      return { ...next, activity: event.text };
    case 'tool.started':
      return { ...next, toolCalls: [...message.toolCalls, { ...event.call, status: 'running', models: [] }] };
    case 'tool.finished': {
      const { type: _type, callId, ...outcome } = event;
      return { ...next, toolCalls: message.toolCalls.map((call) => (call.callId === callId ? { ...call, ...outcome } : call)) };
    }
    case 'evidence':
      return { ...next, evidence: [...message.evidence, ...event.items] };
    case 'text':
      return { ...next, text: message.text + event.delta };
    case 'answer':
      return { ...next, answerStatus: event.status };
    case 'ended':
      return {
        ...next,
        status: event.status,
        activity: '',
        ...(event.error ? { error: event.error } : {}),
        toolCalls: message.toolCalls.map((call) => (call.status === 'running' ? { ...call, status: 'cancelled' } : call)),
      };
  }
}
