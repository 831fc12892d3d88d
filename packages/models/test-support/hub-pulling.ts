import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OcelliError } from '@ocelli/protocol';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { hubFolder, type HubDownload } from '../src/hub/manifest.js';
import { verifyDownloads } from '../src/registry/installed-downloads.js';
import { pullDownloads, type PullOptions } from '../src/registry/pull-downloads.js';
import { HubMirror } from './hub-mirror.js';
import { noise } from './package-index.js';
import { failure, filesIn, startApart, temporaryFolder } from './pulling.js';

export { failure, filesIn, temporaryFolder };

/** What tests of fetching from a hub share: a mirror on this machine, one repository in it, and for each test a models folder of its own. */
export let mirror: HubMirror;
export let download: HubDownload;
export let downloads: HubDownload[];
/** Does not exist yet when a test begins. */
export let modelsDir: string;
export const repo = 'ocelli-tests/some-model';
export const large = 'onnx/model.onnx';
export const small = 'tokenizer.json';
export const files: Record<string, Buffer> = { [large]: noise(1_500_000), [small]: Buffer.from('{"words":[]}'.repeat(1000)), 'config.json': Buffer.from('{}\n'), 'voices/one.bin': noise(3_000) };

/** To be called once in a test file. */
export function beforeHubPulls(): void {
  beforeAll(async () => {
    mirror = await HubMirror.start();
    download = mirror.add('some-model', repo, files);
    downloads = [download];
  });
  afterAll(() => mirror.stop());
  beforeEach(async () => {
    mirror.heal();
    modelsDir = join(await temporaryFolder(), 'models');
  });
}

/** Short pauses: they are not what is tested. */
export const pull = (options: PullOptions = {}) => pullDownloads(['some-model'], { modelsDir, downloads, env: mirror.env(), pauseMs: 5, stallMs: 20_000, ...options });
export const pathOf = (path: string) => join(modelsDir, hubFolder(download), path);

/** Whatever else happens, a file that stands under its name is right. */
export async function nothingWrong(): Promise<void> {
  for (const { status, files: each } of await verifyDownloads(undefined, { modelsDir, downloads })) {
    expect(each.map((file) => file.status)).not.toContain('broken');
    expect(status).not.toBe('broken');
  }
}
export async function fails(code: string, says: RegExp, options: PullOptions = {}): Promise<OcelliError> {
  const error = failure(await pull(options));
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringMatching(says) as string });
  await nothingWrong();
  return error;
}
export async function succeeds(options: PullOptions = {}): Promise<void> {
  expect(await pull(options)).toMatchObject([{ status: 'fetched' }]);
  expect(await verifyDownloads(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'ready' }]);
  for (const [path, body] of Object.entries(files)) expect((await readFile(pathOf(path))).equals(body)).toBe(true);
  expect((await filesIn(join(modelsDir, '.pull'))).filter((path) => !/^some-model(\/lock-\d+)?$/.test(path))).toEqual([]);
}
/** Once the fault is gone, the next pull does all that is left to do. */
export async function heals(): Promise<void> {
  mirror.heal();
  await succeeds();
}

/** A pull in a process of its own. */
export const pullApart = ({ before = '' } = {}) => startApart({ modelsDir, downloads, env: mirror.env() }, before);
