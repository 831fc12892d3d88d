import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ImagenetLabel } from '../classify/imagenet-labels.js';
import { cocoLabels } from '../detect/coco-labels.js';
import type { SentenceEncoder } from './sentence-encoder.js';
import { addTo, toUnitLength } from './vectors.js';

/** What the words that the models of pictures know mean, each of unit length. */
export interface LabelVectors {
  /** ImageNet's labels, in the order of the classifier. */
  labels: Float32Array[];
  /** The same, one after another. */
  labelMatrix: Float32Array;
  /** COCO's classes, in the order of the detector. */
  things: Float32Array[];
}

/** Where vectors are kept; `key` names what they depend on besides the texts (the encoder's bytes). */
export interface VectorCache {
  folder: string;
  key: string;
}

/** Computes the vectors, which takes some seconds, or reads what an earlier process kept. Where nothing can be kept, nothing fails. */
export async function labelVectors(labels: readonly ImagenetLabel[], encoder: SentenceEncoder, cache: VectorCache, signal: AbortSignal): Promise<LabelVectors> {
  const shown = labels.map(({ label, kind }) => `a photo of a ${label}, ${kind}`);
  const explained = labels.map(({ label, gloss }) => `${label}: ${gloss}`);
  const things = cocoLabels.map((thing) => `a photo of a ${thing}`);
  const texts = [...shown, ...explained, ...things];
  const path = join(cache.folder, `label-vectors-${createHash('sha256').update(JSON.stringify([cache.key, endianness(), texts])).digest('hex').slice(0, 32)}.f32`);
  const all = (await kept(path, texts.length, encoder.dimensions)) ?? (await computed(path, texts, encoder, signal));
  const labelMatrix = new Float32Array(labels.length * encoder.dimensions);
  const meanings = labels.map((_, index) => {
    const meaning = labelMatrix.subarray(index * encoder.dimensions, (index + 1) * encoder.dimensions);
    addTo(meaning, all[index]!);
    addTo(meaning, all[labels.length + index]!);
    return toUnitLength(meaning);
  });
  return { labels: meanings, labelMatrix, things: all.slice(2 * labels.length) };
}

async function kept(path: string, count: number, dimensions: number): Promise<Float32Array[] | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes?.byteLength !== count * dimensions * 4) return undefined;
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: count }, (_, index) => values.subarray(index * dimensions, (index + 1) * dimensions));
}

/** Vectors that this or an earlier version of the encoder, or of the labels, made. */
const isKept = (name: string) => name.startsWith('label-vectors-') && name.endsWith('.f32');

async function computed(path: string, texts: readonly string[], encoder: SentenceEncoder, signal: AbortSignal): Promise<Float32Array[]> {
  const vectors = await encoder.encode(texts, signal);
  // Written apart and renamed, so that another process never reads half of it.
  const unfinished = `${path}.${process.pid}`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(unfinished, Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))));
    await rename(unfinished, path);
    for (const name of await readdir(dirname(path))) if (isKept(name) && name !== basename(path)) await rm(join(dirname(path), name), { force: true });
  } catch {
    await rm(unfinished, { force: true }).catch(() => {});
  }
  return vectors;
}
