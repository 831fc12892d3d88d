import type { Device } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sessionOptions } from '../runtime/session-options.js';
import { guessedLooks, loudnessByPosition } from './guessed-looks.js';
import { features, positionsPerWindow, samplesPerPosition } from './whisper-features.js';
import { WhisperVocabulary } from './whisper-vocabulary.js';
import { whisperOver, type EncodedWindow, type TakeStep, type Whisper } from './whisper.js';

export interface HubWhisperFiles {
  frontEndPath: string;
  encoderPath: string;
  decoderPath: string;
  tokenizerPath: string;
  /** generation_config.json. */
  configPath: string;
}

/**
 * Whisper as the Hub has it (onnx-community/whisper-*): an encoder of whole windows, input_features [1, 80, 3000] to last_hidden_state [1, 1500, width];
 * a merged decoder, which with `use_cache_branch` goes on from keys and values. The "_timestamped" exports also give cross attentions; the others do not,
 * and then the times of words are guessed from how loud it is.
 */
export async function openHubWhisper(files: HubWhisperFiles, device: Device): Promise<Whisper> {
  const vocabulary = await WhisperVocabulary.read(files.tokenizerPath, files.configPath);
  const opened: InferenceSession[] = [];
  const open = async (path: string) => {
    opened.push(await InferenceSession.create(path, sessionOptions(device)));
    return opened.at(-1)!;
  };
  const dispose = async () => void (await Promise.all(opened.map((session) => session.release())));
  try {
    const [frontEnd, encoder, decoder] = [await open(files.frontEndPath), await open(files.encoderPath), await open(files.decoderPath)];
    const hasLooks = vocabulary.heads.length > 0 && vocabulary.heads.every(([layer]) => decoder.outputNames.includes(`cross_attentions.${layer}`));
    const loudness = new WeakMap<EncodedWindow, Float32Array>();
    const whisper = whisperOver(hasLooks ? vocabulary : vocabulary.withoutHeads(), {
      async encode(samples) {
        const { last_hidden_state: encoder_hidden_states } = await encoder.run({ input_features: await features(frontEnd, samples, positionsPerWindow) });
        const window = { cross: { encoder_hidden_states: encoder_hidden_states! }, positions: Math.min(positionsPerWindow, Math.ceil(samples.length / samplesPerPosition)) };
        loudness.set(window, loudnessByPosition(samples, samplesPerPosition));
        return window;
      },
      step: hubStepper(decoder, hasLooks ? vocabulary.heads : []),
      dispose,
    });
    if (hasLooks) return whisper;
    return {
      ...whisper,
      async decode(window, options) {
        const heard = await whisper.decode(window, options);
        return { ...heard, looks: guessedLooks(heard.tokens.map(({ id }) => vocabulary.decode([id]).length), loudness.get(window)!, heard.looks.length) };
      },
    };
  } catch (cause) {
    await dispose();
    throw cause;
  }
}

/** Steps of a merged decoder; `heads`: those whose looks are wanted, of a decoder that gives them. */
export function hubStepper(decoder: InferenceSession, heads: WhisperVocabulary['heads']): TakeStep {
  const pastNames = decoder.inputNames.filter((name) => name.startsWith('past_key_values.'));
  const presentOf = (name: string) => name.replace('past_key_values.', 'present.');
  const nothing = Object.fromEntries(
    decoder.inputMetadata.flatMap((input) => {
      if (!input.isTensor || !pastNames.includes(input.name)) return [];
      const [, count, , width] = input.shape;
      if (typeof count !== 'number' || typeof width !== 'number') throw new Error(`the decoder does not say how wide ${input.name} is`);
      return [[input.name, new Tensor('float32', new Float32Array(0), [1, count, 0, width])]];
    }),
  );
  return async (window, past, tokens, logitsFrom) => {
    const outputs = await decoder.run({
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      use_cache_branch: new Tensor('bool', Uint8Array.of(past ? 1 : 0), [1]),
      ...(past ?? nothing),
      ...window.cross,
    });
    const { data, dims } = outputs.logits!;
    const width = dims[2]!;
    const logits = (data as Float32Array).subarray(logitsFrom * width, tokens.length * width);
    return {
      logits,
      logSums: Float32Array.from({ length: tokens.length - logitsFrom }, (_, row) => logSum(logits.subarray(row * width, (row + 1) * width))),
      // The keys and values of the sound are made once: the branch that goes on gives none.
      past: Object.fromEntries(pastNames.map((name) => [name, past && name.includes('.encoder.') ? past[name]! : outputs[presentOf(name)]!])),
      look: looksOf(outputs, heads, tokens.length - 1, window.positions),
    };
  };
}

/** The logarithm of the sum of the exponentials. */
function logSum(logits: Float32Array): number {
  let most = -Infinity;
  for (const value of logits) if (value > most) most = value;
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - most);
  return most + Math.log(sum);
}

/** Where heads looked for a token: of `[1, heads, tokens, window]` of each layer the positions that hold sound. */
function looksOf(outputs: InferenceSession.OnnxValueMapType, heads: WhisperVocabulary['heads'], token: number, positions: number): Float32Array {
  const looks = new Float32Array(heads.length * positions);
  for (const [at, [layer, head]] of heads.entries()) {
    const { data, dims } = outputs[`cross_attentions.${layer}`]!;
    const from = (head * dims[2]! + token) * dims[3]!;
    looks.set((data as Float32Array).subarray(from, from + positions), at * positions);
  }
  return looks;
}
