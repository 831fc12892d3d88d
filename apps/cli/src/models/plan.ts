import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findPip, nameOfPip, readHubSettings, registryPlan, type ModelSettings } from '@ocelli/models';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failures.js';
import type { DownloadsPlanned } from '../outputs.js';
import { print, printJson } from '../terminal.js';
import { downloadsOf, listedDownloads, modelSettings } from './model-folder.js';
import { megabytes } from './sizes.js';

/** `ocelli models plan`: what can be fetched, what of it is here, what fetching the rest takes, and whether it can be done. Fetches nothing. */
export async function planModels(ids: string[], { json }: { json: boolean }): Promise<ExitCode> {
  const settings = modelSettings();
  const { modelsDir } = settings;
  const downloads = await registryPlan(ids.length > 0 ? ids : undefined, { modelsDir, downloads: listedDownloads(settings, ids) });
  const planned: DownloadsPlanned = {
    modelsDir,
    downloads,
    fetchBytes: sum(downloads, 'leftBytes'),
    diskBytes: sum(downloads.filter(({ status }) => status === 'missing'), 'diskBytes'),
    freeBytes: await freeBytes(modelsDir),
    ...(await means(settings)),
  };
  if (json) {
    printJson(planned);
    return exitCodes.ok;
  }
  print(`Models are kept in ${modelsDir}`);
  for (const { id, title, gives, when, status, leftBytes, diskBytes } of downloads) {
    const how = status === 'there' ? `here, ${megabytes(diskBytes)}` : `${megabytes(leftBytes)} to fetch${when === 'start' ? '' : ', only when asked for'}`;
    print(`${status === 'there' ? '✓' : '-'} ${id.padEnd(20)} ${title}: to ${gives} (${how})`);
  }
  if (downloads.every(({ status }) => status === 'there')) print('Everything is here.');
  else {
    print(`${megabytes(planned.fetchBytes)} to fetch, ${megabytes(planned.diskBytes)} on the disk, ${megabytes(planned.freeBytes)} free.`);
    print(planned.error ? planned.error.message : `Would be fetched ${[planned.pip && `with ${planned.pip}`, planned.hub && `from ${planned.hub}`].filter(Boolean).join(' and ')}.`);
  }
  return exitCodes.ok;
}

/** What would fetch, and from where, or why nothing can. */
async function means(settings: ModelSettings): Promise<Pick<DownloadsPlanned, 'pip' | 'hub' | 'error'>> {
  try {
    downloadsOf(settings);
    if (settings.offline) return { error: { code: 'offline', message: 'Fetching is switched off (OCELLI_OFFLINE).' } };
    return {
      ...(settings.packs.includes('registry') ? { pip: nameOfPip(await findPip(process.env)) } : {}),
      ...(settings.packs.includes('hub') ? { hub: readHubSettings(process.env).url.href.replace(/\/$/, '') } : {}),
    };
  } catch (cause) {
    return { error: failureOf(cause).toBody() };
  }
}

/** Of the disk that holds the folder, or will. */
async function freeBytes(folder: string): Promise<number> {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const { bavail, bsize } = await statfs(at);
  return bavail * bsize;
}

const sum = <K extends string>(things: readonly Record<K, number>[], key: K) => things.reduce((total, thing) => total + thing[key], 0);
