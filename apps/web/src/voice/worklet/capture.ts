import { Resampler } from './resampler.js';

/** What the processor tells the page. `pcm`: 16 kHz, mono, 16 bits. `level`: loudness of the last moment, 0..1. */
export type Captured = { kind: 'sound'; pcm: ArrayBuffer } | { kind: 'level'; level: number } | { kind: 'flushed' };

/** What the page tells the processor. rest: give what is there of a piece; flush: give it and end. */
export type Wanted = 'rest' | 'flush';

// What an AudioWorkletGlobalScope has; TypeScript's own libraries do not describe it.
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const rateHz = 16_000;
/** 96 ms travel at a time, three frames of the model that hears speech: short enough for words that appear while one speaks. */
const chunkSamples = 1_536;
const levelSamples = rateHz / 25;

/** Takes the microphone's sound on the audio thread, which no work of the page delays. */
class Capture extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(sampleRate, rateHz);
  #chunk = new Int16Array(chunkSamples);
  #filled = 0;
  #power = 0;
  #measured = 0;
  #over = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<Wanted>) => {
      if (data === 'rest') return this.#send();
      this.#take(this.#resampler.end());
      this.#send();
      this.#over = true;
      this.#say({ kind: 'flushed' });
    };
  }

  process(inputs: Float32Array[][]): boolean {
    const channels = inputs[0] ?? [];
    if (this.#over) return false;
    const [first] = channels;
    if (first) this.#take(this.#resampler.push(channels.length === 1 ? first : first.map((_, at) => channels.reduce((sum, channel) => sum + channel[at]!, 0) / channels.length)));
    return true;
  }

  #take(samples: Float32Array): void {
    for (const sample of samples) {
      this.#chunk[this.#filled++] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
      if (this.#filled === chunkSamples) this.#send();
      this.#power += sample * sample;
      if (++this.#measured < levelSamples) continue;
      this.#say({ kind: 'level', level: Math.min(1, Math.sqrt(this.#power / this.#measured)) });
      this.#power = this.#measured = 0;
    }
  }

  #send(): void {
    if (this.#filled === 0) return;
    const pcm = this.#chunk.slice(0, this.#filled).buffer;
    this.#filled = 0;
    this.#say({ kind: 'sound', pcm });
  }

  #say(what: Captured): void {
    this.port.postMessage(what, what.kind === 'sound' ? [what.pcm] : []);
  }
}

registerProcessor('ocelli-capture', Capture);
