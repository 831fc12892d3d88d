import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Samples of one frame at 16 kHz: 32 ms. The model knows no other length. */
export const frameSamples = 512;
/** What the model sees of the frame before. */
const contextSamples = 64;
const stateSize = 2 * 128;

/** What the model remembers of one speaker. */
export interface SpeechMemory {
  state: Float32Array;
  context: Float32Array;
}

export const newMemory = (): SpeechMemory => ({ state: new Float32Array(stateSize), context: new Float32Array(contextSamples) });

/**
 * Silero VAD, 16 kHz (github.com/snakers4/silero-vad): how likely it is that somebody speaks, frame by frame. It takes a third of a millisecond
 * on one thread; more threads would only wait for each other.
 */
export class SpeechModel {
  readonly #session: InferenceSession;
  readonly #rate = new Tensor('int64', BigInt64Array.of(16_000n), []);

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async open(path: string): Promise<SpeechModel> {
    return new SpeechModel(await InferenceSession.create(path, { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 }));
  }

  /** Probability (0..1) of speech in the next `frameSamples` samples, which `memory` takes in. */
  async probability(samples: Int16Array, memory: SpeechMemory): Promise<number> {
    const input = new Float32Array(contextSamples + frameSamples);
    input.set(memory.context);
    for (let at = 0; at < frameSamples; at++) input[contextSamples + at] = samples[at]! / 32_768;
    const { output, stateN } = await this.#session.run({ input: new Tensor('float32', input, [1, input.length]), state: new Tensor('float32', memory.state, [2, 1, 128]), sr: this.#rate });
    memory.state = stateN!.data as Float32Array;
    memory.context = input.slice(-contextSamples);
    return (output!.data as Float32Array)[0]!;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}
