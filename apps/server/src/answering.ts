import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { TurnInput } from '@ocelli/agent';
import { OcelliError, type RunEvent, type RunEventBody, type TurnAccepted, type TurnRegenerate, type TurnStart, type UserMessage } from '@ocelli/protocol';
import type { AskedQuestion, EndedEvent, RunPlace, Store, StoredTurn } from '@ocelli/store';
import type { Logger } from 'pino';
import { conversationTitle } from './conversation-title.js';
import { describeFailure, failureOf } from './failures.js';
import type { LiveConversations } from './live-conversations.js';
import type { Metrics } from './metrics.js';
import { RunInProgress } from './run-in-progress.js';
import { answerRecordings, recordingsAsked } from './recording-turns.js';
import { untitledRecording, type SpokenQuestionParts } from './spoken-questions.js';
import { turnInput } from './turn-input.js';

/** Answers one question: yields what happens and returns when all is said. Must end soon after the signal aborts. */
export type Answerer = (input: TurnInput, options: { signal: AbortSignal }) => AsyncIterable<RunEventBody>;

const longestAnswerMs = 5 * 60_000;
const runsAtOncePerOwner = 4;
const beatEveryMs = 10_000;
const silentForMs = 45_000;

type Created = Extract<StoredTurn, { created: true }>;

/** A turn on its way into the store. */
interface Coming {
  beginning: { ownerId: string; bootId: string; assistantMessageId: string };
  /** Begins to answer before all is stored. */
  answerMeanwhile(asked: AskedQuestion): void;
}

