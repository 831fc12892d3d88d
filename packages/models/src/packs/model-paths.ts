import { existsSync } from 'node:fs';
import { OcelliError } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { howToInstall } from './how-to-install.js';
import type { ModelFiles, ModelForm } from './model-files.js';

/** {@link modelForm}'s paths, for a model that there is in one form only. */
export function modelPaths(id: string, files: ModelFiles): string[] {
  return modelForm(id, files).paths;
}

/** How a model is read here, and the absolute paths of its files in the catalogue's order. Throws `model_unavailable`, saying what to do, when one of them is not there. */
export function modelForm(id: string, files: ModelFiles): Pick<ModelForm, 'family'> & { paths: string[] } {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (!entry) throw new OcelliError('model_unavailable', `This build knows no model "${id}".`);
  const form = files.form(entry) ?? entry;
  const isOff = files.form(entry) === undefined;
  const paths = form.files.map((file) => {
    const path = files.locate(file);
    if (path === undefined || ('download' in file && (isOff || !existsSync(path)))) {
      throw new OcelliError('model_unavailable', `${entry.title} is not installed; ${howToInstall(file, files.packs)}.`);
    }
    return path;
  });
  return { family: form.family, paths };
}
