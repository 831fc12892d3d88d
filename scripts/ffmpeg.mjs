/**
 * Sees to it that ffmpeg, which reads recordings other than plain WAV, is there: installs Debian's where this process may do so. Run as a program with `--behind` it
 * does so behind whoever started it, who need not wait, as ffmpeg is looked for when it is needed.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { aptInstall, installed, mayInstall } from './system-program.mjs';

const elsewhere = ['/usr/bin/ffmpeg', '/usr/local/bin/ffmpeg', '/opt/homebrew/bin/ffmpeg', '/snap/bin/ffmpeg'];

/** Whether ffmpeg is there, perhaps since now. */
export function haveFfmpeg() {
  if (installed(['ffmpeg', 'ffmpeg.exe'], elsewhere)) return true;
  if (mayInstall()) aptInstall('ffmpeg');
  return installed(['ffmpeg'], elsewhere) !== undefined;
}

const here = fileURLToPath(import.meta.url);
if (process.argv[1] === here) {
  if (!process.argv.includes('--behind')) haveFfmpeg();
  else if (!installed(['ffmpeg', 'ffmpeg.exe'], elsewhere) && mayInstall()) spawn(process.execPath, [here], { stdio: 'ignore', detached: true }).unref();
}
