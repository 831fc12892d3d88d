import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { painted, realPerception } from '../../test-support/pictures.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { openWeightsFreeSession } from '../runtime/weights-free-session.js';
import { readImagenetLabels } from './imagenet-labels.js';

const { see, keep } = realPerception();
beforeAll(() => ensureDownloads(['efficientnet-lite2']), 600_000);

describe('the labels of a picture', () => {
  test('come best first, with probabilities, and with the tail that tells a kind of thing', async () => {
    const { value: labels, uses } = await see().classify(await keep(painted(400, 260, '#e0e0e0', [{ colour: '#202020', x: 60, y: 40, width: 260, height: 180 }])));
    expect(labels).toHaveLength(200);
    expect(labels.map(({ score }) => score)).toEqual(labels.map(({ score }) => score).sort((a, b) => b - a));
    expect(labels.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1.0001);
    expect(uses).toMatchObject([{ model: 'efficientnet-lite2', pack: 'registry' }]);
  });

  test('are the same every time', async () => {
    const picture = await keep(painted(300, 420, '#336699', [{ colour: '#f2c81e', x: 50, y: 200, width: 150, height: 150 }]));
    expect((await see().classify(picture)).value).toEqual((await see().classify(picture)).value);
  });

  test('of a region are those of what was cut out', async () => {
    const whole = painted(600, 300, '#ffffff', [{ colour: '#cc2020', x: 300, y: 0, width: 300, height: 300 }, { colour: '#202020', x: 380, y: 60, width: 120, height: 160 }]);
    const part = painted(300, 300, '#cc2020', [{ colour: '#202020', x: 80, y: 60, width: 120, height: 160 }]);
    expect((await see().classify(await keep(whole), { region: [0.5, 0, 1, 1] })).value).toEqual((await see().classify(await keep(part))).value);
  });
});

test('each label names one class', () => {
  const labels = readImagenetLabels();
  expect(new Set(labels.map(({ label }) => label)).size).toBe(1000);
  expect(new Set(labels.map(({ synset }) => synset)).size).toBe(1000);
});

const Output = z.object({ shape: z.array(z.number()), step: z.number(), values: z.array(z.number()) });
const Reference = z.object({ size: z.number(), outputs: z.object({ whole: Output, by_cell: Output }) });

/** The picture that the reference values were computed on (training/graphs/export-classifier.py). */
function waves(size: number): Tensor {
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const wave = 0.5 + 0.25 * Math.sin(0.031 * (channel + 1) * x + channel) + 0.25 * Math.cos(0.047 * y - 0.011 * (channel + 2) * x);
        pixels[at++] = Math.floor(255 * wave + 0.5);
      }
    }
  }
  return new Tensor('uint8', pixels, [1, size, size, 3]);
}

test('the graph without weights computes what PyTorch computes from the same file, of the whole and cell by cell', async () => {
  const [graphPath, , weightsPath] = modelPaths('efficientnet-lite2', new ModelFiles()) as [string, string, string];
  const { size, outputs } = Reference.parse(JSON.parse(await readFile(join(dirname(graphPath), 'reference.json'), 'utf8')));
  const session = await openWeightsFreeSession({ graphPath, weightsPath }, 'cpu');
  for (const [byCell, { shape, step, values }] of [[false, outputs.whole], [true, outputs.by_cell]] as const) {
    const { logits } = await session.run({ pixels: waves(size), by_cell: new Tensor('bool', [byCell], []) });
    expect(logits!.dims).toEqual(shape);
    const data = logits!.data as Float32Array;
    expect(Math.max(...values.map((value, index) => Math.abs(value - data[index * step]!) / Math.max(1, Math.abs(value))))).toBeLessThan(1e-4);
  }
  await session.release();
});
