import { catalogue } from '../catalogue/catalogue.js';
import type { ModelFiles } from './model-files.js';

/**
 * Ids of the downloads that bring these models of the catalogue in the form in which they are used here, fetched or not, each once; undefined when the
 * packs that have one of them are switched off.
 */
export function neededDownloads(models: readonly string[], files: ModelFiles): string[] | undefined {
  const forms = catalogue.filter(({ id }) => models.includes(id)).map((entry) => files.form(entry));
  if (forms.includes(undefined)) return undefined;
  return [...new Set(forms.flatMap((form) => form!.files.flatMap((file) => ('download' in file ? [file.download] : []))))];
}

/** Ids of the catalogue's models that a download brings, in whichever form. */
export function modelsOf(download: string): string[] {
  return catalogue.flatMap(({ id, files, hub }) => ([...files, ...(typeof hub === 'object' ? hub.files : [])].some((file) => 'download' in file && file.download === download) ? [id] : []));
}
