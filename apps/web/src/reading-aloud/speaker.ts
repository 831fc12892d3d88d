import { OcelliError, readingAloud } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { loudspeaker, Loudspeaker } from './loudspeaker';
import { ownVoices, sayWith } from './own-voices';
import { pause } from './pause';
import { noSound, voiceGone, type ReadingProblem } from './reading-problem';
import { useReadingSettings } from './reading-settings';
import { speechOf } from './speech';
import type { Utterance } from './utterances';

/** What says the pieces of one answer, one after the other. */
export interface Speaker {
  /** Resolves when the next piece is wanted, which may be before this one has sounded. Rejects with an `OcelliError`. */
  say(utterance: Utterance, signal: AbortSignal): Promise<void>;
  /** Resolves when everything has sounded. */
  finish(signal: AbortSignal): Promise<void>;
  /** Ends all sound at once. */
  stop(): void;
  /** What sounds now. */
  readonly sounding: Utterance | null;
  /** How loud: root mean square, 0..1; a guess where the browser does not tell. */
  readonly level: number;
}

/** As much is fetched ahead: enough for a slow moment of the server's, little enough to be thrown away. */
const aheadSeconds = 6;
const lookEveryMs = 100;
/**
 * Whether the server makes speech more slowly than it is heard: then a sentence waits until all of it is there, so that a pause comes between sentences and
 * not between words.
 */
let slow = false;
/** Of speech, as the server evens it out. */
const evenLoudness = 0.1;

/** The speaker that the settings ask for; or why there is none. */
export function speakerOf({ voice, ownVoice, speed } = useReadingSettings.getState()): Speaker | ReadingProblem {
  if (ownVoice) {
    const found = ownVoices().find(({ voiceURI }) => voiceURI === ownVoice);
    return found ? new OwnVoiceSpeaker(found, speed) : voiceGone;
  }
  return Loudspeaker.exists ? new ServerSpeaker({ ...(voice ? { voice } : {}), ...(speed === 1 ? {} : { speed }) }) : noSound;
}

/** The server's voice, through Web Audio: the next piece is fetched while the one before sounds. */
class ServerSpeaker implements Speaker {
  readonly #how: { voice?: string; speed?: number };
  #spans: { utterance: Utterance; from: number; to: number }[] = [];

  constructor(how: { voice?: string; speed?: number }) {
    this.#how = how;
  }

  async say(utterance: Utterance, signal: AbortSignal): Promise<void> {
    const whole = slow;
    const held: Float32Array<ArrayBuffer>[] = [];
    const began = performance.now();
    let seconds = 0;
    for await (const samples of speechOf({ markdown: utterance.markdown, ...this.#how }, signal)) {
      seconds += samples.length / readingAloud.sampleRateHz;
      if (whole) held.push(samples);
      else this.#play(utterance, samples);
    }
    for (const samples of held) this.#play(utterance, samples);
    if (whole && seconds > 1) slow = performance.now() - began > seconds * 1000;
    while (loudspeaker.left > aheadSeconds) await pause(lookEveryMs, signal);
  }

  #play(utterance: Utterance, samples: Float32Array<ArrayBuffer>): void {
    const last = this.#spans.at(-1);
    const goesOn = last?.utterance === utterance;
    if (goesOn && loudspeaker.left === 0) slow = true;
    const { from, to } = loudspeaker.play(samples);
    if (goesOn) last.to = to;
    else this.#spans.push({ utterance, from, to });
  }

  async finish(signal: AbortSignal): Promise<void> {
    while (loudspeaker.left > 0) await pause(Math.min(lookEveryMs, loudspeaker.left * 1000 + 10), signal);
  }

  stop(): void {
    loudspeaker.silence();
  }

  get level(): number {
    return loudspeaker.level;
  }

  get sounding(): Utterance | null {
    const { now } = loudspeaker;
    this.#spans = this.#spans.filter(({ to }) => to > now);
    return this.#spans.find(({ from }) => from <= now)?.utterance ?? null;
  }
}

/** One of the browser's own voices. What a person would say is still the server's to know. */
class OwnVoiceSpeaker implements Speaker {
  readonly #voice: SpeechSynthesisVoice;
  readonly #speed: number;
  #saying: Promise<void> = Promise.resolve();
  #failed: OcelliError | undefined;
  sounding: Utterance | null = null;

  constructor(voice: SpeechSynthesisVoice, speed: number) {
    this.#voice = voice;
    this.#speed = speed;
  }

  get level(): number {
    return this.sounding ? evenLoudness : 0;
  }

  async say(utterance: Utterance, signal: AbortSignal): Promise<void> {
    const { text } = await rest.spokenWords(utterance.markdown, signal);
    // The words of this one were fetched while the one before was spoken.
    await this.finish(signal);
    if (text === '') return;
    this.#saying = sayWith(this.#voice, text, { speed: this.#speed, signal, onBegin: () => (this.sounding = utterance) }).then(
      () => void (this.sounding = null),
      (cause: unknown) => {
        this.sounding = null;
        this.#failed = OcelliError.from(cause);
      },
    );
  }

  async finish(signal: AbortSignal): Promise<void> {
    await this.#saying;
    if (signal.aborted) throw new OcelliError('cancelled', 'Reading aloud was stopped.');
    if (this.#failed) throw this.#failed;
  }

  stop(): void {
    this.sounding = null;
    speechSynthesis.cancel();
  }
}
