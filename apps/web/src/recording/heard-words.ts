import { ListenInput, Listened, listenTool, type Message } from '@/wire/protocol';

/** What the answers to a question know of one of its recordings. */
export type HeardWords = { state: 'unheard' } | { state: 'listening' } | { state: 'heard'; text: string } | { state: 'failed'; problem: string };

/** The latest that was heard in a recording; an answer that could not hear it counts only when none could. */
export function heardWords(messages: Readonly<Record<string, Message>>, questionId: string, recordingId: string): HeardWords {
  let found: HeardWords = { state: 'unheard' };
  const answers = Object.values(messages).flatMap((message) => (message.role === 'assistant' && message.parentId === questionId ? [message] : []));
  for (const { toolCalls } of answers.sort((a, b) => a.createdAt.localeCompare(b.createdAt))) {
    for (const call of toolCalls) {
      const input = ListenInput.safeParse(call.input);
      if (call.tool !== listenTool || !input.success || input.data.recording !== recordingId) continue;
      const output = Listened.safeParse(call.output);
      if (output.success) found = { state: 'heard', text: output.data.text.trim() };
      else if (found.state !== 'heard') found = call.status === 'running' ? { state: 'listening' } : { state: 'failed', problem: call.error?.message ?? 'Not heard' };
    }
  }
  return found;
}

/** "0:07", "12:30". */
export const minutes = (seconds: number): string => `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
