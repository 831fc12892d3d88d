import { existsSync } from 'node:fs';
import { OcelliError } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { howToInstall } from './how-to-install.js';
import type { ModelFiles } from './model-files.js';

/** Absolute paths of a model's files, in the catalogue's order. Throws `model_unavailable`, saying what to do, when one of them is not there. */
export function modelPaths(id: string, files: ModelFiles): string[] {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (!entry) throw new OcelliError('model_unavailable', `This build knows no model "${id}".`);
  return entry.files.map((file) => {
    const path = files.locate(file);
    if (path === undefined || ('download' in file && !existsSync(path))) {
      throw new OcelliError('model_unavailable', `${entry.title} is not installed; ${howToInstall(file)}.`);
    }
    return path;
  });
}
