import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Paths, relative to the root, of every file that git knows. */
export const files: readonly string[] = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const readBytes = (path: string): Uint8Array => readFileSync(join(root, path));

export interface PackageJson {
  name: string;
  dependencies?: Record<string, string>;
  exports?: Record<string, unknown>;
  devDependencies?: Record<string, string>;
}

/** The packages of this repository by folder: `packages/agent`, `apps/web`, `e2e`. */
export const workspaces: ReadonlyMap<string, PackageJson> = new Map(
  files
    .filter((path) => path !== 'package.json' && path.endsWith('/package.json'))
    .map((path) => [path.slice(0, -'/package.json'.length), JSON.parse(read(path)) as PackageJson] as const),
);
export const rootPackage = JSON.parse(read('package.json')) as PackageJson;

/** Files of `folder` whose names end in one of `extensions`. */
export function filesIn(folder: string, ...extensions: string[]): string[] {
  return files.filter((path) => path.startsWith(`${folder}/`) && extensions.some((extension) => path.endsWith(extension)));
}
