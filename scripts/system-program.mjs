import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the first of these programs that can be run, looked for in PATH and then at `elsewhere`; undefined where there is none. */
export function installed(programs, elsewhere = []) {
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => programs.map((name) => join(folder, name)));
  return [...inPath, ...elsewhere].find(canRun);
}

export function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether this process may install Debian's packages. */
export const mayInstall = () => process.getuid?.() === 0 && installed(['apt-get']) !== undefined;

/** Installs a package of Debian's, in sight of whoever waits. What went wrong is seen by looking for the program again. */
export function aptInstall(name) {
  console.log(`> apt-get install ${name}`);
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update');
  apt('install', '-y', '--no-install-recommends', name);
}
