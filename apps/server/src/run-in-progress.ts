import { setTimeout as wait } from 'node:timers/promises';
import { OcelliError, type RunEvent, type RunEventBody } from '@ocelli/protocol';
import { storableJson, type EndedEvent, type RunPlace, type Store } from '@ocelli/store';
import { failureOf } from './failures.js';

/** Words that come closer together than this are stored, and sent, as one piece. */
const textEveryMs = 30;
/** What happens within this time is one write: each write is a sync of the disk that whatever comes next would wait for. */
const gatherMs = 10;
/** How far an answer is may be told a moment later: many are done by then, and a write meanwhile would take from their time. */
const gatherProgressMs = 40;
/** Tries, with growing pauses, to close the log of a run whose store failed; then the next start marks it interrupted. */
const closingPausesMs = [0, 500, 1_000, 2_000, 4_000, 8_000];

/**
 * One answer in the making. Everything that happens gets the next number, is stored, and only then is sent; what happens while
 * a write is under way, that of its question first, goes into the next one. Ending freezes it: nothing that comes later is stored or sent.
 */
export class RunInProgress {
  readonly place: RunPlace;
  readonly ownerId: string;
  /** Aborts when the run ends, by whatever cause. */
  readonly signal: AbortSignal;
  /** Resolves when the log is closed. */
  readonly closed: Promise<EndedEvent>;
  readonly #abort = new AbortController();
  readonly #logs: Store['runLogs'];
  readonly #send: (entry: RunEvent) => void;
  #resolveClosed!: (ended: EndedEvent) => void;
  #waiting: RunEventBody[] = [];
  /** The number of the last entry that was stored and sent. */
  #sent = 0;
  #said = '';
  #ended: EndedEvent | null = null;
  /** Its question is not in the store. */
  #abandoned = false;
  /** A write failed: whether the store has it is for the store to say. */
  #unsure = false;
  #writing: Promise<void> | null = null;
  #lastTextAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerDueAt = 0;

  /** @param stored resolves with whether the question and this run are in the store. If not, the run ends, and nothing is ever stored or sent. */
  constructor(place: RunPlace, ownerId: string, logs: Store['runLogs'], send: (entry: RunEvent) => void, stored: Promise<boolean>) {
    this.place = place;
    this.ownerId = ownerId;
    this.#logs = logs;
    this.#send = send;
    this.signal = this.#abort.signal;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#writing = stored.then((isStored) => {
      this.#writing = null;
      if (!isStored) this.#abandon();
      else if (!this.#ended && this.#waiting.length > 0) this.#writeSoon();
    });
  }

  get sent(): number {
    return this.#sent;
  }

  get running(): boolean {
    return this.#ended === null;
  }

  /** Takes what happened. Ignored after the end. */
  add(event: RunEventBody): void {
    if (this.#ended) return;
    const last = this.#waiting.at(-1);
    if (event.type === 'text' && last?.type === 'text') this.#waiting[this.#waiting.length - 1] = { type: 'text', delta: last.delta + event.delta };
    else this.#waiting.push(event);
    this.#writeSoon();
  }

  /**
   * Ends the run. Stopping freezes it as it was last seen: what was not sent yet is dropped. A complete answer is kept whole.
   * Resolves with how the run ended, which is the first end it was given.
   */
  async end(ended: EndedEvent): Promise<EndedEvent> {
    if (!this.#ended) {
      this.#ended = ended;
      if (ended.status !== 'complete') this.#waiting = [];
      clearTimeout(this.#timer);
      this.#abort.abort();
      void this.#close();
    }
    return await this.closed;
  }

  #writeSoon(): void {
    if (this.#writing) return;
    const now = performance.now();
    const onlyText = this.#waiting.every(({ type }) => type === 'text');
    const onlyProgress = this.#waiting.every(({ type }) => type === 'activity' || type === 'tool.started');
    const dueAt = Math.max(now + (onlyProgress ? gatherProgressMs : gatherMs), onlyText ? this.#lastTextAt + textEveryMs : 0);
    if (this.#timer && this.#timerDueAt <= dueAt) return;
    clearTimeout(this.#timer);
    this.#timerDueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#ended) this.#writing = this.#write();
    }, dueAt - now);
  }

  async #write(): Promise<void> {
    try {
      const events = storableJson(this.#take());
      const grew = await this.#logs.append(this.place.runId, this.#sent + 1, events);
      this.#writing = null;
      if (!grew) {
        // Another server process ended it, or it was deleted.
        void this.end({ type: 'ended', status: 'stopped' });
        return;
      }
      this.#announce(events);
    } catch (cause) {
      this.#writing = null;
      this.#unsure = true;
      void this.end({ type: 'ended', status: 'failed', error: failureOf(cause).toBody() });
      return;
    }
    if (!this.#ended && this.#waiting.length > 0) this.#writeSoon();
  }

  #take(): RunEventBody[] {
    const events = this.#waiting;
    this.#waiting = [];
    if (events.some(({ type }) => type === 'text')) this.#lastTextAt = performance.now();
    return events;
  }

  #announce(events: RunEventBody[]): void {
    const { conversationId, assistantMessageId: messageId, runId } = this.place;
    for (const event of events) {
      if (event.type === 'text') this.#said += event.delta;
      this.#send({ conversationId, messageId, runId, seq: ++this.#sent, event });
    }
  }

  #abandon(): void {
    this.#abandoned = true;
    void this.end({ type: 'ended', status: 'failed' });
  }

  async #close(): Promise<void> {
    await this.#writing;
    if (this.#abandoned) return this.#resolveClosed(this.#ended as EndedEvent);
    const ended = this.#ended as EndedEvent;
    try {
      if (this.#unsure) throw new OcelliError('store_unavailable', 'The answer could not be stored.');
      const last = storableJson(this.#take());
      const answer = this.#said + last.map((event) => (event.type === 'text' ? event.delta : '')).join('');
      if (await this.#logs.end(this.place.runId, this.#sent + 1, last, ended, answer)) this.#announce([...last, ended]);
      this.#resolveClosed(ended);
    } catch (cause) {
      await this.#closeLater(ended.status === 'complete' ? { type: 'ended', status: 'failed', error: failureOf(cause).toBody() } : ended);
    }
  }

  /** Ends the run after whatever the store has of it. */
  async #closeLater(ended: EndedEvent): Promise<void> {
    for (const pauseMs of closingPausesMs) {
      await wait(pauseMs, undefined, { ref: false });
      try {
        const entry = await this.#logs.endAsStored(this.place, ended);
        if (entry) this.#send(entry);
        break;
      } catch {
        // It still does not answer; the next start marks the run interrupted.
      }
    }
    this.#resolveClosed(ended);
  }
}
