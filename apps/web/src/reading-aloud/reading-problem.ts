import { OcelliError, type ErrorCode } from '@/wire/protocol';

/** Why nothing is heard, and what to do; `models`: the voice is not on the server's machine yet. */
export interface ReadingProblem {
  kind: 'models' | 'server' | 'sound' | 'voice' | 'other';
  title: string;
  remedy: string;
}

const away = new Set<ErrorCode>(['shutting_down', 'timed_out', 'busy', 'rate_limited']);

export const noSound: ReadingProblem = { kind: 'sound', title: 'This browser gives out no sound', remedy: 'It has no Web Audio. A current Chrome, Edge, Firefox or Safari has.' };
export const voiceGone: ReadingProblem = { kind: 'voice', title: 'The chosen voice is not in this browser', remedy: 'Choose another one in Settings, Reading aloud.' };

export function readingProblemOf(cause: unknown): ReadingProblem {
  const { code, message } = OcelliError.from(cause);
  if (code === 'model_unavailable') return { kind: 'models', title: 'The voice that reads is not here yet', remedy: message };
  if (away.has(code)) return { kind: 'server', title: 'The answer could not be read aloud', remedy: code === 'shutting_down' || code === 'timed_out' ? `${message} Press Read aloud when it is back.` : message };
  return { kind: 'other', title: 'The answer could not be read aloud', remedy: message };
}
