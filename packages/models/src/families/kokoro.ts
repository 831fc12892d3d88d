import { readFile } from 'node:fs/promises';
import type { Device } from '@ocelli/protocol';
import { Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { openWeightsFreeSession, type WeightsFreeModel } from '../runtime/weights-free-session.js';

/** Sounds of Kokoro's alphabet and their numbers; what stands between them is silence (0). */
const Vocabulary = z.record(z.string(), z.number().int().positive());
/** Sounds that one run takes, without the silence at both ends. */
export const mostSounds = 510;
const styleSize = 256;

export interface KokoroModel {
  readonly sampleRateHz: number;
  /** Numbers of the sounds that the model knows, at most {@link mostSounds}; others are left out. */
  tokens(sounds: string): number[];
  /** Says tokens in a voice (see {@link readKokoroVoice}): samples of one channel, about -1..1. Blocks until it is done. */
  say(tokens: readonly number[], voice: Float32Array, speed: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** A network of Kokoro's: sounds with the silence at both ends, a voice's style for so many, and a speed to samples. */
export interface KokoroNetwork {
  run(tokens: BigInt64Array, style: Float32Array, speed: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Kokoro over one of its networks. A voice has a style for each length of text, 510 x 256; the one for n sounds stands at n - 1. */
export function kokoroOver(vocabulary: ReadonlyMap<string, number>, { run, dispose }: KokoroNetwork): KokoroModel {
  return {
    sampleRateHz: 24_000,
    tokens: (sounds) => [...sounds].flatMap((sound) => vocabulary.get(sound) ?? []).slice(0, mostSounds),
    say: (tokens, voice, speed) => run(BigInt64Array.from([0, ...tokens, 0], BigInt), voice.subarray((tokens.length - 1) * styleSize, tokens.length * styleSize), speed),
    dispose,
  };
}

/**
 * Kokoro-82M v1.0 (StyleTTS 2 with an ISTFTNet decoder, hexgrad/Kokoro-82M), int8 with convolutions in float32: tokens [1, n] int64, style [1, 256], speed [1] to audio [samples], 24 kHz.
 */
export async function openKokoro({ vocabularyPath, ...model }: WeightsFreeModel & { vocabularyPath: string }, device: Device): Promise<KokoroModel> {
  const vocabulary = new Map(Object.entries(Vocabulary.parse(JSON.parse(await readFile(vocabularyPath, 'utf8')))));
  const session = await openWeightsFreeSession(model, device);
  return kokoroOver(vocabulary, {
    async run(tokens, style, speed) {
      const { audio } = await session.run({
        tokens: new Tensor('int64', tokens, [1, tokens.length]),
        style: new Tensor('float32', style, [1, styleSize]),
        speed: new Tensor('float32', Float32Array.of(speed), [1]),
      });
      return audio!.data as Float32Array;
    },
    dispose: () => session.release(),
  });
}

/** Reads a voice's file: 510 x 256 floats, little-endian. */
export async function readKokoroVoice(path: string): Promise<Float32Array> {
  const file = await readFile(path);
  return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + mostSounds * styleSize * 4));
}
