/** How loud speech is brought to: the root mean square of what is louder than a whisper. About -20 dB, as speech assistants do. */
const wantedLoudness = 0.1;
const mostGain = 4;
const highestPeak = 0.95;
/** Parts of this length are speech or rest. */
const windowSeconds = 0.02;
const quiet = 0.01;
/** Silence that is kept before the first and after the last sound. */
const kept = { before: 0.05, after: 0.1 };

/**
 * One spoken piece, ready to stand beside others: silence at its ends cut down, its loudness that of every piece and voice, no sample beyond what can be
 * played, and a rest after it.
 */
export function evened(samples: Float32Array, sampleRateHz: number, restSeconds: number): Float32Array<ArrayBuffer> {
  const window = Math.round(windowSeconds * sampleRateHz);
  const loud = Array.from({ length: Math.ceil(samples.length / window) }, (_, at) => meanSquare(samples.subarray(at * window, (at + 1) * window)));
  const [first, last] = [loud.findIndex((square) => square > quiet ** 2), loud.findLastIndex((square) => square > quiet ** 2)];
  if (first === -1) return Float32Array.from(samples);
  const start = Math.max(0, first * window - Math.round(kept.before * sampleRateHz));
  const end = Math.min(samples.length, (last + 1) * window + Math.round(kept.after * sampleRateHz));
  const spoken = loud.filter((square) => square > quiet ** 2);
  const loudness = Math.sqrt(spoken.reduce((sum, square) => sum + square, 0) / spoken.length);
  let peak = 0;
  for (let i = start; i < end; i++) peak = Math.max(peak, Math.abs(samples[i]!));
  const gain = Math.min(wantedLoudness / loudness, mostGain, highestPeak / peak);
  const out = new Float32Array(end - start + Math.round(restSeconds * sampleRateHz));
  for (let i = start; i < end; i++) out[i - start] = samples[i]! * gain;
  fade(out.subarray(0, end - start), Math.round(0.005 * sampleRateHz));
  return out;
}

/** No click where the sound begins and ends. */
function fade(samples: Float32Array, length: number): void {
  for (let i = 0; i < Math.min(length, samples.length >> 1); i++) {
    samples[i]! *= i / length;
    samples[samples.length - 1 - i]! *= i / length;
  }
}

function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / Math.max(1, samples.length);
}
