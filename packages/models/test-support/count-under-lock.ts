/** Adds 1 to the number in a file, again and again, each time under the lock. Arguments: folder, times. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDownload } from '../src/registry/download-lock.js';

const [folder = '', times = ''] = process.argv.slice(2);
const counter = join(folder, 'counter');
for (let n = 0; n < Number(times); n++) {
  const release = await lockDownload(folder);
  const before = Number(await readFile(counter, 'utf8'));
  await writeFile(counter, String(before + 1));
  await release();
}
