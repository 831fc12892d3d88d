import { OcelliError } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import type { ModelFiles } from './model-files.js';

/** Absolute paths of a model's files, in the catalogue's order. Throws `model_unavailable` when a package of them is not installed. */
export function modelPaths(id: string, files: ModelFiles): string[] {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (!entry) throw new OcelliError('model_unavailable', `This build knows no model "${id}".`);
  return entry.files.map((file) => {
    const path = files.locate(file);
    if (path === undefined) throw new OcelliError('model_unavailable', `${entry.title} needs the package ${file.package}: install it with "npm ci".`);
    return path;
  });
}
