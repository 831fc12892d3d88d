import { sampleRateHz } from '../families/whisper-features.js';
import { frameSamples, newMemory, type SpeechModel } from '../voice-activity/speech-model.js';

/** Silero's own threshold. */
const speech = 0.5;

/** For how long somebody speaks in a sound (mono, 16 kHz, -1..1), whatever is said. */
export async function spokenSeconds(model: SpeechModel, samples: Float32Array, signal: AbortSignal): Promise<number> {
  const memory = newMemory();
  const frame = new Int16Array(frameSamples);
  let frames = 0;
  for (let from = 0; from < samples.length; from += frameSamples) {
    signal.throwIfAborted();
    for (let at = 0; at < frameSamples; at++) frame[at] = Math.max(-32_768, Math.min(32_767, Math.round((samples[from + at] ?? 0) * 32_768)));
    if ((await model.probability(frame, memory)) >= speech) frames++;
  }
  return (frames * frameSamples) / sampleRateHz;
}
