import { setTimeout as wait } from 'node:timers/promises';
import { loudnessRange, type VoiceEvent, type VoiceStream } from '@ocelli/models';
import { listening, OcelliError, type ListenAudio, type ListeningOutcome, type ListeningState, type ListenReceived, type ListenUpdate, type Transcript } from '@ocelli/protocol';
import { agreedWords } from './agreed-words.js';
import type { DecodeRequest } from './listening-decoder.js';
import { isInvented } from './invented-phrases.js';
import { isWholeSentence } from './whole-sentence.js';

export interface TurnParts {
  listenId: string;
  endsBy: 'silence' | 'told';
  language: string | undefined;
  voice: VoiceStream;
  decode(request: DecodeRequest): Promise<Transcript>;
  /** Words that are likely to be said; known soon. */
  prompt: Promise<string>;
  tell(update: ListenUpdate): void;
  /** It is over, and its sound is forgotten. `sinceEndMs`: what the last words took, from the moment that it was decided that the speaker is done. */
  onOver(outcome: ListeningOutcome, sinceEndMs: number): void;
}

const perMs = listening.sampleRateHz / 1000;
/** Provisional words are worked out again after so much more sound, three pieces of a page, while the last ones are done. */
const partialEvery = 288 * perMs;
/** Sound kept around speech: a word's first consonant is no voice yet. */
const margin = 300 * perMs;
/** Silence after which a question is over even if it is no whole sentence: people think in mid-sentence. */
const unfinishedSilence = 1_400 * perMs;
/** Less sure than this, they are no words but mumbling. Clear speech has .6 and more. */
const leastConfidence = 0.3;
/** Whisper hears words in the babble of many, too, at .2 to .5. A voice in front of it, or in strong noise, has to be clear. */
const leastAmongOthers = 0.6;
/** The loudness of a babble changes less than this (dB), see {@link loudnessRange}. */
const evenLoudness = 10;
/** After so much sound it is known whether others talk in the background. */
const knownAfter = 1_100 * perMs;
/** What the last words wait at most for the words that are expected, where a picture is still being looked at. */
const promptPatienceMs = 3_000;
const mostSamples = listening.seconds * listening.sampleRateHz;
const mostSilence = listening.secondsWithoutSpeech * listening.sampleRateHz;

/** A part of the sound, in samples, and the words that were expected in it. */
interface Window {
  from: number;
  to: number;
  prompt: string;
}

interface Decoding {
  window: Window;
  words: Promise<Transcript>;
  abort: AbortController;
}

/** One spoken question: takes the sound, notices when the speaker is done, works out the words while they are said. */
export class ListeningTurn {
  readonly #parts: TurnParts;
  #samples = new Int16Array(mostSamples);
  #received = 0;
  /** Samples of which it is known whether they are speech. */
  #judged = 0;
  #revision = 0;
  #state: ListeningState = { phase: 'open', voice: 'silent', stable: '', rest: '' };
  #voice: 'silent' | 'speaking' | 'pausing' = 'silent';
  /** First and (so far) last sample of speech. */
  #speechFrom: number | undefined;
  #speechTo = 0;
  #hypothesis = '';
  /** The words that were worked out before, shown or not. */
  #before = '';
  #prompt = '';
  readonly #promptKnown: Promise<unknown>;
  /** Being worked out: at most one. */
  #working: Decoding | undefined;
  /** Worked out last. */
  #done: { window: Window; transcript: Transcript } | undefined;
  /** The speaker is silent; sample at which no whole sentence is waited for any more. */
  #patientUntil: number | undefined;
  /** Others are heard in the background. */
  #amongOthers = false;
  #hearing: Promise<unknown> = Promise.resolve();
  #endedBy: 'silence' | 'told' | 'limit' | undefined;
  /** When it was heard that the speaker is silent, or was told. */
  #endedAt = 0;

  constructor(parts: TurnParts) {
    this.#parts = parts;
    this.#promptKnown = parts.prompt.then((prompt) => (this.#prompt = prompt), () => undefined);
  }

  get over(): boolean {
    return this.#state.phase === 'heard' || this.#state.phase === 'failed';
  }

