import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';

/** Our graphs in onnxruntime and nothing else: what transcribing cannot be faster than. */
export interface BareWhisper {
  /** What is said in `samples` (16 kHz, mono, -1..1), as tokens and without a look at whether it makes sense. */
  tokensOf(samples: Float32Array): Promise<number[]>;
  /** Milliseconds that onnxruntime takes for `samples` in which `tokens` are said. */
  time(samples: Float32Array, tokens: readonly number[]): Promise<number>;
  close(): Promise<void>;
}

const pocket = fileURLToPath(new URL('.', import.meta.resolve('@ocelli/pocket/package.json')));
const Config = z.looseObject({ suppress_ids: z.array(z.number()), suppress_ids_begin: z.array(z.number()) });
/** As the task does: half a second of silence behind the sound is encoded with it. */
const silenceBehind = 8_000;
const positionSamples = 320;
const [end, opening, mostTokens] = [50_256, [50_257, 50_362], 200];

export async function openBareWhisper(modelFolder: string): Promise<BareWhisper> {
  const weights = join(modelFolder, 'model.bin');
  const config = Config.parse(JSON.parse(await readFile(join(modelFolder, 'config.json'), 'utf8')));
  const options = { intraOpNumThreads: availableParallelism(), interOpNumThreads: 1, logSeverityLevel: 3 as const, extra: { session: { intra_op: { allow_spinning: '0' } } } };
  const open = async (graph: string) => InferenceSession.create(join(pocket, graph), { ...options, externalData: graph.startsWith('whisper') ? [{ path: basename(weights), data: await readFile(weights) }] : [] });
  const [frontEnd, encoder, decoder] = [await open('log-mel/model.onnx'), await open('whisper-tiny-en/encoder.onnx'), await open('whisper-tiny-en/decoder.onnx')];
  const nothing = (...shape: number[]) => new Tensor('float32', new Float32Array(0), shape);
  const quiet = new Tensor('float32', new Float32Array(80 * 3_000).fill(-0.8), [1, 80, 3_000]);
  const { states, cross } = await encoder.run({ features: quiet, silence: nothing(8, 0, 384), silence_cross: nothing(8, 0, 384) }, ['states', 'cross']);
  const ids = (tokens: readonly number[]) => new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]);
  const last = new Tensor('int64', BigInt64Array.of(-1n), [1]);
  const crossNames = encoder.outputNames.filter((name) => /^((keys|values)_|weights$)/.test(name));
  const pastNames = decoder.inputNames.filter((name) => name.startsWith('past_'));

  async function run(samples: Float32Array, choose: (logits: Float32Array, step: number) => number | undefined): Promise<void> {
    const positions = Math.min(1_500, Math.ceil((samples.length + silenceBehind) / positionSamples));
    const filled = new Float32Array(positions * positionSamples);
    filled.set(samples.subarray(0, filled.length));
    const { log_mel: features } = await frontEnd.run({ samples: new Tensor('float32', filled, [1, filled.length]) });
    const values = features!.data as Float32Array;
    const most = values.reduce((largest, value) => Math.max(largest, value), -Infinity);
    for (let at = 0; at < values.length; at++) values[at] = (Math.max(values[at]!, most - 8) - most) / 4 + 1.2;
    const keys = await encoder.run({ features: features!, silence: states!, silence_cross: cross! }, crossNames);
    let past: Record<string, Tensor> = Object.fromEntries(pastNames.map((name) => [name, nothing(1, 6, 0, 64)]));
    for (let [step, tokens] = [0, opening]; ; step++) {
      const outputs = await decoder.run({ tokens: ids(tokens), logits_from: last, ...past, ...keys });
      const next = choose(outputs.logits!.data as Float32Array, step);
      if (next === undefined) return;
      tokens = [next];
      past = Object.fromEntries(pastNames.map((name) => [name, outputs[name.replace('past_', 'present_')]!]));
    }
  }

  return {
    async tokensOf(samples) {
      const said: number[] = [];
      await run(samples, (logits, step) => {
        const barred = new Set([...config.suppress_ids, ...(step === 0 ? config.suppress_ids_begin : [])]);
        const best = logits.subarray(0, end + 1).reduce((most, logit, id) => (logit > logits[most]! && !barred.has(id) ? id : most), 0);
        if (best === end || step === mostTokens) return undefined;
        said.push(best);
        return best;
      });
      return said;
    },
    async time(samples, tokens) {
      const startedAt = performance.now();
      await run(samples, (_, step) => tokens[step]);
      return performance.now() - startedAt;
    },
    close: async () => void (await Promise.all([frontEnd, encoder, decoder].map((session) => session.release()))),
  };
}
