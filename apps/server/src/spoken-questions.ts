import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { likelyWords, type HeardRecording } from '@ocelli/agent';
import type { Perception, Seen } from '@ocelli/models';
import { ListenInput, Listened, listenTool, OcelliError, type AssistantMessage, type Message, type Recording, type RunEventBody, type ToolCall, type Transcript, type UserMessage } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import { failureOf } from './failures.js';
import { surroundings } from './listening-words.js';
import { isUnderWay, progressWords } from './models/install-words.js';
import { shortTitle, type Installs } from './models/installs.js';
import type { Transcripts } from './remembered-transcripts.js';

export interface SpokenQuestionParts {
  store: Store;
  /** What makes words of recordings. */
  transcripts: Transcripts;
  /** What is in the pictures beside a recording is likely to be spoken about. */
  perception: Perception;
  installs: Installs;
  /** Ids of the downloads that bring a model of the catalogue in the form in which it is used here. */
  bringing: (model: string) => string[];
  /** A question may set off fetching what it needs. */
  mayWant: boolean;
  /** The longest that a turn waits for a model that is on its way. */
  patienceMs?: number;
}

/** What was said in the recordings of a question; what could not be heard, and why. */
export interface Heard {
  text: string;
  recordings: HeardRecording[];
  problem: OcelliError | undefined;
  /** What an answer says where the words are in doubt. */
  doubt: string | undefined;
}

const speechModel = 'whisper-tiny-en';
const languagesModel = 'whisper-base';
/** Less sure than this, a model that knows only English may have heard another language. */
const surelyEnglish = 0.5;
const tellEveryMs = 1_000;
const lookWithinMs = 8_000;

/**
 * Listens to recordings, one `listen` call for each. Where they are questions (`asked`), the words that pictures and conversation make likely help to hear them. A
 * model that is on its way is waited for, and said how far it is; so is a long recording. One that cannot be heard is no failure of the turn.
 */
export async function* hearRecordings(parts: SpokenQuestionParts, ownerId: string, question: UserMessage, recordings: readonly Recording[], asked: boolean, signal: AbortSignal): AsyncGenerator<RunEventBody, Heard> {
  const heard: Heard = { text: '', recordings: [], problem: undefined, doubt: undefined };
  const prompt = asked ? await promptFor(parts, ownerId, question, signal) : undefined;
  for (const [index, { id, name, seconds }] of recordings.entries()) {
    const callId = `${listenTool}-${index + 1}`;
    yield { type: 'activity', text: 'Listening' };
    yield { type: 'tool.started', call: { callId, tool: listenTool, title: `Listening to ${name}`, input: { recording: id } satisfies { recording: string } } };
    const startedAt = performance.now();
    const ms = () => performance.now() - startedAt;
    try {
      const recording = { id, path: parts.store.pictures.path(id, 'normal') };
      const { value, uses } = yield* untilThere(parts, () => tellingProgress(name, (onProgress) => parts.transcripts.of(recording, { signal, onProgress, urgent: asked, ...(prompt ? { prompt } : {}) })), signal);
      const { segments: _segments, ...output } = value;
      yield { type: 'tool.finished', callId, status: 'done', output: output satisfies Listened, ms: ms(), models: uses };
      heard.recordings.push({ id, name, seconds, transcript: value });
      if (output.text.trim() === '') heard.problem = new OcelliError('no_speech', `Nobody is heard speaking in ${name}. Record it again, a little louder or closer to the microphone, or write the question.`);
      else if (output.confidence < surelyEnglish && uses.some(({ model }) => model === speechModel)) heard.doubt ??= await otherLanguage(parts);
    } catch (cause) {
      if (signal.aborted) throw cause;
      heard.problem = failureOf(cause);
      yield { type: 'tool.finished', callId, status: 'failed', error: heard.problem.toBody(), ms: ms(), models: [] };
    }
  }
  return { ...heard, text: heard.recordings.map(({ transcript }) => transcript.text.trim()).filter(Boolean).join(' ') };
}

