import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readImagenetLabels } from '../classify/imagenet-labels.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { labelVectors } from './label-vectors.js';
import { openSentenceEncoder, type SentenceEncoder } from './sentence-encoder.js';

const [graphPath, tokenizerPath, weightsPath] = modelPaths('minilm', new ModelFiles()) as [string, string, string];
const signal = new AbortController().signal;
const labels = readImagenetLabels().slice(0, 3);

let real: SentenceEncoder;
let encoded = 0;
let folder = '';
/** The real encoder, which says how many texts it was given. */
const counting = (): SentenceEncoder => ({ ...real, encode: (texts, aborted) => ((encoded += texts.length), real.encode(texts, aborted)) });
const make = (key = 'one') => labelVectors(labels, counting(), { folder, key }, signal);

beforeAll(async () => {
  await ensureDownloads(['minilm']);
  real = await openSentenceEncoder({ graphPath, tokenizerPath, weightsPath }, 'cpu');
}, 600_000);
afterAll(() => real.dispose());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-vectors-'));
  encoded = 0;
  onTestFinished(() => rm(folder, { recursive: true }));
});

describe('what labels mean', () => {
  test('is computed once, and read by whoever comes later', async () => {
    const first = await make();
    expect(encoded).toBe(2 * labels.length + 80);
    expect(await make()).toEqual(first);
    expect(encoded).toBe(2 * labels.length + 80);
    expect(await readdir(folder)).toHaveLength(1);
  });

  test('is computed again for another encoder, whose own replaces it, and where a file is cut off', async () => {
    const first = await make();
    await make('another');
    expect(encoded).toBe(2 * (2 * labels.length + 80));
    const [name, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    await truncate(join(folder, name!), 100);
    expect(await make('another')).toEqual(first);
  });

  test('is there even where nothing can be kept', async () => {
    const vectors = await labelVectors(labels, counting(), { folder: join(graphPath, 'no folder'), key: 'one' }, signal);
    expect(vectors.labels).toHaveLength(labels.length);
  });
});
