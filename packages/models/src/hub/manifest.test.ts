import { expect, it } from 'vitest';
import { catalogue } from '../catalogue/catalogue.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelsOf, neededDownloads } from '../packs/needed-downloads.js';
import { modelDownloads, packOf } from '../registry/model-download.js';
import { HubDownload, hubDownloads, hubFiles } from './manifest.js';

it('names each download once among all there are, at commits, and has what the catalogue reads', () => {
  const all = modelDownloads();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, hub } of catalogue) {
    if (typeof hub !== 'object') continue;
    const download = hubDownloads.find((one) => one.id === hub.download)!;
    expect(download.repo).toBe(hub.repo);
    expect(hub.files).toEqual(expect.arrayContaining(hubFiles(download.id, download.files.map(({ path }) => path))));
    expect([modelsOf(download.id), packOf(download)]).toEqual([[id], 'hub']);
  }
  for (const { id, files } of catalogue.filter(({ pack }) => pack === 'hub')) expect([files, modelsOf(id)]).toEqual([hubFiles(id, hubDownloads.find((one) => one.id === id)!.files.map(({ path }) => path)), [id]]);
});

it.each([
  ['a folder above', { files: [{ ...hubDownloads[0]!.files[0], path: '../model.onnx' }] }],
  ['a folder above in the middle', { files: [{ ...hubDownloads[0]!.files[0], path: 'onnx/../../model.onnx' }] }],
  ['a file elsewhere', { files: [{ ...hubDownloads[0]!.files[0], path: '/etc/model.onnx' }] }],
  ['a hidden file', { files: [{ ...hubDownloads[0]!.files[0], path: 'onnx/.model.onnx' }] }],
  ['a name with an end in it', { files: [{ ...hubDownloads[0]!.files[0], path: 'model\0.onnx' }] }],
  ['a name that is too long', { files: [{ ...hubDownloads[0]!.files[0], path: 'm'.repeat(300) }] }],
  ['a repository elsewhere', { repo: '../somebody' }],
  ['a repository of more parts', { repo: 'a/b/c' }],
  ['a branch', { revision: 'main' }],
])('cannot name %s', (_, change) => {
  expect(HubDownload.safeParse(hubDownloads[0]).success).toBe(true);
  expect(HubDownload.safeParse({ ...hubDownloads[0], ...change }).success).toBe(false);
});

it('gives a model in the form of a pack that is on', () => {
  const minilm = catalogue.find(({ id }) => id === 'minilm')!;
  const formOf = (...packs: ('pocket' | 'registry' | 'hub')[]) => new ModelFiles(undefined, '/nowhere', packs).form(minilm)?.family;
  expect([formOf('pocket', 'registry'), formOf('pocket', 'registry', 'hub'), formOf('pocket', 'hub'), formOf('pocket')]).toEqual(['sentence-encoder', 'sentence-encoder', 'hub-sentence-encoder', undefined]);
  expect(neededDownloads(['minilm', 'kokoro'], new ModelFiles(undefined, '/nowhere', ['hub']))).toEqual(['hub-minilm', 'hub-kokoro', 'misaki']);
  expect(neededDownloads(['minilm'], new ModelFiles(undefined, '/nowhere', ['pocket']))).toBeUndefined();
});
