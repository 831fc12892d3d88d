import { modelDownloads, packOf, readModelSettings, unpinnedModels, type ModelDownload, type ModelSettings, type PackId } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';

/** Why some models of the Hub are not fetched. */
export const whyUnpinned = 'no public record has the hashes of all of its files, and what cannot be checked is not run';

/** What is set about models in the environment of the command. */
export const modelSettings = (): ModelSettings => readModelSettings(process.env);

/**
 * The downloads of these ids, or all of the packs that are on. Throws `offline` for one of a pack that is switched off: nothing of it is fetched,
 * asked or not; `model_unavailable` for one that cannot be pinned; `not_found` for an unknown one is left to whoever looks for it.
 */
export function downloadsOf({ packs }: ModelSettings, ids: readonly string[] = []): ModelDownload[] {
  const off = modelDownloads().find((download) => ids.includes(download.id) && !packs.includes(packOf(download)));
  if (off) refusePack(packOf(off));
  const unpinned = unpinnedModels.find(({ id }) => ids.includes(id));
  if (unpinned) throw new OcelliError('model_unavailable', `${unpinned.title} (${unpinned.repo}, ${unpinned.licence}), cannot be fetched: ${whyUnpinned}.`);
  const downloads = modelDownloads(packs);
  if (downloads.length === 0) refusePack('registry');
  return downloads;
}

/** What is spoken of where nothing is fetched: the named ones whatever their pack, else those of the packs that are on, else what there would be. */
export function listedDownloads({ packs }: ModelSettings, ids: readonly string[] = []): ModelDownload[] {
  if (ids.length > 0) return modelDownloads();
  const ofPacks = modelDownloads(packs);
  return ofPacks.length > 0 ? ofPacks : modelDownloads(['registry']);
}

/** Throws `offline`, saying which pack would have to be on. */
export function refusePack(pack: PackId): never {
  throw new OcelliError('offline', `The ${pack} pack is switched off (OCELLI_PACKS), so nothing of it is fetched. Add "${pack}" there${pack === 'registry' ? ', or unset it' : ', as in OCELLI_PACKS=pocket,registry,hub'}.`);
}
