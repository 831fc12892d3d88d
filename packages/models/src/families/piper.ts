import { readFile } from 'node:fs/promises';
import type { Device } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { sessionOptions } from '../runtime/session-options.js';

/** What stands beside a voice of Piper's (".onnx.json"): numbers of its sounds, and how much chance there is in pitch and lengths. */
const VoiceConfig = z.looseObject({
  audio: z.looseObject({ sample_rate: z.number().int().positive() }),
  inference: z.looseObject({ noise_scale: z.number(), length_scale: z.number().positive(), noise_w: z.number() }),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int().nonnegative())),
});

/** Sounds of one run; a sentence has about a hundred. */
const mostSounds = 1_000;

export interface PiperVoice {
  readonly sampleRateHz: number;
  /** Numbers of espeak's sounds, as the voice was trained with them: begin and end marked, a blank between. Sounds that it does not know are left out. */
  tokens(sounds: string): number[];
  /** Samples of one channel, about -1..1. Blocks until it is done. */
  say(tokens: readonly number[], speed: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** A voice of Piper's (VITS over espeak's sounds): input [1, n] int64, input_lengths [1], scales [noise, length, noise of lengths] to output [1, 1, 1, samples]. */
export async function openPiper({ modelPath, configPath }: { modelPath: string; configPath: string }, device: Device): Promise<PiperVoice> {
  const { audio, inference, phoneme_id_map: numbers } = VoiceConfig.parse(JSON.parse(await readFile(configPath, 'utf8')));
  const session = await InferenceSession.create(modelPath, sessionOptions(device));
  const [begin, blank, end] = ['^', '_', '$'].map((mark) => numbers[mark] ?? []) as [number[], number[], number[]];
  return {
    sampleRateHz: audio.sample_rate,
    tokens: (sounds) => [...begin, ...blank, ...[...sounds].slice(0, mostSounds).flatMap((sound) => (numbers[sound] ? [...numbers[sound], ...blank] : [])), ...end],
    async say(tokens, speed) {
      const { output } = await session.run({
        input: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
        input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(tokens.length)), [1]),
        scales: new Tensor('float32', Float32Array.of(inference.noise_scale, inference.length_scale / speed, inference.noise_w), [3]),
      });
      return output!.data as Float32Array;
    },
    dispose: () => session.release(),
  };
}
