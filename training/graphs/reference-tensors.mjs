/**
 * Writes what TensorFlow.js itself computes, for the test that holds our graphs against it:
 * packages/pocket/{centernet,blazeface}/reference.json.
 *
 *   mkdir /tmp/tfjs && cd /tmp/tfjs && npm i --ignore-scripts @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-converter@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
 *   node training/graphs/reference-tensors.mjs /tmp/tfjs
 *
 * TensorFlow.js is needed here only, so it is no dependency of the project.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const require = createRequire(`${process.argv[2]}/`);
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');

const face = 'StatefulPartitionedCall/functional_1';
const models = {
  centernet: { size: 512, outputs: { heat: 'tower_0/keypoints', sizes: 'tower_0/wh' }, low: 0, high: 255 },
  blazeface: {
    size: 256,
    outputs: {
      scores_16: `${face}/conv2d_33/BiasAdd`,
      boxes_16: `${face}/conv2d_35/BiasAdd`,
      scores_32: `${face}/conv2d_34/BiasAdd`,
      boxes_32: `${face}/conv2d_36/BiasAdd`,
    },
    low: -1,
    high: 1,
  },
};
const samplesPerOutput = 200;

/** A picture anyone can draw again: overlapping waves, different in each channel. */
const wave = (x, y, channel) => 0.5 + 0.25 * Math.sin(0.031 * (channel + 1) * x + channel) + 0.25 * Math.cos(0.047 * y - 0.011 * (channel + 2) * x);

await tf.setBackend('cpu');
for (const [name, { size, outputs, low, high }] of Object.entries(models)) {
  const folder = new URL('node_modules/@vladmandic/human/models/', root);
  const json = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
  const bytes = await readFile(new URL(`${name}.bin`, folder));
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const model = await loadGraphModel({ load: async () => ({ modelTopology: json.modelTopology, weightSpecs, weightData, signature: json.signature }) });
  const pixels = new Float32Array(size * size * 3);
  for (let y = 0, at = 0; y < size; y++) for (let x = 0; x < size; x++) for (let c = 0; c < 3; c++) pixels[at++] = low + (high - low) * wave(x, y, c);
  const tensors = model.execute(tf.tensor4d(pixels, [1, size, size, 3]), Object.values(outputs));
  const reference = { size, low, high, outputs: {} };
  for (const [index, output] of Object.keys(outputs).entries()) {
    const channelsFirst = tf.transpose(tensors[index], [0, 3, 1, 2]);
    const data = await channelsFirst.data();
    const step = Math.max(1, Math.floor(data.length / samplesPerOutput));
    const values = [];
    for (let at = 0; at < data.length; at += step) values.push(Number(data[at].toPrecision(7)));
    reference.outputs[output] = { shape: channelsFirst.shape, step, values };
  }
  const target = new URL(`packages/pocket/${name}/reference.json`, root);
  await writeFile(target, `${JSON.stringify(reference)}\n`);
  console.log(fileURLToPath(target));
}
