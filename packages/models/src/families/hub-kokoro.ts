import { readFile } from 'node:fs/promises';
import type { Device } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { sessionOptions } from '../runtime/session-options.js';
import { kokoroOver, type KokoroModel } from './kokoro.js';

/** The part of a tokenizer.json that numbers Kokoro's sounds; 0 is silence. */
const TokenizerFile = z.looseObject({ model: z.looseObject({ vocab: z.record(z.string(), z.number().int().nonnegative()) }) });

/** Kokoro as the Hub has it (onnx-community/Kokoro-82M-v1.0-ONNX): input_ids [1, n] int64, style [1, 256], speed [1] to waveform [1, samples], 24 kHz. */
export async function openHubKokoro({ modelPath, tokenizerPath }: { modelPath: string; tokenizerPath: string }, device: Device): Promise<KokoroModel> {
  const { model } = TokenizerFile.parse(JSON.parse(await readFile(tokenizerPath, 'utf8')));
  const session = await InferenceSession.create(modelPath, sessionOptions(device));
  return kokoroOver(new Map(Object.entries(model.vocab).filter(([, number]) => number > 0)), {
    async run(tokens, style, speed) {
      const { waveform } = await session.run({
        input_ids: new Tensor('int64', tokens, [1, tokens.length]),
        style: new Tensor('float32', style, [1, style.length]),
        speed: new Tensor('float32', Float32Array.of(speed), [1]),
      });
      return waveform!.data as Float32Array;
    },
    dispose: () => session.release(),
  });
}