  get update(): ListenUpdate {
    return { listenId: this.#parts.listenId, revision: this.#revision, state: this.#state };
  }

  get received(): ListenReceived {
    return { received: this.#received };
  }

  /** Takes what is new of a piece of sound; nothing when it would leave a gap. Resolves when it was heard, so that nobody is far ahead of what is decided. */
  async take({ from, pcm }: ListenAudio): Promise<ListenReceived> {
    const known = this.#received - from;
    if (this.#state.phase !== 'open' || this.#endedBy || known < 0 || known * 2 >= pcm.length) return this.received;
    // Copied, because what arrives may lie at an odd address.
    const fresh = new Int16Array(new Uint8Array(pcm.subarray(known * 2)).buffer).subarray(0, mostSamples - this.#received);
    this.#samples.set(fresh, this.#received);
    this.#received += fresh.length;
    const { voice } = this.#parts;
    const place = this.#received;
    this.#hearing = voice.push(fresh).then(
      (events) => this.#heard(events, place),
      (cause: unknown) => this.fail(OcelliError.from(cause)),
    );
    if (this.#received >= mostSamples) void this.#finish('limit');
    await this.#hearing;
    return this.received;
  }

  /** No sound follows after `samples`. */
  end(samples: number): ListenReceived {
    if (samples <= this.#received) void this.#finish('told');
    return this.received;
  }

  /** Ends it without words. */
  fail(error: OcelliError): void {
    if (this.over) return;
    this.#working?.abort.abort();
    this.#conclude({ phase: 'failed', error: error.toBody() });
  }

  #heard(events: VoiceEvent[], judged: number): void {
    this.#judged = judged;
    this.#amongOthers ||= this.#parts.voice.amongOthers;
    for (const event of events) this.#take(event);
    if (this.#state.phase !== 'open' || this.#endedBy) return;
    this.#endIfDone();
    this.#giveUpOnSilence();
    if (this.#endedBy || this.over) return;
    this.#show();
    this.#workAhead();
  }

  #take({ type, at }: VoiceEvent): void {
    this.#voice = type === 'started' || type === 'resumed' ? 'speaking' : 'pausing';
    if (type === 'started') this.#speechFrom ??= at;
    if (type === 'paused' || type === 'ended') this.#speechTo = at;
    this.#patientUntil = undefined;
    if (type !== 'ended' || this.#parts.endsBy === 'told') return;
    this.#endedAt = performance.now();
    this.#patientUntil = at + unfinishedSilence;
  }

  /**
   * Ends it where the speaker is silent and what was said is a whole sentence. Until its words are there, and where it is none, some more silence is waited for.
   * What others say in the background is dropped, and who asks is still waited for.
   */
  #endIfDone(): void {
    if (this.#patientUntil === undefined || this.#endedBy) return;
    const words = this.#done && this.#covers(this.#done.window) ? this.#done : undefined;
    const isLate = this.#judged >= this.#patientUntil;
    if (this.#isBabble(this.#window()) || (this.#amongOthers && words && !this.#isBelieved(words))) return this.#drop();
    if (words && isWholeSentence(words.transcript.text)) return void this.#finish('silence');
    if (!isLate || (this.#amongOthers && !words)) return;
    this.#endedAt = performance.now();
    void this.#finish('silence');
  }

  /** As if nobody had spoken yet. */
  #drop(): void {
    this.#working?.abort.abort();
    this.#working = this.#done = this.#speechFrom = this.#patientUntil = undefined;
    this.#hypothesis = this.#before = '';
    this.#show('');
    this.#giveUpOnSilence();
  }

  /** Lets go of the microphone when nobody has begun to speak for long. */
  #giveUpOnSilence(): void {
    if (this.#speechFrom === undefined && this.#judged >= mostSilence && this.#parts.endsBy === 'silence') this.fail(this.#nobody());
  }

  /** Whether these are words of somebody who speaks to us. */
  #isBelieved({ window, transcript }: { window: Window; transcript: Transcript }): boolean {
    const { confidence } = transcript;
    if (confidence < leastConfidence) return false;
    return confidence >= leastAmongOthers || !(this.#amongOthers || this.#isEven(window));
  }

  /**
   * Whether these may be shown while somebody speaks. Whisper says "Thank you." to the first moments of a babble, before it is known that it is one, and
   * something else to the next: unclear first words have to be said twice.
   */
  #mayBeShown(words: { window: Window; transcript: Transcript }, before: string): boolean {
    const { text, confidence } = words.transcript;
    const isClear = confidence >= leastAmongOthers;
    const isKnown = isClear || (this.#judged >= knownAfter && (this.#hypothesis !== '' || agreedWords(before, text).stable !== ''));
    return isKnown && this.#isBelieved(words) && !isInvented(text) && !this.#isEven(words.window);
  }

  /** Whether a window holds nothing but people in the background: no words are looked for in it. */
  #isBabble(window: Window): boolean {
    return this.#amongOthers && this.#isEven(window);
  }

  #isEven({ from, to }: Window): boolean {
    return loudnessRange(this.#samples.subarray(from, to)) < evenLoudness;
  }

  #nobody(): OcelliError {
    return this.#amongOthers ? tooManyTalk() : nobodySpoke();
  }

  /** The sound that words are worked out of: from a little before the first word to where speech stopped, or to now. */
  #window(): Window {
    const to = this.#voice === 'speaking' ? this.#judged : Math.min(this.#judged, this.#speechTo + margin);
    return { from: Math.max(0, (this.#speechFrom ?? 0) - margin), to, prompt: this.#prompt };
  }

  /** Whether words from this window are the last words, and all of them. */
  #covers({ to, prompt }: Window): boolean {
    return this.#voice === 'pausing' && to >= this.#speechTo && prompt === this.#prompt;
  }

  /** Works out provisional words; in a pause those that may turn out to be the last ones, so that nobody has to wait for them later. */
  #workAhead(): void {
    if (this.#speechFrom === undefined || this.#isBabble(this.#window())) return;
    if (this.#voice === 'pausing') {
      if (this.#working ? this.#covers(this.#working.window) : this.#done && this.#covers(this.#done.window)) return;
      this.#working?.abort.abort();
    } else if (this.#working || this.#judged - (this.#done?.window.to ?? this.#speechFrom) < partialEvery) return;
    void this.#workOut();
  }

  async #workOut(): Promise<void> {
    const working = this.#begin(false);
    try {
      const transcript = await working.words;
      if (this.over) return;
      this.#done = { window: working.window, transcript };
      if (this.#working === working) this.#working = undefined;
      const before = this.#before;
      this.#before = transcript.text;
      if (this.#mayBeShown(this.#done, before)) this.#show(transcript.text);
      this.#endIfDone();
      if (!this.#endedBy) this.#workAhead();
    } catch (cause) {
      if (this.#working === working) this.#working = undefined;
      const error = OcelliError.from(cause);
      // Provisional words are tried again with the next piece of sound; nothing hears them where no model is.
      if (!this.#endedBy && error.code === 'model_unavailable') this.fail(error);
    }
  }

  /** Has the words of the present window worked out; provisional ones of what the window is when their turn comes. */
  #begin(final: boolean): Decoding {
    const window = this.#window();
    const abort = new AbortController();
    const samples = () => {
      if (!final && !this.#endedBy) Object.assign(window, this.#window());
      return this.#samples.slice(window.from, window.to);
    };
    const words = this.#parts.decode({ samples, language: this.#parts.language, prompt: () => window.prompt, final, signal: abort.signal });
    return (this.#working = { window, abort, words });
  }

  async #finish(by: 'silence' | 'told' | 'limit'): Promise<void> {
    if (this.#endedBy || this.#state.phase !== 'open') return;
    this.#endedBy = by;
    if (by !== 'silence') this.#endedAt = performance.now();
    if (by !== 'silence') await this.#hearing;
    if (this.over) return;
    if (this.#speechFrom === undefined || this.#isBabble(this.#window())) return this.fail(this.#nobody());
    this.#say({ phase: 'closing', ...this.#words() });
    try {
      this.#hear(await this.#lastWords(), by);
    } catch (cause) {
      this.fail(OcelliError.from(cause));
    }
  }

  /** The words of all speech: worked out already, being worked out, or to be worked out. */
  async #lastWords(): Promise<{ window: Window; transcript: Transcript }> {
    // A wrong word costs more than a moment.
    await Promise.race([this.#promptKnown, wait(promptPatienceMs, undefined, { ref: false })]);
    if (this.#done && this.#covers(this.#done.window)) return this.#done;
    const working = this.#working;
    const transcript = working && this.#covers(working.window) ? await working.words.catch(() => undefined) : undefined;
    if (working && transcript) return { window: working.window, transcript };
    working?.abort.abort();
    const last = this.#begin(true);
    return { window: last.window, transcript: await last.words };
  }

  #hear(words: { window: Window; transcript: Transcript }, endedBy: 'silence' | 'told' | 'limit'): void {
    if (this.over) return;
    const { text, language, confidence } = words.transcript;
    if (text.trim() === '') return this.fail(this.#nobody());
    if (!this.#isBelieved(words)) return this.fail(confidence >= leastConfidence || this.#amongOthers ? tooManyTalk() : new OcelliError('no_speech', 'Somebody was heard, but no words. Speak a little slower, or where others speak less.'));
    this.#conclude({ phase: 'heard', text: text.trim(), language, confidence, endedBy });
  }

  #words(): { stable: string; rest: string } {
    return this.#state.phase === 'open' || this.#state.phase === 'closing' ? { stable: this.#state.stable, rest: this.#state.rest } : { stable: '', rest: '' };
  }

  /** Tells how it stands, when that has changed. */
  #show(text?: string): void {
    const { phase } = this.#state;
    if (phase !== 'open' && phase !== 'closing') return;
    const words = text === undefined ? this.#words() : agreedWords(this.#hypothesis, text);
    if (text !== undefined) this.#hypothesis = text;
    const next: ListeningState = phase === 'open' ? { phase, voice: this.#speechFrom === undefined ? 'silent' : this.#voice, ...words } : { phase, ...words };
    if (JSON.stringify(next) !== JSON.stringify(this.#state)) this.#say(next);
  }

  #say(state: ListeningState): void {
    this.#state = state;
    this.#revision++;
    this.#parts.tell(this.update);
  }

  #conclude(state: ListeningOutcome): void {
    this.#parts.voice.close();
    this.#samples = new Int16Array(0);
    this.#say(state);
    this.#parts.onOver(state, this.#endedAt === 0 ? 0 : performance.now() - this.#endedAt);
  }
}

const nobodySpoke = () => new OcelliError('no_speech', 'Nobody was heard. Check that the right microphone is chosen and not muted, and speak a little louder or closer to it.');
const tooManyTalk = () => new OcelliError('no_speech', 'Too many people talk at once. Come closer to the microphone, or ask where it is quieter.');