/** Starts, stops and follows the answers that this process works on. */
export class Answering {
  readonly #runs = new Map<string, RunInProgress>();
  /** Questions on their way into the store: they count as running, and who closes or deletes waits for them. */
  readonly #accepting = new Set<{ ownerId: string; turnId: string; done: Promise<unknown> }>();
  readonly #bootId = randomBytes(12).toString('base64url');
  readonly #store: Store;
  readonly #answer: Answerer;
  readonly #live: LiveConversations;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #hear: SpokenQuestionParts | undefined;
  #beat: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(parts: { store: Store; answer: Answerer; hear?: SpokenQuestionParts; live: LiveConversations; metrics: Metrics; log: Logger }) {
    this.#store = parts.store;
    this.#answer = parts.answer;
    this.#live = parts.live;
    this.#metrics = parts.metrics;
    this.#log = parts.log;
    this.#hear = parts.hear;
  }

  /** Marks what a dead process left unfinished as interrupted, and begins to say that this one is alive. */
  async begin(): Promise<void> {
    await this.#reap(this.#store.exclusive ? undefined : new Date(Date.now() - silentForMs));
    this.#beat = setInterval(() => void this.#stayAlive(), beatEveryMs);
    this.#beat.unref();
  }

  /**
   * Stores a question and answers it; models begin to look meanwhile. `onStored` is called before anybody is told of it. Rejects as
   * Turns.read and Turns.start do, and with `busy` or `shutting_down`.
   */
  async start(ownerId: string, turn: TurnStart, onStored: () => void): Promise<TurnAccepted> {
    return await this.#accept(ownerId, turn, onStored, async ({ beginning, answerMeanwhile }) => {
      const asked = await this.#store.turns.read(turn, ownerId);
      if (!('question' in asked)) return asked;
      const started = this.#store.turns.start(turn, asked.question, conversationTitle(turn.text, turn.recordings?.length ? untitledRecording : undefined), beginning);
      // Once the database has the question, and not before: planning an answer keeps this thread busy.
      setImmediate(() => answerMeanwhile(asked));
      return await started;
    });
  }

  /** Answers a question once more. */
  async startAgain(ownerId: string, turn: TurnRegenerate, onStored: () => void): Promise<TurnAccepted> {
    return await this.#accept(ownerId, turn, onStored, ({ beginning }) => this.#store.turns.startAgain(turn, beginning));
  }

  /** Freezes an answer. Returns when its log is closed. Rejects with `not_found`. */
  async stop(ownerId: string, runId: string): Promise<void> {
    const running = this.#runs.get(runId);
    if (running?.ownerId === ownerId) {
      await running.end({ type: 'ended', status: 'stopped' });
      return;
    }
    const place = await this.#store.turns.find(ownerId, runId);
    if (!place) throw new OcelliError('not_found', 'There is no such answer.');
    // In the hands of another process: that one finds its log closed.
    const entry = place.status === 'running' ? await this.#store.runLogs.endAsStored(place, { type: 'ended', status: 'stopped' }) : null;
    if (entry) this.#live.send(entry);
  }

  /** Stops every answer of a conversation, or of an owner, before it is deleted. */
  async stopAll(which: { ownerId: string; conversationId?: string }): Promise<void> {
    await this.#settled(which.ownerId);
    const concerned = [...this.#runs.values()].filter(
      ({ ownerId, place }) => ownerId === which.ownerId && (which.conversationId === undefined || place.conversationId === which.conversationId),
    );
    await Promise.all(concerned.map((run) => run.end({ type: 'ended', status: 'stopped' })));
  }

  /** The last entry sent of each answer in the making in a conversation. */
  sentIn(conversationId: string): Map<string, number> {
    const here = [...this.#runs.values()].filter(({ place }) => place.conversationId === conversationId);
    return new Map(here.map(({ place, sent }) => [place.runId, sent]));
  }

  /** Refuses new questions and marks unfinished answers as interrupted. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#beat);
    await this.#settled();
    const error = new OcelliError('interrupted', 'The server was stopped while it was answering. What was said is kept; ask again for the rest.').toBody();
    await Promise.all([...this.#runs.values()].map((run) => run.end({ type: 'ended', status: 'interrupted', error })));
  }

  async #accept(
    ownerId: string,
    { turnId, conversationId, userMessageId }: Pick<TurnStart, 'turnId' | 'conversationId' | 'userMessageId'>,
    onStored: () => void,
    store: (coming: Coming) => Promise<StoredTurn>,
  ): Promise<TurnAccepted> {
    const arrivedAt = performance.now();
    if (this.#closing) throw new OcelliError('shutting_down', 'The server is stopping.', { retryAfterSeconds: 5 });
    const others = new Set([...this.#runs.values()].filter((run) => run.ownerId === ownerId).map(({ place }) => place.runId));
    for (const coming of this.#accepting) if (coming.ownerId === ownerId) others.add(coming.turnId);
    others.delete(turnId);
    if (others.size >= runsAtOncePerOwner) throw new OcelliError('busy', 'Wait for an answer before you ask more.', { retryAfterSeconds: 2 });

    const beginning = { ownerId, bootId: this.#bootId, assistantMessageId: randomBytes(16).toString('base64url') };
    const place: RunPlace = { runId: turnId, conversationId, userMessageId, assistantMessageId: beginning.assistantMessageId };
    let stored!: (turn: Created | null) => void;
    const storedTurn = new Promise<Created | null>((resolve) => (stored = resolve));
    const answer = (asked?: AskedQuestion) => this.#run(ownerId, place, asked, storedTurn, arrivedAt);
    let run: RunInProgress | undefined;
    // Sent twice at once, it is begun once.
    const same = [...this.#accepting].find((coming) => coming.ownerId === ownerId && coming.turnId === turnId);
    const begin = () => store({ beginning, answerMeanwhile: (asked) => (run ??= answer(asked)) });
    const storing = (same ? same.done.then(begin) : begin()).then(
      (turn) => {
        onStored();
        if (turn.created) {
          this.#runs.set(turnId, (run ??= answer()));
          this.#metrics.turnStarted();
          this.#live.introduce(ownerId, turn.messages, turn.conversation);
        }
        stored(turn.created ? turn : null);
        return turn;
      },
      (cause: unknown) => {
        stored(null);
        throw cause;
      },
    );
    const coming = { ownerId, turnId, done: storing.catch(() => undefined) };
    this.#accepting.add(coming);
    try {
      const { conversationId, userMessageId, assistantMessageId, runId } = await storing;
      return { conversationId, userMessageId, assistantMessageId, runId };
    } finally {
      this.#accepting.delete(coming);
    }
  }

  /** Resolves when no question of the owner, or of anybody, is on its way into the store any more. */
  async #settled(ownerId?: string): Promise<void> {
    await Promise.all([...this.#accepting].filter((coming) => ownerId === undefined || coming.ownerId === ownerId).map(({ done }) => done));
  }

  /** Begins to answer. What that makes is kept back until the question is `stored`, and dropped where it is not. */
  #run(ownerId: string, place: RunPlace, asked: AskedQuestion | undefined, stored: Promise<Created | null>, arrivedAt: number): RunInProgress {
    const seconds = () => (performance.now() - arrivedAt) / 1000;
    let firstTextAt = 0;
    let lastTextAt = 0;
    let tokens = 0;
    const send = (entry: RunEvent) => {
      if (entry.event.type === 'text') {
        lastTextAt = seconds();
        if (firstTextAt === 0) this.#metrics.firstText((firstTextAt = lastTextAt));
      }
      this.#live.send(entry);
    };
    const run = new RunInProgress(place, ownerId, this.#store.runLogs, send, stored.then(Boolean));
    const work = async () => {
      const deadline = setTimeout(() => void run.end(failed(new OcelliError('timed_out', 'The answer took too long and was given up.'))), longestAnswerMs);
      try {
        for await (const event of this.#events(ownerId, asked, stored, run.signal)) {
          if (event.type === 'text') tokens++;
          // Who says how far it is is not stuck: an hour of speech takes its time.
          if (event.type === 'activity') deadline.refresh();
          run.add(event);
          if (!run.running) break;
        }
        void run.end({ type: 'ended', status: 'complete' });
      } catch (cause) {
        if (run.running && (await stored)) this.#log.error({ runId: place.runId, failure: describeFailure(cause) }, 'answering failed');
        void run.end(failed(failureOf(cause)));
      }
      const ended = await run.closed;
      clearTimeout(deadline);
      if (!(await stored)) return;
      this.#runs.delete(place.runId);
      if (ended.error) this.#metrics.failed(ended.error.code, 'run');
      this.#metrics.turnEnded({ status: ended.status, total: seconds(), tokens, streamed: lastTextAt - firstTextAt });
      this.#log.info({ runId: place.runId, status: ended.status, code: ended.error?.code, ms: Math.round(seconds() * 1000), tokens }, 'answered');
      const summary = await this.#store.conversations.summary(ownerId, place.conversationId).catch(() => null);
      if (summary) this.#live.changed(ownerId, { type: 'updated', conversation: summary });
    };
    void work();
    return run;
  }

  /** What happens in a turn: its recordings are heard, then what was written and said is answered. */
  async *#events(ownerId: string, asked: AskedQuestion | undefined, stored: Promise<Created | null>, signal: AbortSignal): AsyncGenerator<RunEventBody> {
    const question = asked?.question ?? (await this.#questionOf(ownerId, await stored));
    const input = await turnInput(this.#store, ownerId, question, asked);
    const recordings = this.#hear && (await recordingsAsked(this.#store, ownerId, question, input));
    if (!this.#hear || !recordings) return yield* this.#answer(input, { signal });
    const turn = await stored;
    if (!turn) return;
    const named = async (words: string) => {
      if (turn.conversation.title === untitledRecording) await this.#store.conversations.change(ownerId, turn.conversationId, { title: conversationTitle(words) });
    };
    yield* answerRecordings(this.#hear, { ...recordings, ownerId, question, input, answer: this.#answer, named }, signal);
  }

  async #questionOf(ownerId: string, turn: Created | null): Promise<UserMessage> {
    const isQuestion = (message: { id: string; role: string }): message is UserMessage => message.role === 'user' && message.id === turn?.userMessageId;
    const question = turn?.messages.find(isQuestion) ?? (turn && (await this.#store.conversations.find(ownerId, turn.conversationId))?.messages.find(isQuestion));
    if (!question) throw new OcelliError('not_found', 'The question was deleted.');
    return question;
  }

  async #stayAlive(): Promise<void> {
    try {
      await this.#store.runLogs.beat(this.#bootId, [...this.#runs.keys()]);
      if (!this.#store.exclusive) await this.#reap(new Date(Date.now() - silentForMs));
    } catch (cause) {
      this.#log.warn({ failure: describeFailure(cause) }, 'the store did not take the heartbeat');
    }
  }

  async #reap(silentSince: Date | undefined): Promise<void> {
    for (const entry of await this.#store.runLogs.interruptDead(this.#bootId, silentSince)) this.#live.send(entry);
  }
}

function failed(error: OcelliError): EndedEvent {
  return { type: 'ended', status: 'failed', error: error.toBody() };
}
