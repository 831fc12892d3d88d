import { sampleRateHz } from '../families/whisper-features.js';
import { frameSamples, newMemory } from '../voice-activity/speech-model.js';
import type { RecordedSound } from './recorded-sound.js';
import type { SpeechListener } from './speech-in-sound.js';

/** A part of a recording in which somebody speaks, heard at once. */
export interface SpeechWindow {
  /** Place of its first sample in the recording, and behind its last one. */
  from: number;
  to: number;
  samples: Float32Array;
  /** It ends in the middle of what is said, because no pause was found. */
  cutOff: boolean;
}

/** A stretch of speech without a pause, in samples of the recording. */
export interface SpokenStretch {
  from: number;
  to: number;
}

const frames = (seconds: number) => Math.round((seconds * sampleRateHz) / frameSamples);
/** Speech begins with a frame of so much probability, and goes on with less. */
const begins = 0.5;
const goesOn = 0.3;
/** Shorter speech is a click or a chord. */
const shortest = 3;
/** A pause of so many frames ends a window; one of so many is a place to cut what has become too long, with so much as good as more. */
const longPause = frames(1.6);
const pauses = { least: 3, goodAs: frames(0.5) };
/** Silence between two stretches of speech that are told apart. */
const stretchPause = frames(0.35);
/** A window that goes on is cut between these lengths. Whisper takes 30 s, but what is said in longer windows it skips more often. */
const cutFrom = frames(9);
const longest = frames(20);
/** Frames around speech: a word begins before its voice, and fades. */
const margin = frames(0.25);
/** Listened to at once. */
const portion = frames(8);

/** Walks through a recording, of any length, from one window with speech to the next. Music, noise and silence between are left out. */
export class SpeechWindows {
  readonly #sound: RecordedSound;
  readonly #listen: SpeechListener;
  readonly #signal: AbortSignal;
  readonly #memory = newMemory();
  /** Of each frame that was listened to: probability of speech, loudness. */
  readonly #speech: Float32Array;
  readonly #loudness: Float32Array;
  #listened = 0;
  #at = 0;

  constructor(sound: RecordedSound, listen: SpeechListener, signal: AbortSignal) {
    [this.#sound, this.#listen, this.#signal] = [sound, listen, signal];
    this.#speech = new Float32Array(Math.ceil(sound.length / frameSamples));
    this.#loudness = new Float32Array(this.#speech.length);
  }

  async next(): Promise<SpeechWindow | undefined> {
    const first = await this.#nextSpeech();
    if (first === undefined) return undefined;
    const [begin, limit] = [Math.max(this.#at, first - margin), first + longest];
    await this.#listenTo(limit + longPause + 1);
    let last = first;
    for (let at = first; at < this.#listened && at - last <= longPause; at++) if (this.#speech[at]! >= goesOn) last = at;
    let [end, cutOff] = [Math.min(last + 1 + margin, this.#speech.length), false];
    if (last >= limit) {
      const pause = this.#pauseBetween(first + cutFrom, limit);
      end = pause?.cut ?? this.#quietest(first + cutFrom, limit);
      cutOff = !pause;
    }
    this.#at = end;
    const [from, to] = [begin * frameSamples, Math.min(this.#sound.length, end * frameSamples)];
    return { from, to, samples: await this.#sound.read(from, to), cutOff };
  }

  /** Goes on at a sample of the window that was given last, instead of at its end. */
  continueFrom(sample: number): void {
    this.#at = Math.min(this.#at, Math.ceil(sample / frameSamples));
  }

  /** Probability (0..1) of speech at a second of what was listened to. */
  speechAt(second: number): number {
    const at = Math.floor((second * sampleRateHz) / frameSamples);
    return Math.max(this.#speech[at - 1] ?? 0, this.#speech[at] ?? 0, this.#speech[at + 1] ?? 0);
  }

  /** Speech between two samples, without its pauses. */
  stretches(from: number, to: number): SpokenStretch[] {
    const found: SpokenStretch[] = [];
    for (let at = Math.floor(from / frameSamples); at * frameSamples < to; at++) {
      if ((this.#speech[at] ?? 0) < begins) continue;
      const stretch = found.at(-1);
      if (stretch && at * frameSamples - stretch.to < stretchPause * frameSamples) stretch.to = (at + 1) * frameSamples;
      else found.push({ from: at * frameSamples, to: (at + 1) * frameSamples });
    }
    return found;
  }

  async #nextSpeech(): Promise<number | undefined> {
    for (let at = this.#at; at < this.#speech.length; at++) {
      await this.#listenTo(at + shortest);
      if (this.#speech[at]! < begins) continue;
      let lasts = 1;
      while (lasts < shortest && (this.#speech[at + lasts] ?? 0) >= goesOn) lasts++;
      if (lasts >= shortest) return at;
    }
    return undefined;
  }

  /** Listens as far as a frame, in whole portions. */
  async #listenTo(frame: number): Promise<void> {
    while (this.#listened < Math.min(frame, this.#speech.length)) {
      const samples = await this.#sound.read(this.#listened * frameSamples, (this.#listened + portion) * frameSamples);
      // A file that became shorter meanwhile is silent there.
      const heard = samples.length === 0 ? new Float32Array(portion) : await this.#listen(samples, this.#memory, this.#signal);
      for (let at = 0; at < heard.length && this.#listened < this.#speech.length; at++, this.#listened++) {
        this.#speech[this.#listened] = heard[at]!;
        this.#loudness[this.#listened] = loudness(samples.subarray(at * frameSamples, (at + 1) * frameSamples));
      }
    }
  }

  /** The best pause to cut at: a long one, rather late. */
  #pauseBetween(from: number, to: number): { cut: number } | undefined {
    let best: { cut: number; length: number } | undefined;
    for (let at = from, length = 0; at < to; at++) {
      length = this.#speech[at]! < goesOn ? length + 1 : 0;
      if (length < pauses.least) continue;
      const enough = Math.min(length, pauses.goodAs);
      if (!best || enough >= best.length) best = { cut: at - (length >> 1), length: enough };
    }
    return best;
  }

  /** The quietest frame between two, with its neighbours; of equally quiet ones the last. */
  #quietest(from: number, to: number): number {
    let [best, least] = [to, Infinity];
    for (let at = from; at < to; at++) {
      const around = this.#loudness[at - 1]! + 2 * this.#loudness[at]! + this.#loudness[at + 1]!;
      if (around <= least) [best, least] = [at, around];
    }
    return best;
  }
}

function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
