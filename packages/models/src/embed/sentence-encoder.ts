import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { Device } from '@ocelli/protocol';
import { openWeightsFreeSession, type WeightsFreeModel } from '../runtime/weights-free-session.js';

/** Texts as vectors: what they mean is near where the vectors are. */
export interface SentenceEncoder {
  readonly dimensions: number;
  /** A vector of unit length for each text, in order. A text is cut after some 250 tokens. */
  encode(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  /** The same with each vector's cosines to `others`: vectors of unit length, one after another. */
  compare(texts: readonly string[], others: Float32Array, signal: AbortSignal): Promise<Compared[]>;
  dispose(): Promise<void>;
}

export interface Compared {
  vector: Float32Array;
  cosines: Float32Array;
}

export interface SentenceModel extends WeightsFreeModel {
  tokenizerPath: string;
}

const dimensions = 384;
/** What the model was trained with, in tokens. */
const mostTokens = 256;
/** Tokens in one run, padding included: fewer leave cores waiting, more leave their caches. */
const tokensAtOnce = 768;
/** Up to so many tokens one thread is faster alone: waking the others takes longer than what they would take over. */
const tokensOfOneThread = 64;

/** A network that makes vectors of unit length from sentences of token numbers, with each one's cosines to `beside`: such vectors, one after another. */
export interface SentenceNetwork {
  run(sentences: readonly (readonly number[])[], beside: Float32Array): Promise<Compared[]>;
  dispose(): Promise<void>;
}

/** A sentence encoder over a network: texts are cut, and run together where they are of like length. */
export function sentenceEncoderOver(tokenizer: Tokenizer, width: number, { run, dispose }: SentenceNetwork): SentenceEncoder {
  const compare = async (texts: readonly string[], others: Float32Array, signal: AbortSignal): Promise<Compared[]> => {
    const results = new Array<Compared>(texts.length);
    for (const batch of batches(texts.map((text, index) => ({ index, ids: truncated(tokenizer.encode(text).ids) })))) {
      signal.throwIfAborted();
      const compared = await run(batch.map(({ ids }) => ids), others);
      for (const [row, { index }] of batch.entries()) results[index] = compared[row]!;
    }
    return results;
  };
  return { dimensions: width, compare, encode: async (texts, signal) => (await compare(texts, new Float32Array(0), signal)).map(({ vector }) => vector), dispose };
}

/** all-MiniLM-L6-v2 (Reimers and Gurevych 2019, Wang et al. 2020): the mean over the tokens of six layers, of unit length. */
export async function openSentenceEncoder({ tokenizerPath, ...model }: SentenceModel, device: Device): Promise<SentenceEncoder> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(tokenizerPath, 'utf8')) as object, {});
  const alone = await openWeightsFreeSession(model, device, 1);
  // Most questions are one sentence: the second session, as large as the first, is opened for who brings more.
  let together: Promise<InferenceSession> | undefined;
  const openTogether = () =>
    openWeightsFreeSession(model, device).catch((cause: unknown) => {
      together = undefined;
      throw cause;
    });
  return sentenceEncoderOver(tokenizer, dimensions, {
    async run(sentences, others) {
      const beside = new Tensor('float32', others, [others.length / dimensions, dimensions]);
      const tokens = padded(sentences);
      const few = device !== 'cpu' || tokens.input_ids.data.length <= tokensOfOneThread;
      const session = few ? alone : await (together ??= openTogether());
      const { embedding, cosines } = await session.run({ ...tokens, beside });
      return sentences.map((_, row) => ({ vector: rowOf(embedding!, row), cosines: rowOf(cosines!, row) }));
    },
    async dispose() {
      await alone.release();
      // One that could not be opened has nothing to release.
      await (await together?.catch(() => undefined))?.release();
    },
  });
}

/** A row of a matrix, copied, so that it does not keep the whole. */
function rowOf({ data, dims }: Tensor, row: number): Float32Array {
  const width = dims[1]!;
  return (data as Float32Array).slice(row * width, (row + 1) * width);
}

/** The first tokens and the one that ends every text. */
function truncated(ids: readonly number[]): readonly number[] {
  return ids.length <= mostTokens ? ids : [...ids.slice(0, mostTokens - 1), ids.at(-1)!];
}

interface Sentence {
  index: number;
  ids: readonly number[];
}

/** Sentences of like length together, so that little is padded. */
function batches(sentences: readonly Sentence[]): Sentence[][] {
  const result: Sentence[][] = [];
  for (const sentence of [...sentences].sort((a, b) => a.ids.length - b.ids.length)) {
    const last = result.at(-1);
    if (last && (last.length + 1) * sentence.ids.length <= tokensAtOnce) last.push(sentence);
    else result.push([sentence]);
  }
  return result;
}

/** Sentences as a rectangle of numbers, and where they are. */
export function padded(sentences: readonly (readonly number[])[]): Record<'input_ids' | 'attention_mask', Tensor> {
  const longest = Math.max(...sentences.map(({ length }) => length));
  const ids = new BigInt64Array(sentences.length * longest);
  const mask = new BigInt64Array(ids.length);
  for (const [row, sentence] of sentences.entries()) {
    for (const [at, id] of sentence.entries()) {
      ids[row * longest + at] = BigInt(id);
      mask[row * longest + at] = 1n;
    }
  }
  const shape = [sentences.length, longest];
  return { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
}
