import { sampleRateHz } from '../families/whisper-features.js';
import { frameSamples, newMemory, type SpeechMemory, type SpeechModel } from '../voice-activity/speech-model.js';

/** Tells of each 32 ms of sound (mono, 16 kHz, -1..1) how likely it is that somebody speaks, whatever is said. What is missing to the last frame is silence. */
export type SpeechListener = (samples: Float32Array, memory: SpeechMemory, signal: AbortSignal) => Promise<Float32Array>;

/** Silero's own threshold. */
const speech = 0.5;
/** A frame whose loudest sample is below -66 dB is silence, whoever is asked. */
const inaudible = 5e-4;

export function speechListener(model: SpeechModel): SpeechListener {
  return async (samples, memory, signal) => {
    const frame = new Int16Array(frameSamples);
    const probabilities = new Float32Array(Math.ceil(samples.length / frameSamples));
    for (let at = 0; at < probabilities.length; at++) {
      signal.throwIfAborted();
      let most = 0;
      for (let n = 0; n < frameSamples; n++) {
        const sample = samples[at * frameSamples + n] ?? 0;
        frame[n] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
        most = Math.max(most, Math.abs(sample));
      }
      if (most < inaudible) Object.assign(memory, newMemory());
      else probabilities[at] = await model.probability(frame, memory);
    }
    return probabilities;
  };
}

/** For how long somebody speaks in a sound. */
export async function spokenSeconds(listen: SpeechListener, samples: Float32Array, signal: AbortSignal): Promise<number> {
  const probabilities = await listen(samples, newMemory(), signal);
  return (probabilities.filter((probability) => probability >= speech).length * frameSamples) / sampleRateHz;
}
