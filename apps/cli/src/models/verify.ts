import { verifyDownloads } from '@ocelli/models';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import type { DownloadVerified } from '../outputs.js';
import { print, printJson } from '../terminal.js';
import { listedDownloads, modelSettings } from './model-folder.js';

/**
 * `ocelli models verify`: compares every byte of what was fetched with the pinned hashes. Exits with 1 when a file is damaged, or when a
 * model that was named is not here.
 */
export async function verifyModels(ids: string[], { json }: { json: boolean }): Promise<ExitCode> {
  const settings = modelSettings();
  const verified = await verifyDownloads(ids.length > 0 ? ids : undefined, { modelsDir: settings.modelsDir, downloads: listedDownloads(settings, ids) });
  for (const download of verified) {
    if (json) printJson(download satisfies DownloadVerified);
    else print(`${download.id}: ${inWords(download)}`);
  }
  const bad = verified.some(({ status }) => status === 'broken' || (status === 'missing' && ids.length > 0));
  return bad ? exitCodes.failure : exitCodes.ok;
}

function inWords({ id, status, files }: DownloadVerified): string {
  const names = files.filter((file) => file.status === status).map(({ path }) => path);
  switch (status) {
    case 'ready':
      return `every byte is right (${names.join(', ')})`;
    case 'missing':
      return names.length === files.length ? 'not here' : `not whole: ${names.join(', ')} missing; mend it with "ocelli models pull ${id}"`;
    case 'broken':
      return `${names.join(', ')} damaged; mend it with "ocelli models pull ${id}"`;
  }
}
