import type { ModelFile } from '../catalogue/model-entry.js';

/** What a person does to get a model's file, or to get it whole again. */
export function howToInstall(file: ModelFile): string {
  if ('download' in file) return `fetch it: "ocelli models pull ${file.download}"`;
  return file.package === '@ocelli/pocket' ? 'restore it from the repository: "git checkout packages/pocket"' : 'install it again: "npm ci"';
}
