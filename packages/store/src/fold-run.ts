import { foldRunEvent, type AssistantMessage, type RunEvent } from '@ocelli/protocol';

/** An answer to which nothing has happened yet. */
export function emptyAnswer(identity: Pick<AssistantMessage, 'id' | 'conversationId' | 'parentId' | 'createdAt' | 'runId'>): AssistantMessage {
  return { role: 'assistant', ...identity, status: 'running', seq: 0, activity: '', text: '', toolCalls: [], evidence: [] };
}

/** The answer that a log, in the order of `seq`, amounts to. */
export function foldRun(identity: Parameters<typeof emptyAnswer>[0], log: Pick<RunEvent, 'seq' | 'event'>[]): AssistantMessage {
  return log.reduce(foldRunEvent, emptyAnswer(identity));
}
