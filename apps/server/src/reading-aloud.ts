import { performance } from 'node:perf_hooks';
import { pcm16 } from '@ocelli/media';
import { defaultVoice, inWords, speakable, speechPieces, voices, type Senses, type Voice } from '@ocelli/models';
import { OcelliError, readingAloud, type SpeechRequest, type Voices } from '@ocelli/protocol';
import { KeptSounds } from './kept-sounds.js';
import type { Metrics } from './metrics.js';
import { isUnderWay, progressWords } from './models/install-words.js';
import { shortTitle, type Installs } from './models/installs.js';
import { SpeakingTurns } from './reading-aloud-turns.js';

interface Parts {
  speak: Senses['speak'];
  /** Whether the model is in memory. */
  isAwake: () => boolean;
  installs: Installs;
  /** Whether the files of a model of the catalogue are here, in a form that may be used. */
  isHere: (model: string) => boolean;
  /** Ids of the downloads that bring it in the form in which it is used here. */
  bringing: (model: string) => string[];
  /** A request may set off fetching the voice. */
  mayWant: boolean;
  metrics: Metrics;
}

export interface Listener {
  ownerId: string;
  /** Aborts when nobody listens any more. */
  signal: AbortSignal;
  /** Takes sound as the contract has it; resolves when more can be taken. */
  hear(sound: Buffer): Promise<void>;
}

/** What speaks unless another voice is chosen: it is offered before it is here, and fetched when first something is to be said. */
const usualModel = 'kokoro';
const languages = { us: 'en-US', gb: 'en-GB' } as const;
const countries = { us: 'American', gb: 'British' } as const;

/** Says answers aloud, piece by piece: each is sent as soon as it is made, and nothing is made that nobody takes. */
export class ReadingAloud {
  readonly #parts: Parts;
  readonly #turns = new SpeakingTurns();
  readonly #kept = new KeptSounds();
  #warming: Promise<unknown> | undefined;
  /** Models, with the dialects whose dictionaries they read, that spoke since the first was loaded. */
  readonly #spoken = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  voices(): Voices {
    return {
      voices: voices.filter(({ model }) => model === usualModel || this.#parts.isHere(model)).map(choiceOf),
      usual: defaultVoice,
      model: usualModel,
    };
  }

  /** What a person would say who reads this aloud. */
  words(markdown: string): string {
    return inWords(speakable(markdown));
  }

