import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Perception, Senses } from '@ocelli/models';
import { ListenInput, Listened, listenTool, OcelliError, type AssistantMessage, type Message, type RunEventBody, type ToolCall, type UserMessage } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import { failureOf } from './failures.js';
import { likelyWords, surroundings } from './listening-words.js';
import { isUnderWay, progressWords } from './models/install-words.js';
import { shortTitle, type Installs } from './models/installs.js';

export interface SpokenQuestionParts {
  store: Store;
  /** What makes words of sound. */
  transcribe: Senses['transcribe'];
  /** What is in the pictures beside a recording is likely to be spoken about. */
  perception: Perception;
  installs: Installs;
  /** A question may set off fetching what it needs. */
  mayWant: boolean;
  /** The longest that a turn waits for a model that is on its way. */
  patienceMs?: number;
}

/** What was said in the recordings of a question; what could not be heard, and why. */
export interface Heard {
  text: string;
  problem: OcelliError | undefined;
}

const speechModel = 'whisper-tiny-en';
const tellEveryMs = 1_000;
const lookWithinMs = 8_000;

/**
 * Listens to the recordings of a question, one `listen` call for each. The words that its pictures and the conversation make likely help to hear it. A model
 * that is on its way is waited for, and said how far it is. A recording that cannot be heard is no failure of the turn.
 */
export async function* hearRecordings(parts: SpokenQuestionParts, ownerId: string, question: UserMessage, signal: AbortSignal): AsyncGenerator<RunEventBody, Heard> {
  const heard: string[] = [];
  let problem: OcelliError | undefined;
  const asked = { listenId: question.id, conversationId: question.conversationId, attachments: question.attachments.map(({ id }) => ({ id })), endsBy: 'told' as const };
  const around = await surroundings(parts.store, parts.perception, ownerId, asked, AbortSignal.any([signal, AbortSignal.timeout(lookWithinMs)])).catch(() => undefined);
  const prompt = around && likelyWords(around);
  for (const [index, recording] of (question.recordings ?? []).entries()) {
    const callId = `${listenTool}-${index + 1}`;
    yield { type: 'activity', text: 'Listening' };
    yield { type: 'tool.started', call: { callId, tool: listenTool, title: `Listening to ${recording.name}`, input: { recording: recording.id } satisfies { recording: string } } };
    const startedAt = performance.now();
    const ms = () => performance.now() - startedAt;
    try {
      const { value, uses } = yield* untilThere(parts, () => parts.transcribe({ id: recording.id, path: parts.store.pictures.path(recording.id, 'normal') }, { signal, ...(prompt ? { prompt } : {}) }), signal);
      const { segments: _segments, ...output } = value;
      yield { type: 'tool.finished', callId, status: 'done', output: output satisfies Listened, ms: ms(), models: uses };
      if (output.text.trim() === '') problem = new OcelliError('no_speech', `Nobody is heard speaking in ${recording.name}. Record it again, a little louder or closer to the microphone, or write the question.`);
      else heard.push(output.text.trim());
    } catch (cause) {
      if (signal.aborted) throw cause;
      problem = failureOf(cause);
      yield { type: 'tool.finished', callId, status: 'failed', error: problem.toBody(), ms: ms(), models: [] };
    }
  }
  return { text: heard.join(' '), problem };
}

/** Does it once the model is there, as long as that makes sense; else rejects with `model_unavailable` and what to do. */
async function* untilThere<T>({ installs, mayWant, patienceMs = 90_000 }: SpokenQuestionParts, work: () => Promise<T>, signal: AbortSignal): AsyncGenerator<RunEventBody, T> {
  for (const startedAt = performance.now(); ; ) {
    try {
      return await work();
    } catch (cause) {
      if (!OcelliError.is(cause) || cause.code !== 'model_unavailable' || !installs.ids().includes(speechModel)) throw cause;
      if (mayWant) await installs.want(speechModel);
      const install = installs.install(speechModel);
      const name = shortTitle(installs.title(speechModel));
      const progress = progressWords(install);
      // It may have arrived just now.
      if (install.state === 'ready') throw cause;
      if (!isUnderWay(install)) throw new OcelliError('model_unavailable', `Recordings need ${name}, which is not here. Fetch it under Models in the settings (or "ocelli models pull ${speechModel}"), then ask again; or write the question.`, { cause });
      if (performance.now() - startedAt > patienceMs) throw new OcelliError('model_unavailable', `${name} is still being fetched${progress ? ` (${progress})` : ''}. Ask again when it is here, or write the question.`, { cause });
      yield { type: 'activity', text: `Waiting for ${name}: ${progress || 'its turn'}` };
      await changeOrPause(installs, signal);
    }
  }
}

async function changeOrPause(installs: Installs, signal: AbortSignal): Promise<void> {
  for (let paused = 0; paused < tellEveryMs && isUnderWay(installs.install(speechModel)); paused += tellEveryMs / 4) {
    await wait(tellEveryMs / 4, undefined, { signal }).catch((cause: unknown) => {
      throw new OcelliError('cancelled', 'The work was cancelled.', { cause });
    });
  }
}

/** What an answer heard in the recordings of its question. */
export function heardIn(answer: Pick<AssistantMessage, 'toolCalls'>): string {
  return answer.toolCalls.flatMap((call) => heardBy(call)?.text ?? []).join(' ');
}

function heardBy(call: ToolCall): Listened | undefined {
  if (call.tool !== listenTool || call.status !== 'done' || !ListenInput.safeParse(call.input).success) return undefined;
  const parsed = Listened.safeParse(call.output);
  return parsed.success && parsed.data.text !== '' ? parsed.data : undefined;
}

/** A question in words: what was written, and what its answers heard in its recordings. */
export function questionInWords(question: UserMessage, messages: readonly Message[]): string {
  if (!question.recordings?.length) return question.text;
  const heard = messages.flatMap((message) => (message.role === 'assistant' && message.parentId === question.id ? [heardIn(message)] : [])).find(Boolean);
  return [question.text, heard].filter(Boolean).join(' ');
}

/** "A recording" until it is known what is said in it. */
export const untitledRecording = 'A recording';

