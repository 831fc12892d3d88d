import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isWhole } from '../registry/fetch-wheel.js';
import type { HubDownload, HubFile } from './manifest.js';

/** Where Hugging Face's own programs keep what they fetched (huggingface_hub, constants.py). */
function cacheFolder(env: Record<string, string | undefined>): string {
  const home = env.HF_HOME || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface');
  return resolve(env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || join(home, 'hub'));
}

/**
 * A file that another program has fetched from the Hub, by its bytes: large files are named by their hash there, all by their path in the
 * snapshot of a commit. Undefined when it is not there, or is not the pinned one.
 */
export async function findInHubCache({ repo, revision }: HubDownload, file: HubFile, env: Record<string, string | undefined>): Promise<string | undefined> {
  const folder = join(cacheFolder(env), `models--${repo.replace('/', '--')}`);
  for (const path of [join(folder, 'blobs', file.sha256), join(folder, 'snapshots', revision, file.path)]) {
    if (await isWhole(path, file)) return await realpath(path);
  }
  return undefined;
}
