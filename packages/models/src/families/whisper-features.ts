import { Tensor, type InferenceSession } from 'onnxruntime-node';

export const sampleRateHz = 16_000;
/** Whisper hears windows of 30 s, so many samples; a position of its encoder is two frames of 10 ms. */
export const longestWindow = 30 * sampleRateHz;
export const samplesPerPosition = 320;
export const positionsPerWindow = longestWindow / samplesPerPosition;
const bands = 80;
/** What the loudest band of every window is scaled to: about what speech at a usual level comes to. Then silence is the same for all windows. */
const loudest = 1.2;
/** Whisper's features end this far below the loudest: 8 decades, scaled by 4. */
const decades = 8;
const scale = 4;

/** Features of digital silence beside speech. */
export function silentFeatures(): Tensor {
  return new Tensor('float32', new Float32Array(bands * 2 * positionsPerWindow).fill(loudest - decades / scale), [1, bands, 2 * positionsPerWindow]);
}

/** Whisper's features of `samples` (mono, 16 kHz, -1..1) and the silence that fills up `positions`. Shape `[1, 80, 2 positions]`. */
export async function features(frontEnd: InferenceSession, samples: Float32Array, positions: number): Promise<Tensor> {
  const filled = new Float32Array(positions * samplesPerPosition);
  filled.set(samples.subarray(0, filled.length));
  const { log_mel: output } = await frontEnd.run({ samples: new Tensor('float32', filled, [1, filled.length]) });
  const logMel = output!.data as Float32Array;
  let most = -Infinity;
  for (const value of logMel) if (value > most) most = value;
  for (let at = 0; at < logMel.length; at++) logMel[at] = (Math.max(logMel[at]!, most - decades) - most) / scale + loudest;
  return output!;
}
