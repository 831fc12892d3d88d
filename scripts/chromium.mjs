import { aptInstall, canRun, installed, mayInstall } from './system-program.mjs';

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
  const found = installed(names, elsewhere);
  if (found) return { path: found };
  if (mayInstall()) {
    aptInstall('chromium');
    const fresh = installed(names, elsewhere);
    if (fresh) return { path: fresh };
  }
  return { problem: 'The browser tests need Chromium: install it ("sudo apt-get install chromium"), or set CHROMIUM to the path of a Chrome or Chromium.' };
}
