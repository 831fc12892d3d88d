import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where fetched models lie, once for all clones of one user: `OCELLI_MODELS`, else "ocelli/models" in the user's folder for caches
 * (XDG Base Directory Specification; Library/Caches on macOS).
 */
export function defaultModelsDir(env: Record<string, string | undefined> = process.env): string {
  if (env.OCELLI_MODELS) return resolve(env.OCELLI_MODELS);
  const caches = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(caches, 'ocelli', 'models');
}
