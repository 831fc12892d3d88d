import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { openSentenceEncoder, type SentenceEncoder } from './sentence-encoder.js';

const Reference = z.array(z.object({ text: z.string(), ids: z.array(z.number()), embedding: z.array(z.number()) }));
const [graphPath, tokenizerPath, weightsPath] = modelPaths('minilm', new ModelFiles()) as [string, string, string];
const signal = new AbortController().signal;

let encoder: SentenceEncoder;
beforeAll(async () => {
  await ensureDownloads(['minilm']);
  encoder = await openSentenceEncoder({ graphPath, tokenizerPath, weightsPath }, 'cpu');
}, 600_000);
afterAll(() => encoder.dispose());

const farthest = (one: ArrayLike<number>, other: readonly number[]) => Math.max(...other.map((value, index) => Math.abs(value - one[index]!)));
const cosine = (one: Float32Array, other: Float32Array) => one.reduce((sum, value, index) => sum + value * other[index]!, 0);

describe('sentences as vectors', () => {
  test('are those that PyTorch makes from the same file, alone and padded beside longer ones', async () => {
    const reference = Reference.parse(JSON.parse(await readFile(join(dirname(graphPath), 'reference.json'), 'utf8')));
    const together = await encoder.encode(reference.map(({ text }) => text), signal);
    for (const [index, { text, embedding }] of reference.entries()) {
      expect(farthest(together[index]!, embedding), text).toBeLessThan(1e-4);
      expect(farthest((await encoder.encode([text], signal))[0]!, embedding), text).toBeLessThan(1e-4);
    }
  });

  test('are of unit length, however long the text', async () => {
    for (const vector of await encoder.encode(['', 'a', 'word '.repeat(2_000)], signal)) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  test('are near where the meaning is', async () => {
    const [dog, puppy, bus] = (await encoder.encode(['a dog plays in the garden', 'a puppy on the lawn', 'a bus stops at a station'], signal)) as [Float32Array, Float32Array, Float32Array];
    expect(cosine(dog, puppy)).toBeGreaterThan(cosine(dog, bus) + 0.3);
  });
});

test('cosines to other vectors come with them', async () => {
  const [one, other] = (await encoder.encode(['a dog plays in the garden', 'a bus stops at a station'], signal)) as [Float32Array, Float32Array];
  const [compared] = await encoder.compare(['a puppy on the lawn'], Float32Array.from([...one, ...other]), signal);
  expect([...compared!.cosines]).toEqual([expect.closeTo(cosine(compared!.vector, one), 5), expect.closeTo(cosine(compared!.vector, other), 5)]);
});
