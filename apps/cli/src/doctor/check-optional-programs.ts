import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Check } from '../outputs.js';

/** Programs that no answer about a picture needs. */
export async function checkOptionalPrograms(): Promise<Check[]> {
  return [
    await checkProgram('chromium', 'Chromium', ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], 'only the end-to-end tests need it'),
    await checkProgram('ffmpeg', 'ffmpeg', ['ffmpeg'], 'recordings other than WAV need it: "sudo apt-get install ffmpeg"'),
  ];
}

async function checkProgram(id: string, title: string, names: string[], why: string): Promise<Check> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const path = join(folder, name);
      if (await access(path, constants.X_OK).then(() => true, () => false)) return { id, title, status: 'ok', detail: `${path} (optional)` };
    }
  }
  return { id, title, status: 'absent', detail: `not found; ${why}` };
}
