import { answerAboutRecording, speaksOfRecording, type TurnInput } from '@ocelli/agent';
import { limits, type Recording, type RunEventBody, type UserMessage } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import type { Answerer } from './answering.js';
import { hearRecordings, type Heard, type SpokenQuestionParts } from './spoken-questions.js';

/** A recording that is longer holds no question. */
const longestQuestionSeconds = 60;

/** The recordings that a question is about, and whether they hold the question or are what is asked about. */
export interface AskedRecordings {
  recordings: Recording[];
  areQuestions: boolean;
}

export interface RecordingTurn extends AskedRecordings {
  ownerId: string;
  question: UserMessage;
  input: TurnInput;
  /** Answers what was written and said about the pictures. */
  answer: Answerer;
  /** A question that began a conversation is known in words now. */
  named(words: string): Promise<void>;
}

/**
 * Those sent with the question: a long one, or one that is spoken of, is asked about; else it is the question, or more of it. Without any, earlier ones of the same
 * branch where the question speaks of them, or where there is nothing else that it could be about.
 */
export async function recordingsAsked(store: Store, ownerId: string, question: UserMessage, input: TurnInput): Promise<AskedRecordings | undefined> {
  const besidePictures = input.pictures.length > 0;
  if (question.recordings?.length) return { recordings: question.recordings, areQuestions: !isMaterial(question, besidePictures) };
  const spokenOf = speaksOfRecording(question.text, besidePictures);
  if (question.parentId === null || question.attachments.length > 0 || (besidePictures && !spokenOf)) return undefined;
  const messages = new Map((await store.conversations.find(ownerId, question.conversationId))?.messages.map((message) => [message.id, message]));
  const earlier: UserMessage[] = [];
  for (let at = messages.get(question.parentId); at; at = at.parentId === null ? undefined : messages.get(at.parentId)) if (at.role === 'user' && at.recordings?.length) earlier.push(at);
  const [latest] = earlier;
  if (!latest || !(spokenOf || isMaterial(latest, besidePictures))) return undefined;
  return { recordings: latest.recordings ?? [], areQuestions: false };
}

function isMaterial({ text, recordings = [] }: UserMessage, besidePictures: boolean): boolean {
  return speaksOfRecording(text, besidePictures) || recordings.some(({ seconds }) => seconds > longestQuestionSeconds);
}

/** Listens, then answers: the question that is spoken, or what is asked about what is said. */
export async function* answerRecordings(parts: SpokenQuestionParts, { ownerId, question, input, recordings, areQuestions, answer, named }: RecordingTurn, signal: AbortSignal): AsyncGenerator<RunEventBody> {
  const heard = yield* hearRecordings(parts, ownerId, question, recordings, areQuestions, signal);
  const words = [question.text, heard.text].filter(Boolean).join(' ');
  if (!areQuestions || words.length > limits.questionCharacters) {
    if (recordings[0]) await named(question.text || recordings[0].name);
    return yield* answerAbout(question.text, heard);
  }
  const { problem, doubt } = heard;
  if (problem) yield { type: 'text', delta: words === '' ? problem.message : `${problem.message}\n\n` };
  if (words === '') return yield { type: 'answer', status: 'declined' };
  await named(words);
  for await (const event of answer({ ...input, question: words }, { signal })) {
    if (event.type === 'answer' && doubt) yield { type: 'text', delta: `\n\n${doubt}` };
    yield event.type === 'answer' && doubt && event.status === 'answered' ? { ...event, status: 'hedged' } : event;
  }
}

async function* answerAbout(question: string, { recordings, problem, doubt }: Heard): AsyncGenerator<RunEventBody> {
  if (problem && problem.code !== 'no_speech') yield { type: 'text', delta: recordings.length === 0 ? problem.message : `${problem.message}\n\n` };
  if (recordings.length === 0) return yield { type: 'answer', status: 'declined' };
  const { text, status, evidence } = answerAboutRecording(question || 'What is said?', recordings);
  if (evidence.length > 0) yield { type: 'evidence', items: evidence };
  yield { type: 'text', delta: doubt ? `${text}\n\n${doubt}` : text };
  yield { type: 'answer', status: doubt && status === 'answered' ? 'hedged' : status };
}
