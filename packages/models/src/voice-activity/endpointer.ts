import { Foreground } from './foreground.js';
import { frameSamples } from './speech-model.js';

/** What is decided about a speaker. */
export interface VoiceEvent {
  /**
   * started: somebody began to speak; paused: silent, perhaps the end, perhaps a breath; resumed: it was a breath; ended: silent for so long that it is the end,
   * since `at`.
   */
  type: 'started' | 'paused' | 'resumed' | 'ended';
  /** Samples (16 kHz) from the beginning. */
  at: number;
}

export interface EndpointOptions {
  /** Silence after which a speaker is taken to be done. */
  hangOverMs?: number;
  /** Silence that is told as a pause. */
  pauseMs?: number;
  /** So much speech makes a beginning: a click or a cough does not. */
  leastSpeechMs?: number;
}

/** Speech is when the model says so at least this strongly, and stays it until the model is sure of the opposite (silero's own thresholds). */
const speechFrom = 0.5;
const silenceBelow = 0.35;
/** Of the frames since somebody may have begun, so many must be speech: between a word's syllables the probability falls. */
const leastShare = 0.6;

const frames = (ms: number): number => Math.max(1, Math.round((ms * 16) / frameSamples));

/** Turns probabilities of speech, frame by frame, into decisions. After an end it is ready for the next beginning. */
export class Endpointer {
  readonly #hangOver: number;
  readonly #pause: number;
  readonly #least: number;
  /** Frames taken so far. */
  #now = 0;
  /** Frame at which somebody may have begun to speak, and how many frames since were speech. */
  #candidate: { from: number; spoken: number } | undefined;
  #speaking = false;
  #paused = false;
  /** The frame after the last one with speech. */
  #lastSpeech = 0;
  readonly #foreground = new Foreground();

  constructor({ hangOverMs = 640, pauseMs = 192, leastSpeechMs = 160 }: EndpointOptions = {}) {
    this.#hangOver = frames(hangOverMs);
    this.#pause = frames(pauseMs);
    this.#least = frames(leastSpeechMs);
  }

  /** Whether people talk in the background. */
  get amongOthers(): boolean {
    return this.#foreground.amongOthers;
  }

  /** Takes the next frame's probability of speech, and its loudness in dB: what people say in the background is no speech here. */
  next(probability: number, level?: number): VoiceEvent[] {
    const frame = this.#now++;
    const inFront = level === undefined || this.#foreground.next(probability, level);
    const spoken = inFront && probability >= (this.#speaking && !this.#paused ? silenceBelow : speechFrom);
    if (!this.#speaking) return this.#waiting(frame, spoken);
    if (spoken) {
      this.#lastSpeech = frame + 1;
      if (!this.#paused) return [];
      this.#paused = false;
      return [{ type: 'resumed', at: frame * frameSamples }];
    }
    const silent = frame + 1 - this.#lastSpeech;
    const at = this.#lastSpeech * frameSamples;
    if (silent >= this.#hangOver) {
      this.#speaking = this.#paused = false;
      this.#candidate = undefined;
      return [{ type: 'ended', at }];
    }
    if (silent < this.#pause || this.#paused) return [];
    this.#paused = true;
    return [{ type: 'paused', at }];
  }

  #waiting(frame: number, spoken: boolean): VoiceEvent[] {
    if (!this.#candidate) {
      if (!spoken) return [];
      this.#candidate = { from: frame, spoken: 0 };
    }
    const candidate = this.#candidate;
    if (spoken) {
      candidate.spoken++;
      this.#lastSpeech = frame + 1;
    }
    if (candidate.spoken < leastShare * (frame + 1 - candidate.from)) {
      this.#candidate = undefined;
      return [];
    }
    if (candidate.spoken < this.#least) return [];
    this.#speaking = true;
    return [{ type: 'started', at: candidate.from * frameSamples }];
  }
}
