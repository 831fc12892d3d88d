import type { ModelFile, PackId } from '../catalogue/model-entry.js';

/** What a person does to get a model's file, or to get it whole again, where these packs are on. */
export function howToInstall(file: ModelFile, packs: readonly PackId[]): string {
  if ('download' in file) {
    const isOfTheHubAndOff = file.folder !== undefined && !packs.includes('hub');
    return `${isOfTheHubAndOff ? `set OCELLI_PACKS=${[...packs, 'hub'].join(',')} and ` : ''}fetch it: "ocelli models pull ${file.download}"`;
  }
  return file.package === '@ocelli/pocket' ? 'restore it from the repository: "git checkout packages/pocket"' : 'install it again: "npm ci"';
}
