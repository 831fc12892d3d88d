import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OcelliError } from '@ocelli/protocol';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from 'vitest';
import { hubFolder, type HubDownload } from '../src/hub/manifest.js';
import { verifyDownloads } from '../src/registry/installed-downloads.js';
import { pullDownloads, type PullOptions, type PullOutcome } from '../src/registry/pull-downloads.js';
import { HubMirror } from './hub-mirror.js';
import { noise } from './package-index.js';

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

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-hub-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Short pauses: they are not what is tested. */
export const pull = (options: PullOptions = {}) => pullDownloads(['some-model'], { modelsDir, downloads, env: mirror.env(), pauseMs: 5, stallMs: 20_000, ...options });
export const pathOf = (path: string) => join(modelsDir, hubFolder(download), path);
export const filesIn = async (folder: string) => (await readdir(folder, { recursive: true }).catch(() => [])).sort();

/** Whatever else happens, a file that stands under its name is right. */
export async function nothingWrong(): Promise<void> {
  for (const { status, files: each } of await verifyDownloads(undefined, { modelsDir, downloads })) {
    expect(each.map((file) => file.status)).not.toContain('broken');
    expect(status).not.toBe('broken');
  }
}
export function failure(outcomes: readonly PullOutcome[]): OcelliError {
  const [outcome] = outcomes;
  if (outcome?.status !== 'failed') throw new Error(`It did not fail: ${JSON.stringify(outcomes)}`);
  expect(outcome.error.message).toMatch(/^[^\n]{20,}\.$/);
  return outcome.error;
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

const apart = fileURLToPath(new URL('./pull-apart.ts', import.meta.url));

/** A pull in a process of its own. */
export function pullApart({ before = '' } = {}) {
  const given = JSON.stringify({ modelsDir, downloads, env: mirror.env() });
  const child = spawn('sh', ['-c', `${before} exec "$@"`, 'sh', process.execPath, '--import', 'tsx', apart, given], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  const ended = once(child, 'close');
  return {
    lines: ended.then(() => said),
    until: (pattern: RegExp) => expect.poll(() => said.some((line) => pattern.test(line)), { timeout: 30_000, interval: 5 }).toBe(true),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
