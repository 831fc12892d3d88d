import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import type { Device } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sessionOptions } from '../runtime/session-options.js';
import { padded, sentenceEncoderOver, type Compared, type SentenceEncoder } from './sentence-encoder.js';

/**
 * A BERT for sentences as the Hub has it (Xenova/all-MiniLM-L6-v2): input_ids, attention_mask and token_type_ids to last_hidden_state [sentences,
 * tokens, dimensions]. What our graph does itself comes here after it: the mean over the tokens, unit length, cosines.
 */
export async function openHubSentenceEncoder({ modelPath, tokenizerPath }: { modelPath: string; tokenizerPath: string }, device: Device): Promise<SentenceEncoder> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(tokenizerPath, 'utf8')) as object, {});
  const session = await InferenceSession.create(modelPath, sessionOptions(device));
  const output = session.outputMetadata.find(({ name }) => name === 'last_hidden_state');
  const width = output?.isTensor ? Number(output.shape.at(-1)) : NaN;
  if (!(width > 0)) throw new Error('the graph has no last_hidden_state of a known width');
  return sentenceEncoderOver(tokenizer, width, {
    async run(sentences, beside) {
      const { input_ids, attention_mask } = padded(sentences);
      const all = { input_ids, attention_mask, token_type_ids: new Tensor('int64', new BigInt64Array(input_ids.data.length), input_ids.dims) };
      const inputs = Object.fromEntries(session.inputNames.map((name) => [name, all[name as keyof typeof all]]));
      const { data, dims } = (await session.run(inputs)).last_hidden_state!;
      return sentences.map(({ length }, row) => compared(meanOf(data as Float32Array, row * dims[1]! * width, length, width), beside));
    },
    dispose: () => session.release(),
  });
}

/** The mean of so many vectors from a place on, of unit length. */
function meanOf(states: Float32Array, from: number, tokens: number, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (let token = 0; token < tokens; token++) for (let at = 0; at < width; at++) mean[at]! += states[from + token * width + at]!;
  const length = Math.hypot(...mean) || 1;
  return mean.map((value) => value / length);
}

function compared(vector: Float32Array, beside: Float32Array): Compared {
  const cosines = new Float32Array(beside.length / vector.length);
  for (const [row] of cosines.entries()) for (let at = 0; at < vector.length; at++) cosines[row]! += vector[at]! * beside[row * vector.length + at]!;
  return { vector, cosines };
}
