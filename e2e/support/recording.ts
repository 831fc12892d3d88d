import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PictureFile } from './chat.js';
import { test as base } from './test.js';

const ocelli = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));
const run = promisify(execFile);

/** "How many pawns are on the board?", spoken by the product's own voice and written by its command line. */
export const test = base.extend<object, { recording: Buffer }>({
  recording: [async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ocelli-recording-'));
    await run(process.execPath, [ocelli, 'models', 'pull', 'whisper-tiny-en', 'kokoro']);
    await run(process.execPath, [ocelli, 'speak', 'How many pawns are on the board?', '-o', join(folder, 'question.wav'), '--voice', 'bm_george']);
    await use(await readFile(join(folder, 'question.wav')));
    await rm(folder, { recursive: true });
  }, { scope: 'worker', timeout: 600_000 }],
});

export const wav = (name: string, buffer: Buffer): PictureFile => ({ name, mimeType: 'audio/wav', buffer });
