import { perMs } from './speaking-page.js';

/** What lies between a mouth and a microphone. All sound is 16 kHz; `seed` makes it the same every time. */
export type Condition = (speech: Int16Array, seed: number) => Int16Array;

export const conditions: Record<string, Condition> = {
  clean: (speech) => speech,
  'noise at 10 dB': (speech, seed) => mixedAt(speech, hiss(speech.length, seed), 10),
  'a room (RT60 0.5 s)': (speech, seed) => inRoom(speech, 0.5, seed),
  'a telephone': (speech) => byTelephone(speech),
};

const clamped = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

/** Numbers in [-1, 1) that depend on the seed alone (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** White noise. */
function hiss(length: number, seed: number): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length }, () => 10_000 * next());
}

/** Loudness (root mean square) of the frames of 32 ms in which there is something to hear: within 30 dB of the loudest one. */
export function loudness(samples: ArrayLike<number>): number {
  const frame = 32 * perMs;
  const powers: number[] = [];
  for (let from = 0; from + frame <= samples.length; from += frame) {
    let sum = 0;
    for (let at = from; at < from + frame; at++) sum += samples[at]! ** 2;
    powers.push(sum / frame);
  }
  const least = Math.max(...powers) / 1_000;
  const heard = powers.filter((power) => power >= least);
  return Math.sqrt(heard.reduce((sum, power) => sum + power, 0) / Math.max(1, heard.length));
}

/** Speech over a sound that is `decibels` weaker. */
export function mixedAt(speech: Int16Array, behind: ArrayLike<number>, decibels: number): Int16Array {
  const gain = loudness(speech) / loudness(behind) / 10 ** (decibels / 20);
  return speech.map((sample, at) => clamped(sample + gain * behind[at % behind.length]!));
}

/**
 * In a room, as far from the microphone that the echo is as loud as the voice: noise that dies away by 60 dB within `rt60` seconds, of sparse pulses (velvet
 * noise, Karjalainen & Järveläinen 2007), after a first reflection at 5 ms.
 */
function inRoom(speech: Int16Array, rt60: number, seed: number): Int16Array {
  const next = random(seed);
  const pulses: { at: number; gain: number }[] = [];
  const [every, end] = [16_000 / 2_000, rt60 * 16_000];
  for (let at = 5 * perMs; at < end; at += every) pulses.push({ at: at + Math.floor((every * (next() + 1)) / 2), gain: Math.sign(next()) * 10 ** ((-3 * at) / end) });
  const power = pulses.reduce((sum, { gain }) => sum + gain ** 2, 0);
  const wet = new Float32Array(speech.length);
  for (const { at, gain } of pulses) for (let n = at; n < speech.length; n++) wet[n]! += (gain / Math.sqrt(power)) * speech[n - at]!;
  const level = loudness(speech);
  const both = speech.map((sample, at) => clamped((sample + wet[at]!) / 2));
  const gain = level / loudness(both);
  return both.map((sample) => clamped(gain * sample));
}

/** Band of 300 to 3400 Hz, 8 kHz, mu-law (G.711). */
function byTelephone(speech: Int16Array): Int16Array {
  const band = filtered(speech, bandPass(300, 3_400));
  const narrow = band.filter((_, at) => at % 2 === 0).map(muLaw);
  return Int16Array.from(filtered(Float32Array.from({ length: speech.length }, (_, at) => (at % 2 === 0 ? 2 * narrow[at / 2]! : 0)), bandPass(0, 3_700)), clamped);
}

const taps = 255;

/** A windowed sinc, at 16 kHz. */
function bandPass(low: number, high: number): Float32Array {
  const middle = (taps - 1) / 2;
  const sinc = (hertz: number, at: number): number => (at === 0 ? hertz / 8_000 : Math.sin((Math.PI * hertz * at) / 8_000) / (Math.PI * at));
  return Float32Array.from({ length: taps }, (_, n) => (0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (taps - 1))) * (sinc(high, n - middle) - sinc(low, n - middle)));
}

function filtered(samples: ArrayLike<number>, kernel: Float32Array): Float32Array {
  const middle = (kernel.length - 1) / 2;
  return Float32Array.from({ length: samples.length }, (_, at) => {
    let sum = 0;
    for (let n = Math.max(0, at + middle - samples.length + 1); n < kernel.length && at + middle - n >= 0; n++) sum += kernel[n]! * samples[at + middle - n]!;
    return sum;
  });
}

/** There and back. */
function muLaw(sample: number): number {
  const mu = 255;
  const x = Math.max(-1, Math.min(1, sample / 32_768));
  const coded = Math.round((127 * Math.log1p(mu * Math.abs(x))) / Math.log1p(mu)) / 127;
  return Math.sign(x) * (((1 + mu) ** coded - 1) / mu) * 32_768;
}
