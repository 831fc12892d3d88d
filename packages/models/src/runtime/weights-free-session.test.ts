import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { openWeightsFreeSession } from './weights-free-session.js';

const Reference = z.object({
  size: z.number(),
  low: z.number(),
  high: z.number(),
  outputs: z.record(z.string(), z.object({ shape: z.array(z.number()), step: z.number(), values: z.array(z.number()) })),
});

/** The picture that the reference tensors were computed on (training/graphs/reference-tensors.mjs). */
function waves({ size, low, high }: z.infer<typeof Reference>): Tensor {
  const data = new Float32Array(3 * size * size);
  let at = 0;
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const wave = 0.5 + 0.25 * Math.sin(0.031 * (channel + 1) * x + channel) + 0.25 * Math.cos(0.047 * y - 0.011 * (channel + 2) * x);
        data[at++] = low + (high - low) * wave;
      }
    }
  }
  return new Tensor('float32', data, [1, 3, size, size]);
}

describe('a graph without weights', () => {
  it.each(['centernet', 'blazeface'])('of %s computes what TensorFlow.js computes from the same file', async (model) => {
    const [graphPath, weightsPath] = modelPaths(model, new ModelFiles()) as [string, string];
    const reference = Reference.parse(JSON.parse(await readFile(join(dirname(graphPath), 'reference.json'), 'utf8')));
    const session = await openWeightsFreeSession({ graphPath, weightsPath }, 'cpu');
    const outputs = await session.run({ pixel_values: waves(reference) });
    await session.release();

    for (const [name, { shape, step, values }] of Object.entries(reference.outputs)) {
      const output = outputs[name]!;
      expect(output.dims).toEqual(shape);
      const data = output.data as Float32Array;
      const difference = Math.max(...values.map((value, index) => Math.abs(value - data[index * step]!) / Math.max(1, Math.abs(value))));
      expect(difference, name).toBeLessThan(1e-4);
    }
  });
});
