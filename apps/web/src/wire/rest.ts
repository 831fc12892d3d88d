import {
  BoardCorrections,
  Conversation,
  ConversationList,
  ConversationSummary,
  ErrorResponse,
  Me,
  ModelsReport,
  OcelliError,
  Samples,
  SearchResults,
  SpokenWords,
  Transcript,
  Voices,
  type BoardCorrection,
  type ModelsAction,
  type ModelsSettings,
} from './protocol';

/** Whatever parses a reply: a zod schema. */
interface Shape<T> {
  parse: (value: unknown) => T;
}

const nothing: Shape<void> = { parse: () => undefined };

/** Turns any reply that is no success into the typed error it carries. */
export async function failureOf(status: number, body: string): Promise<OcelliError> {
  try {
    const { error } = ErrorResponse.parse(JSON.parse(body));
    return new OcelliError(error.code, error.message, error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds });
  } catch {
    return new OcelliError(status === 404 ? 'not_found' : 'internal', `The server answered with status ${status}.`);
  }
}

async function call<T>(path: string, shape: Shape<T>, init?: RequestInit): Promise<T> {
  let reply: Response;
  try {
    reply = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    throw new OcelliError('shutting_down', 'The server cannot be reached.', { cause });
  }
  const body = await reply.text();
  if (!reply.ok) throw await failureOf(reply.status, body);
  try {
    return shape.parse(body ? JSON.parse(body) : undefined);
  } catch (cause) {
    throw new OcelliError('internal', 'The server answered with something this page does not understand.', { cause });
  }
}

const json = (method: string, value: unknown): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

/** The server's REST interface, typed and checked at this edge. Every failure is an {@link OcelliError}. */
export const rest = {
  me: () => call('/api/me', Me),
  samples: () => call('/api/samples', Samples),
  models: () => call('/api/models', ModelsReport),
  changeModels: (action: ModelsAction) => call('/api/models', ModelsReport, json('POST', action)),
  setModels: (settings: ModelsSettings) => call('/api/models/settings', ModelsReport, json('PUT', settings)),
  conversations: (before?: string) => call(`/api/conversations?limit=50${before ? `&before=${encodeURIComponent(before)}` : ''}`, ConversationList),
  conversation: (id: string) => call(`/api/conversations/${id}`, Conversation),
  changeConversation: (id: string, patch: { title?: string; leafId?: string }) => call(`/api/conversations/${id}`, ConversationSummary, json('PATCH', patch)),
  deleteConversation: (id: string) => call(`/api/conversations/${id}`, nothing, { method: 'DELETE' }),
  deleteEverything: () => call('/api/me/data', nothing, { method: 'DELETE' }),
  search: (q: string, signal: AbortSignal) => call(`/api/search?q=${encodeURIComponent(q)}`, SearchResults, { signal }),
  transcript: (recordingId: string, signal: AbortSignal) => call(`/api/attachments/${recordingId}/transcript`, Transcript, { signal }),
  corrections: (attachmentId: string) => call(`/api/attachments/${attachmentId}/board-corrections`, BoardCorrections),
  correct: (attachmentId: string, correction: BoardCorrection) =>
    call(`/api/attachments/${attachmentId}/board-corrections`, BoardCorrections, json('PUT', correction)),
  /** `warm`: something is going to be spoken soon. */
  voices: (warm = false) => call(`/api/voices${warm ? '?warm' : ''}`, Voices),
  spokenWords: (markdown: string, signal: AbortSignal) => call('/api/speech/words', SpokenWords, { ...json('POST', { markdown }), signal }),
  undoCorrections: (attachmentId: string) => call(`/api/attachments/${attachmentId}/board-corrections`, BoardCorrections, { method: 'DELETE' }),
};

/** Where a picture's pixels are, upright and without metadata; `size` bounds the longest edge. */
export const imageUrl = (attachmentId: string, size: 96 | 320 | 800 | 1600 | 3200): string => `/api/attachments/${attachmentId}/image?size=${size}`;

/** Where a recording can be heard: WAV. */
export const soundUrl = (recordingId: string): string => `/api/attachments/${recordingId}/sound`;

/** Address of a transcript's download. */
export const transcriptUrl = (recordingId: string, format: 'srt' | 'vtt' | 'txt'): string => `/api/attachments/${recordingId}/transcript?format=${format}`;

/** Address of a conversation's download. */
export const exportUrl = (id: string, format: 'markdown' | 'json'): string => `/api/conversations/${id}/export?format=${format}`;
