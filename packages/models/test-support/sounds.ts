import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Samples a second of everything here. */
export const rateHz = 16_000;

/** A spoken question of `speech/`, as 16-bit samples. */
export const spoken = (name: 'how-many-pawns' | 'how-many-are-black'): Int16Array => recording(name);

function recording(name: string): Int16Array {
  const file = readFileSync(fileURLToPath(new URL(`./speech/${name}.wav`, import.meta.url)));
  return new Int16Array(file.buffer.slice(file.byteOffset + file.indexOf('data') + 8, file.byteOffset + file.length));
}

export const silence = (seconds: number): Int16Array => new Int16Array(Math.round(seconds * rateHz));

/** Samples from a loudness (-1..1) at each second. */
export const sound = (seconds: number, at: (second: number) => number): Int16Array =>
  Int16Array.from({ length: Math.round(seconds * rateHz) }, (_, n) => Math.round(32_767 * Math.max(-1, Math.min(1, at(n / rateHz)))));

/** The same noise every time. */
export function noise(seconds: number, loudness: number, seed = 1): Int16Array {
  let state = seed;
  return sound(seconds, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return loudness * (state / 2 ** 31 - 1);
  });
}

/** A fan, a lamp, a transformer. */
export const hum = (seconds: number): Int16Array => sound(seconds, (t) => 0.3 * Math.sin(2 * Math.PI * 50 * t) + 0.1 * Math.sin(2 * Math.PI * 100 * t) + 0.05 * Math.sin(2 * Math.PI * 150 * t));

const scale = [262, 294, 330, 349, 392, 440, 494, 523];

/** Plucked notes with overtones, three a second, over a held chord. */
export const music = (seconds: number): Int16Array =>
  sound(seconds, (t) => {
    const note = scale[(Math.floor(t * 3) * 5) % 8]!;
    const fade = Math.exp(-4 * (t % (1 / 3)));
    const plucked = [1, 2, 3, 4].reduce((sum, overtone) => sum + (0.15 / overtone) * Math.sin(2 * Math.PI * note * overtone * t), 0);
    return fade * plucked + 0.05 * (Math.sin(2 * Math.PI * 131 * t) + Math.sin(2 * Math.PI * 165 * t) + Math.sin(2 * Math.PI * 196 * t));
  });

/** Eight people who talk all the time, each equally loud. */
export function babble(seconds: number): Int16Array {
  const some = recording('babble');
  return Int16Array.from({ length: Math.round(seconds * rateHz) }, (_, at) => some[at % some.length]!);
}

export function joined(...parts: Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Two sounds at once, as long as the first. */
export const mixed = (first: Int16Array, second: Int16Array): Int16Array => first.map((sample, at) => Math.max(-32_768, Math.min(32_767, sample + (second[at] ?? 0))));

/** The root mean square of the samples. */
export const loudness = (samples: Int16Array): number => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** The same sound as -1..1, as models take it. */
export const floats = (samples: Int16Array): Float32Array => Float32Array.from(samples, (sample) => sample / 32_768);
