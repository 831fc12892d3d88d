import { removeDownloads } from '@ocelli/models';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import type { DownloadRemoved } from '../outputs.js';
import { print, printJson } from '../terminal.js';
import { modelSettings } from './model-folder.js';

/** `ocelli models remove`: removes what was fetched of these, and what a paused pull of them kept. */
export async function removeModels(ids: string[], { json }: { json: boolean }): Promise<ExitCode> {
  for (const id of ids) {
    // One at a time, so that what is removed is said even if a later one cannot be.
    for (const { title, removed } of await removeDownloads([id], { modelsDir: modelSettings().modelsDir })) {
      if (json) printJson({ id, title, removed } satisfies DownloadRemoved);
      else print(`${id}: ${removed ? 'removed' : 'was not here'}`);
    }
  }
  return exitCodes.ok;
}
