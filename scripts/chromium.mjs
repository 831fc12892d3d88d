import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/**
 * The browser that the browser tests drive: the one `CHROMIUM` names, else an installed one, else Debian's, installed now where
 * this process may do so.
 *
 * @returns {{ path: string, problem?: undefined } | { path?: undefined, problem: string }}
 */
export function chromiumPath() {
  const named = process.env.CHROMIUM;
  if (named) return canRun(named) ? { path: named } : { problem: `CHROMIUM names ${named}, which is no program that can be run.` };
  const found = installed();
  if (found) return { path: found };
  if (process.getuid?.() === 0 && installed(['apt-get'], [])) {
    console.log('> apt-get install chromium');
    const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium');
    const fresh = installed();
    if (fresh) return { path: fresh };
  }
  return { problem: 'The browser tests need Chromium: install it ("sudo apt-get install chromium"), or set CHROMIUM to the path of a Chrome or Chromium.' };
}

function installed(programs = names, paths = elsewhere) {
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => programs.map((name) => join(folder, name)));
  return [...inPath, ...paths].find(canRun);
}

function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