async function promptFor({ store, perception }: SpokenQuestionParts, ownerId: string, question: UserMessage, signal: AbortSignal): Promise<string | undefined> {
  const asked = { listenId: question.id, conversationId: question.conversationId, attachments: question.attachments.map(({ id }) => ({ id })), endsBy: 'told' as const };
  const around = await surroundings(store, perception, ownerId, asked, AbortSignal.any([signal, AbortSignal.timeout(lookWithinMs)])).catch(() => undefined);
  return around && likelyWords(around);
}

/** Says how far a long recording is, at most once a second. */
async function* tellingProgress(name: string, work: (onProgress: (fraction: number) => void) => Promise<Seen<Transcript>>): AsyncGenerator<RunEventBody, Seen<Transcript>> {
  let [fraction, told, toldAt] = [0, '', performance.now()];
  let advanced = () => {};
  let done = false;
  const working = work((now) => {
    fraction = now;
    advanced();
  }).finally(() => {
    done = true;
    advanced();
  });
  // Its failure is told below.
  working.catch(() => undefined);
  while (!done) {
    await new Promise<void>((resolve) => (advanced = resolve));
    const text = `Listening to ${name}: ${Math.floor(100 * fraction)} %`;
    if (done || text === told || performance.now() - toldAt < tellEveryMs) continue;
    [told, toldAt] = [text, performance.now()];
    yield { type: 'activity', text };
  }
  return await working;
}

/** What is said of words that may be of another language than English: with the model that knows them they are heard again when they are asked about again. */
async function otherLanguage({ installs, bringing, mayWant }: SpokenQuestionParts): Promise<string | undefined> {
  const download = bringing(languagesModel)[0];
  if (!download || installs.install(download).state === 'ready') return undefined;
  if (mayWant) await installs.want(download);
  const install = installs.install(download);
  const name = shortTitle(installs.title(download));
  const progress = progressWords(install);
  const how = isUnderWay(install) ? `it is being fetched${progress ? ` (${progress})` : ''}: ask again when it is here` : `fetch it under Models in the settings (or "ocelli models pull ${download}"), then ask again`;
  return `I am not sure of these words. If they are not English, ${name} is needed, which knows other languages; ${how}.`;
}

/** Does it once the model is there, as long as that makes sense; else rejects with `model_unavailable` and what to do. */
async function* untilThere<T>({ installs, bringing, mayWant, patienceMs = 90_000 }: SpokenQuestionParts, work: () => AsyncGenerator<RunEventBody, T>, signal: AbortSignal): AsyncGenerator<RunEventBody, T> {
  const download = bringing(speechModel)[0];
  for (const startedAt = performance.now(); ; ) {
    try {
      return yield* work();
    } catch (cause) {
      if (!OcelliError.is(cause) || cause.code !== 'model_unavailable' || !download) throw cause;
      if (mayWant) await installs.want(download);
      const install = installs.install(download);
      const name = shortTitle(installs.title(download));
      const progress = progressWords(install);
      // It may have arrived just now.
      if (install.state === 'ready') throw cause;
      if (!isUnderWay(install)) throw new OcelliError('model_unavailable', `Recordings need ${name}, which is not here. Fetch it under Models in the settings (or "ocelli models pull ${download}"), then ask again; or write the question.`, { cause });
      if (performance.now() - startedAt > patienceMs) throw new OcelliError('model_unavailable', `${name} is still being fetched${progress ? ` (${progress})` : ''}. Ask again when it is here, or write the question.`, { cause });
      yield { type: 'activity', text: `Waiting for ${name}: ${progress || 'its turn'}` };
      await changeOrPause(installs, download, signal);
    }
  }
}

async function changeOrPause(installs: Installs, download: string, signal: AbortSignal): Promise<void> {
  for (let paused = 0; paused < tellEveryMs && isUnderWay(installs.install(download)); paused += tellEveryMs / 4) {
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

