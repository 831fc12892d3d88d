import { stat } from 'node:fs/promises';
import { catalogue, ModelFiles, packTitle, unpinnedModels, type ModelEntry, type PackId } from '@ocelli/models';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import type { ModelListed } from '../outputs.js';
import { print, printJson, styled } from '../terminal.js';
import { modelSettings, whyUnpinned } from './model-folder.js';
import { megabytes } from './sizes.js';

/** `ocelli models list`: every model that this build can run, with its pack, licence and size, and whether its files are here; for people, then those that it could run and does not fetch. */
export async function listModels({ json }: { json: boolean }): Promise<ExitCode> {
  const { modelsDir, packs } = modelSettings();
  const files = new ModelFiles(undefined, modelsDir);
  let pack: PackId | undefined;
  for (const entry of [...catalogue, ...(packs.includes('hub') ? catalogue.flatMap(ofTheHub) : [])]) {
    const listed = await listedModel(entry, files);
    if (json) {
      printJson(listed);
      continue;
    }
    if (entry.pack !== pack) print(`${pack === undefined ? '' : '\n'}${packTitle[entry.pack]}${packs.includes(entry.pack) ? '' : ', switched off by OCELLI_PACKS'}`);
    pack = entry.pack;
    const mark = listed.status === 'there' ? styled('green', '✓', process.stdout) : styled('dim', '-', process.stdout);
    const how = listed.status === 'there' ? megabytes(listed.bytes) : listed.download === undefined ? 'not here: run "npm ci"' : `not here: "${packs.includes(entry.pack) ? '' : `OCELLI_PACKS=${[...packs, entry.pack].join(',')} `}ocelli models pull ${listed.download}"`;
    process.stdout.write(`${mark} ${entry.id.padEnd(20)} ${entry.title}, ${entry.licence}${entry.terms === undefined ? '' : `: ${entry.terms}`} (${how})\n`);
  }
  if (!json) for (const { id, title, licence } of unpinnedModels) print(`- ${id.padEnd(20)} ${title}, ${licence} (cannot be fetched: ${whyUnpinned})`);
  return exitCodes.ok;
}

/** A model's form on the Hub, as an entry of its own. */
function ofTheHub(entry: ModelEntry): ModelEntry[] {
  const { hub } = entry;
  return typeof hub === 'object' ? [{ ...entry, id: hub.download, pack: 'hub', source: `Hugging Face Hub ${hub.repo}`, family: hub.family, files: hub.files }] : [];
}

async function listedModel(entry: ModelEntry, files: ModelFiles): Promise<ModelListed> {
  const { id, title, pack, tasks, licence, source, hub } = entry;
  const listed = await Promise.all(
    entry.files.map(async (file) => {
      const path = files.locate(file);
      const facts = path === undefined ? undefined : await stat(path).catch(() => undefined);
      const sha256 = await files.pinned(file);
      return { path: path ?? null, bytes: facts?.isFile() ? facts.size : null, ...(sha256 === undefined ? {} : { sha256 }) };
    }),
  );
  const download = entry.files.find((file) => 'download' in file)?.download;
  return {
    ...{ id, title, pack, tasks, licence, source },
    ...(hub === undefined ? {} : { hub: typeof hub === 'object' ? hub.repo : hub }),
    ...(download === undefined ? {} : { download }),
    status: listed.every(({ bytes }) => bytes !== null) ? 'there' : 'missing',
    bytes: listed.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    files: listed,
  };
}
