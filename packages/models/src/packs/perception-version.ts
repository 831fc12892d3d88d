import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TaskName } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import type { ModelFile } from '../catalogue/model-entry.js';
import { ModelFiles } from './model-files.js';

/**
 * Names what a task's results depend on besides the picture: its models' bytes and the code of this package. Results kept
 * under this name are as good as new ones; any change of weights or code makes another name.
 */
export async function perceptionVersion(task: TaskName, files: ModelFiles = new ModelFiles()): Promise<string> {
  const hash = createHash('sha256').update(codeHash());
  for (const entry of catalogue.filter(({ tasks }) => tasks.includes(task))) {
    for (const file of files.form(entry)?.files ?? []) hash.update(`\n${entry.id} ${file.path} ${await bytesOf(file, files)}`);
  }
  return `${task}-${hash.digest('hex').slice(0, 16)}`;
}

/** What the results depend on in a file. A fetched one is the pinned one or is not loaded: hundreds of megabytes need not be read for this. */
async function bytesOf(file: ModelFile, files: ModelFiles): Promise<string | undefined> {
  if (!('download' in file)) return await files.hash(file);
  return existsSync(files.locate(file) ?? '') ? file.sha256 : undefined;
}

let ownCode: string | undefined;

/** Hash of this package's compiled files, tests aside. */
function codeHash(): string {
  if (ownCode) return ownCode;
  const root = fileURLToPath(new URL('..', import.meta.url));
  const hash = createHash('sha256');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js')).sort();
  for (const path of paths) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return (ownCode = hash.digest('hex'));
}
