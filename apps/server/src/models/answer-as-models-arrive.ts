import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { catalogue, neededDownloads, type ModelDownload, type ModelFiles, type Perception } from '@ocelli/models';
import { OcelliError, type PictureTask, type RunEventBody } from '@ocelli/protocol';
import type { TurnInput } from '@ocelli/agent';
import type { Answerer } from '../answering.js';
import { isUnderWay, lackWords, progressWords } from './install-words.js';
import { isHere, shortTitle, type Installs } from './installs.js';

interface Parts {
  installs: Installs;
  downloads: readonly ModelDownload[];
  files: ModelFiles;
  perception: Perception;
  /** Answers by what the given perception sees. */
  answer: (input: TurnInput, options: { perception: Perception; signal: AbortSignal }) => AsyncIterable<RunEventBody>;
  /** A question may set off fetching what it needs. */
  mayWant: boolean;
  /** The longest that one turn waits for models. */
  patienceMs?: number;
}

/** The part of the patience that it is worth waiting to learn how long it takes. */
const curious = 0.3;
const tellEveryMs = 1_000;

/**
 * Answers questions while models are on their way: a look that needs one that will be there in a moment waits for it, and the turn says how
 * far it is; otherwise the answer is made of what is there, and says what is missing and when to ask again.
 */
export function answerAsModelsArrive(parts: Parts): Answerer {
  return async function* (input, { signal }) {
    const turn = new TurnAwaitingModels(parts, signal);
    const events = parts.answer(input, { perception: turn.perception(), signal })[Symbol.asyncIterator]();
    try {
      for (let next = events.next(); ; ) {
        const happened = await Promise.race([next, turn.told()]);
        yield* turn.activities();
        if (!happened) continue;
        if (happened.done) return;
        if (happened.value.type === 'answer') yield* turn.lacking(happened.value.status === 'declined');
        yield happened.value;
        next = events.next();
      }
    } finally {
      await events.return?.();
    }
  };
}

class TurnAwaitingModels {
  readonly #parts: Parts;
  readonly #signal: AbortSignal;
  readonly #lacked = new Set<string>();
  #patienceMs: number;
  #untold: string[] = [];
  #tell: () => void = () => {};
  #toldSoon: Promise<undefined>;

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#patienceMs = parts.patienceMs ?? 20_000;
    this.#toldSoon = this.#nextTold();
  }

  perception(): Perception {
    const { perception } = this.#parts;
    const awaiting = <Args extends unknown[], T>(task: PictureTask, look: (...args: Args) => Promise<T>) => (...args: Args) => this.#see(task, () => look(...args));
    return {
      readBoards: awaiting('read-boards', perception.readBoards),
      detect: awaiting('detect', perception.detect),
      readText: awaiting('read-text', perception.readText),
      readCodes: awaiting('read-codes', perception.readCodes),
      colours: awaiting('colours', perception.colours),
      classify: awaiting('classify', perception.classify),
      compare: awaiting('classify', perception.compare),
      // Words are compared only to add to what print tells anyway: nobody waits for that.
      embedTexts: perception.embedTexts,
      answer: awaiting('answer', perception.answer),
    };
  }

  /** Resolves when there is something in {@link activities}. */
  told(): Promise<undefined> {
    return this.#toldSoon;
  }

  activities(): RunEventBody[] {
    const texts = this.#untold;
    this.#untold = [];
    if (texts.length > 0) this.#toldSoon = this.#nextTold();
    return texts.slice(-1).map((text) => ({ type: 'activity', text }));
  }

  /** What the answer has to add about models that were asked for and were not there. */
  *lacking(declined: boolean): Generator<RunEventBody> {
    for (const id of this.#lacked) {
      const download = this.#parts.downloads.find((one) => one.id === id);
      const words = download && lackWords(download.title, download.gives, this.#parts.installs.install(id), declined);
      if (words) yield { type: 'text', delta: `\n\n${words}` };
    }
  }

  async #see<T>(task: PictureTask, look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (cause) {
      if (!OcelliError.is(cause) || cause.code !== 'model_unavailable') throw cause;
      const { installs, files, mayWant } = this.#parts;
      const ids = neededFor(task, installs, files);
      const missing = ids.filter((id) => !isHere(installs.install(id)));
      if (missing.length === 0) {
        // They are there, and cannot be loaded: perhaps their bytes are not the right ones.
        installs.verify(ids);
        throw cause;
      }
      for (const id of missing) if (mayWant) await installs.want(id);
      if (await this.#arrive(missing)) return await look();
      for (const id of missing) this.#lacked.add(id);
      throw cause;
    }
  }

  /** Waits for models while that makes sense; true when all are there. */
  async #arrive(ids: readonly string[]): Promise<boolean> {
    const { installs } = this.#parts;
    const startedAt = performance.now();
    const patience = this.#patienceMs;
    try {
      for (;;) {
        const coming = ids.filter((id) => !isHere(installs.install(id)));
        const [first] = coming;
        if (first === undefined) return true;
        const waited = performance.now() - startedAt;
        if (waited >= patience || !coming.every((id) => this.#isWorthIt(id, waited, patience - waited))) return false;
        this.#say(`Waiting for ${shortTitle(installs.title(first))}: ${progressWords(installs.install(first)) || 'its turn'}`);
        await this.#changeOrPause();
      }
    } finally {
      this.#patienceMs = Math.max(0, patience - (performance.now() - startedAt));
      if (performance.now() - startedAt > tellEveryMs) this.#say('Looking at the picture');
    }
  }

  #isWorthIt(id: string, waitedMs: number, leftMs: number): boolean {
    const install = this.#parts.installs.install(id);
    if (!isUnderWay(install)) return false;
    if (install.state === 'unpacking') return true;
    const secondsLeft = install.state === 'fetching' ? install.secondsLeft : null;
    return secondsLeft === null ? waitedMs < curious * (waitedMs + leftMs) : secondsLeft * 1000 <= leftMs;
  }

  /** Ends at once when the turn ends. */
  async #changeOrPause(): Promise<void> {
    await wait(tellEveryMs / 2, undefined, { signal: this.#signal }).catch((cause: unknown) => {
      throw new OcelliError('cancelled', 'The work was cancelled.', { cause });
    });
  }

  #say(text: string): void {
    this.#untold.push(text);
    this.#tell();
  }

  #nextTold(): Promise<undefined> {
    return new Promise((resolve) => (this.#tell = () => resolve(undefined)));
  }
}

/** Downloads that a task takes. */
function neededFor(task: PictureTask, installs: Installs, files: ModelFiles): string[] {
  const needed = neededDownloads(catalogue.filter(({ tasks }) => tasks.includes(task)).map(({ id }) => id), files) ?? [];
  return installs.ids().filter((id) => needed.includes(id));
}
