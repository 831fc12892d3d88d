import type { TurnInput } from '@ocelli/agent';
import type { RunEventBody } from '@ocelli/protocol';
import { expect, vi } from 'vitest';
import type { Answerer } from '../src/answering.js';

/** Answers by what the test says, when the test says it. */
export class Speaker {
  readonly #speeches: Speech[] = [];

  readonly answer: Answerer = (input, { signal }) => {
    const speech = new Speech(input, signal);
    this.#speeches.push(speech);
    return speech.events();
  };

  /** How often this question was given to it. */
  timesAsked(question: string): number {
    return this.#speeches.filter(({ input }) => input.question === question).length;
  }

  /** The latest answer to this question, as soon as it is asked. */
  async answering(question: string, times = 1): Promise<Speech> {
    await vi.waitFor(() => expect(this.timesAsked(question)).toBe(times), { timeout: 20_000 });
    return this.#speeches.filter(({ input }) => input.question === question).at(-1) as Speech;
  }
}

/** One answer in the making. */
export class Speech {
  readonly #said: (RunEventBody | Error | null)[] = [];
  #wake = () => {};

  constructor(
    readonly input: TurnInput,
    readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.#push(null));
  }

  say(...words: string[]): this {
    for (const delta of words) this.#push({ type: 'text', delta });
    return this;
  }

  tell(event: RunEventBody): this {
    return this.#push(event);
  }

  finish(): void {
    this.#push({ type: 'answer', status: 'answered' }).#push(null);
  }

  fail(failure: Error): void {
    this.#push(failure);
  }

  async *events(): AsyncGenerator<RunEventBody> {
    for (;;) {
      while (this.#said.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
      const next = this.#said.shift();
      if (next instanceof Error) throw next;
      if (!next) return;
      yield next;
    }
  }

  #push(what: RunEventBody | Error | null): this {
    this.#said.push(what);
    this.#wake();
    return this;
  }
}

/** Answers every question at once, with its words. */
export const echo: Answerer = async function* ({ question }) {
  yield { type: 'activity', text: 'Thinking' };
  yield { type: 'text', delta: `You asked: ${question}` };
  yield { type: 'answer', status: 'answered' };
};