  /** Loads the voice, so that the first answer does not wait for it. Whether that works shows when something is to be said. Throws `bad_request`. */
  warm(voice: string = defaultVoice): void {
    refuseUnknown(voice);
    // A page asks at every question: one who is awake is not to be busy when the first sentence comes.
    if (this.#parts.isAwake() && this.#spoken.has(wordsOf(voice))) return;
    // Fetches nothing: that is for whoever wants to hear something.
    this.#warming ??= this.#made('Yes.', { voice, rest: 0 }).catch(() => undefined).finally(() => (this.#warming = undefined));
  }

  /**
   * Resolves when all was heard; at once where there is nothing to say. Rejects with `bad_request`, `model_unavailable` (and then the voice is being fetched, where
   * that may be), `busy`, `cancelled`, or as the model fails.
   */
  async speak({ markdown, voice = defaultVoice, speed = 1 }: SpeechRequest, { ownerId, signal, hear }: Listener): Promise<void> {
    const { metrics } = this.#parts;
    refuseUnknown(voice);
    const pieces = speechPieces(this.words(markdown), { last: /\n\s*$/.test(markdown) ? 'paragraph' : 'sentence' });
    const what = [voice, speed, pieces];
    const known = this.#kept.find(ownerId, what);
    if (known) {
      metrics.spoke('kept', 0);
      return await hear(known);
    }
    const startedAt = performance.now();
    const leave = this.#turns.enter(ownerId);
    const since = this.#kept.forgotten;
    const sounds: Buffer[] = [];
    try {
      for (const { text, pause } of pieces) {
        const { sound } = await this.#turns.take(ownerId, signal, () => this.#say(text, { voice, speed, rest: pause, signal }));
        if (sound.length === 0) continue;
        if (sounds.length === 0) metrics.firstSound((performance.now() - startedAt) / 1000);
        sounds.push(sound);
        await hear(sound);
      }
      if (sounds.length === 0 && pieces.length > 0) throw new OcelliError('bad_request', 'There is nothing in this that can be spoken. Only English can be.');
      const all = Buffer.concat(sounds);
      this.#kept.keep(ownerId, what, all, since);
      metrics.spoke('made', all.length / bytesPerSecond);
    } catch (cause) {
      if (signal.aborted) this.#turns.interrupted(ownerId);
      metrics.spoke(OcelliError.from(cause).code, sounds.reduce((sum, { length }) => sum + length, 0) / bytesPerSecond);
      throw cause;
    } finally {
      leave();
    }
  }

  /** Whoever deletes something expects that nothing of it is left. */
  forget(ownerId: string): void {
    this.#kept.forget(ownerId);
  }

  /** One piece; no sound where nothing in it can be said. */
  async #say(text: string, options: { voice: string; speed: number; rest: number; signal: AbortSignal }): Promise<{ sound: Buffer; seconds: number }> {
    const sound = await this.#made(text, options).catch(async (cause: unknown) => {
      if (OcelliError.is(cause) && cause.code === 'bad_request') return Buffer.alloc(0);
      throw OcelliError.is(cause) && cause.code === 'model_unavailable' ? await this.#missing(cause, modelOf(options.voice)) : cause;
    });
    return { sound, seconds: sound.length / bytesPerSecond };
  }

  async #made(text: string, options: { voice: string; speed?: number; rest: number; signal?: AbortSignal }): Promise<Buffer> {
    const sounds: Buffer[] = [];
    if (!this.#parts.isAwake()) this.#spoken.clear();
    await this.#parts.speak(text, { ...options, onSound: ({ samples }) => sounds.push(Buffer.from(pcm16(samples).buffer)) });
    this.#spoken.add(wordsOf(options.voice));
    return Buffer.concat(sounds);
  }

  /** Begins to fetch the voice where that may be, and says what can be done. */
  async #missing(cause: OcelliError, model: string): Promise<OcelliError> {
    const { installs, bringing, mayWant } = this.#parts;
    const downloads = bringing(model);
    // The others have terms of their own: somebody asks for them.
    if (mayWant && model === usualModel) for (const id of downloads) await installs.want(id);
    const [missing] = downloads.filter((id) => installs.install(id).state !== 'ready');
    if (missing === undefined) {
      // It is there, and cannot be loaded.
      if (downloads.length > 0) installs.verify(downloads);
      return cause;
    }
    const install = installs.install(missing);
    const name = shortTitle(installs.title(missing));
    const progress = progressWords(install);
    if (isUnderWay(install)) {
      const retryAfterSeconds = install.state === 'fetching' && install.secondsLeft !== null ? Math.max(1, Math.ceil(install.secondsLeft)) : 10;
      return new OcelliError('model_unavailable', `The voice (${name}) is being fetched${progress ? `: ${progress}` : ''}. Answers can be spoken once it is here.`, { cause, retryAfterSeconds });
    }
    const why = install.state === 'failed' ? 'could not be fetched: Models in the settings says why' : install.state === 'paused' ? 'is paused on its way: go on under Models in the settings' : `is not here. Fetch it under Models in the settings (or "ocelli models pull ${missing}")`;
    return new OcelliError('model_unavailable', `The voice (${name}) ${why}.`, { cause });
  }
}

function refuseUnknown(voice: string): void {
  if (!voices.some(({ id }) => id === voice)) throw new OcelliError('bad_request', 'There is no such voice. Choose another one in the settings.');
}

const modelOf = (voice: string): string => voices.find(({ id }) => id === voice)?.model ?? usualModel;
const wordsOf = (voice: string): string => `${modelOf(voice)} ${voices.find(({ id }) => id === voice)?.dialect}`;

function choiceOf({ id, name, family, dialect, sex, terms }: Voice): Voices['voices'][number] {
  const description = [countries[dialect], ...(terms === undefined ? [] : [terms]), ...(sex === undefined ? [] : [sex])].join(', ');
  return { id, name, family, language: languages[dialect], description };
}

const bytesPerSecond = 2 * readingAloud.sampleRateHz;
