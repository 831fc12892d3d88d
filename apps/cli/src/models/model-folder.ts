import { join } from 'node:path';
import { readModelSettings, type ModelSettings } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';

/** What is set about models in the environment of the command. */
export const modelSettings = (): ModelSettings => readModelSettings(process.env);

/** Where a command's models are looked for: nowhere that has any, when the registry pack is switched off. `folder` is the command's own. */
export function modelsDirFor({ packs, modelsDir }: ModelSettings, folder: string): string {
  return packs.includes('registry') ? modelsDir : join(folder, 'no-models');
}

/** Throws `offline` when the registry pack is switched off: then nothing of it is fetched, asked or not. */
export function refuseWithoutRegistry({ packs }: ModelSettings): void {
  if (packs.includes('registry')) return;
  throw new OcelliError('offline', 'The registry pack is switched off (OCELLI_PACKS), so nothing of it is fetched. Add "registry" there, or unset it.');
}
