import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { wavHeader } from '@ocelli/media';
import { chromium } from '@playwright/test';
import { joined, rateHz, silence } from '../../packages/models/test-support/sounds.js';
import { test as base } from './test.js';

const ocelli = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));

export interface MicrophoneSettings {
  /** What is said into it, from the moment it is opened; then it is silent. Without it there is no microphone. */
  says?: Int16Array;
  allowed: boolean;
  /** More for the browser to be started with. */
  args?: string[];
}

/** Tests with a microphone: Chromium plays a recording into it. A browser of its own each, because the recording is given at its start. */
export const test = base.extend<{ microphone: MicrophoneSettings }, { hears: void }>({
  microphone: [{ says: silence(0.1), allowed: true }, { option: true }],

  /** The models that hear, fetched as a user fetches them, once per machine. */
  hears: [async ({}, use) => {
    await promisify(execFile)(process.execPath, [ocelli, 'models', 'pull', 'whisper-tiny-en']);
    await use();
  }, { scope: 'worker', auto: true, timeout: 600_000 }],

  context: async ({ server, microphone, viewport, colorScheme, locale, hasTouch, isMobile, contextOptions }, use, { project }) => {
    const folder = await mkdtemp(join(tmpdir(), 'ocelli-microphone-'));
    const recording = join(folder, 'says.wav');
    const { says, allowed, args = [] } = microphone;
    if (says) await writeFile(recording, wav(joined(says, silence(1))));
    const launch = project.use.launchOptions;
    const browser = await chromium.launch({
      ...launch,
      args: [...(launch?.args ?? []), ...(says ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${recording}%noloop`] : []), ...args],
    });
    await use(await browser.newContext({ ...contextOptions, baseURL: server.url, viewport, colorScheme, locale, hasTouch, isMobile, permissions: allowed ? ['microphone'] : [] }));
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  },
});

const wav = (samples: Int16Array): Buffer => Buffer.concat([wavHeader(samples.byteLength, rateHz), Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);

export { expect } from './test.js';
