/** Speech is laid out anew in pieces of so many seconds, each half over the one before, and each looked for so far around its place. */
const pieceSeconds = 0.03;
const searchSeconds = 0.01;

/** Speech faster or slower at the same pitch, for models that know no speed: waveform similarity overlap-add (Verhelst and Roelands 1993). */
export function stretched(samples: Float32Array, sampleRateHz: number, speed: number): Float32Array {
  const half = Math.round((pieceSeconds * sampleRateHz) / 2);
  if (speed === 1 || samples.length < 4 * half) return samples;
  const search = Math.round(searchSeconds * sampleRateHz);
  const out = new Float32Array(Math.ceil(samples.length / speed));
  for (let [at, start] = [0, 0]; at < out.length; at += half) {
    // What follows in the original is what the next piece should be like.
    if (at > 0) start = likest(samples, start + half, Math.round(at * speed), search, half);
    for (let i = 0; i < 2 * half && at + i < out.length && start + i < samples.length; i++) {
      const weight = at === 0 && i < half ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / half);
      out[at + i]! += weight * samples[start + i]!;
    }
  }
  return out;
}

/** Where, around `wanted`, the samples are most like those at `model`. */
function likest(samples: Float32Array, model: number, wanted: number, search: number, length: number): number {
  let best = { at: Math.min(wanted, Math.max(0, samples.length - length)), likeness: -Infinity };
  for (let at = Math.max(0, wanted - search); at <= wanted + search && at + length <= samples.length; at++) {
    let [product, energy] = [0, 1e-9];
    for (let i = 0; i < length && model + i < samples.length; i++) {
      product += samples[model + i]! * samples[at + i]!;
      energy += samples[at + i]! ** 2;
    }
    const likeness = product / Math.sqrt(energy);
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best.at;
}
