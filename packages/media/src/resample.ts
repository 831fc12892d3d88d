/** Zero crossings on each side of the kernel: transition band of about a tenth of the cutoff. */
const crossings = 16;
/** Kaiser window of 80 dB. */
const beta = 7.86;
/** Where in the band the filter turns, so that nothing above half the lower rate folds back. */
const rolloff = 0.95;
/** More positions between two samples than this are rounded to it: an error of -75 dB, for rates that no device records. */
const mostPhases = 1_024;

/**
 * Changes the sample rate by a windowed sinc (Smith, "Digital Audio Resampling", 2002), one filter for each position between two samples.
 * The work is bounded by the samples given: each adds to at most 2 x 16 products per sample of the lower rate.
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const phases = Math.min(toHz / greatestDivisor(fromHz, toHz), mostPhases);
  const cutoff = rolloff * Math.min(1, toHz / fromHz);
  const reach = Math.ceil(crossings / cutoff);
  const filters = Array.from({ length: phases + 1 }, (_, phase) => filter(phase / phases, cutoff, reach));
  const out = new Float32Array(Math.max(1, Math.round((samples.length * toHz) / fromHz)));
  for (let i = 0; i < out.length; i++) {
    const at = (i * fromHz) / toHz;
    const whole = Math.floor(at);
    const taps = filters[Math.round((at - whole) * phases)]!;
    const first = whole - reach + 1;
    const [from, to] = [Math.max(0, -first), Math.min(taps.length, samples.length - first)];
    let sum = 0;
    for (let tap = from; tap < to; tap++) sum += taps[tap]! * samples[first + tap]!;
    out[i] = sum;
  }
  return out;
}

/** Weights of the `2 * reach` samples around a point that lies `offset` after sample `reach - 1`; they add up to 1. */
function filter(offset: number, cutoff: number, reach: number): Float32Array {
  const taps = new Float32Array(2 * reach);
  let sum = 0;
  for (let tap = 0; tap < taps.length; tap++) {
    const distance = tap - (reach - 1) - offset;
    const edge = distance / (crossings / cutoff);
    if (Math.abs(edge) > 1) continue;
    const x = Math.PI * distance * cutoff;
    sum += taps[tap] = (x === 0 ? 1 : Math.sin(x) / x) * bessel(beta * Math.sqrt(1 - edge * edge));
  }
  return taps.map((tap) => tap / sum);
}

/** Modified Bessel function of order zero. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-9; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
