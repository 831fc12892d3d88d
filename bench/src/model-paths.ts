import { catalogue, ensureDownloads, ModelFiles } from '@ocelli/models';

/** Absolute paths of a model's files by their names ("model.onnx"); what is missing is fetched. */
export async function fetchedModel(id: string): Promise<Map<string, string>> {
  const entry = catalogue.find((one) => one.id === id);
  if (!entry) throw new Error(`There is no model "${id}".`);
  await ensureDownloads(entry.files.flatMap((file) => ('download' in file ? [file.download] : [])));
  const files = new ModelFiles();
  return new Map(entry.files.map((file) => [file.path.split('/').at(-1)!, files.locate(file) ?? '']));
}
