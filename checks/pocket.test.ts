import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { catalogue, type ModelFile } from '@ocelli/models';
import { describe, expect, it } from 'vitest';
import { onnxTensors } from './onnx-tensors.js';
import { files, filesIn, read, readBytes } from './repository.js';

const pocket = 'packages/pocket';
const held = files.filter((path) => path.startsWith(`${pocket}/`)).map((path) => path.slice(pocket.length + 1));
const folders = [...new Set(held.filter((path) => path.includes('/')).map((path) => path.split('/')[0] as string))];
/** What runs: everything but the cards and the tests' reference values. */
const weights = held.filter((path) => path.includes('/') && !/(^|\/)(README\.md|reference\.json)$/.test(path));
const pins = new Map(read(`${pocket}/SHA256SUMS`).trim().split('\n').map((line) => [line.slice(66), line.slice(0, 64)] as const));

const isPocket = (file: ModelFile) => 'package' in file && file.package === '@ocelli/pocket';

/** Largest sum of data, in bytes, that a graph of other people's weights may carry itself: shapes, axes and scale factors. */
const mostBytesInside = 1_024;

describe('the pocket pack', () => {
  it.each(folders)('%s has a model card', (folder) => {
    expect(held).toContain(`${folder}/README.md`);
    expect(read(`${pocket}/${folder}/README.md`)).toMatch(/^# .+\n/);
  });

  it('pins every file that is loaded, and no other', () => {
    expect([...pins.keys()].sort()).toEqual([...weights].sort());
  });

  it.each(weights)('%s is the file that is pinned', (path) => {
    expect(createHash('sha256').update(readBytes(`${pocket}/${path}`)).digest('hex')).toBe(pins.get(path));
  });

  it('holds what the catalogue takes from it', () => {
    const taken = catalogue.flatMap((model) => model.files.filter(isPocket).map((file) => file.path));
    expect(taken.filter((path) => !weights.includes(path))).toEqual([]);
  });
});

/** A model whose graph lies here and whose weights lie in another package. */
const weightsFree = catalogue.flatMap((model) => {
  // A voice's file is data for the model, as dictionaries are, and holds nothing of its graph.
  const elsewhere = model.files.filter((file) => !isPocket(file) && !/\.(json|txt)$|^voices\//.test(file.path)).map((file) => basename(file.path));
  const graphs = model.files.filter((file) => isPocket(file) && file.path.endsWith('.onnx'));
  return elsewhere.length > 0 ? graphs.map((graph) => ({ path: graph.path, elsewhere })) : [];
}).filter(({ path }, at, all) => all.findIndex((other) => other.path === path) === at);
/** These compute from nothing but counters: they read no weights from anywhere. */
const needsNone = ['log-mel/model.onnx'];

describe.each(weightsFree)('$path', ({ path, elsewhere }) => {
  const tensors = onnxTensors(readBytes(`${pocket}/${path}`));

  it('reads its weights from the package that carries them', () => {
    const outside = tensors.flatMap(({ location }) => location ?? []);
    expect(new Set(outside)).toEqual(new Set(needsNone.includes(path) ? [] : elsewhere));
  });

  it('holds none of them', () => {
    const inside = tensors.reduce((sum, { bytesInside }) => sum + bytesInside, 0);
    expect(inside, tensors.filter(({ bytesInside }) => bytesInside > 256).map(({ name, bytesInside }) => `${name} ${bytesInside}`).join('\n')).toBeLessThan(mostBytesInside);
  });
});

it('every graph without weights says so on its card', () => {
  expect(weightsFree.map(({ path }) => dirname(path)).filter((folder) => !/without weights/i.test(read(`${pocket}/${folder}/README.md`)))).toEqual([]);
});

it('no weights lie anywhere else in the repository', () => {
  // Models of the tests, in the form of the Hub: random numbers, and few. Most bytes are the nodes of graphs, a thousand of them in VITS alone.
  const random = filesIn('packages/models/test-support/hub-models', '');
  const suspicious = files.filter((path) => /\.(onnx|onnx_data|bin|pt|pth|safetensors|npz|npy|gguf|tflite)$/.test(path) && ![...filesIn(pocket, ''), ...random].includes(path));
  expect(suspicious).toEqual([]);
  const sizes = random.map((path) => readBytes(path).length);
  expect(Math.max(...sizes)).toBeLessThan(300_000);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_050_000);
});
