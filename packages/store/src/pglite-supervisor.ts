import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OcelliError } from '@ocelli/protocol';
import { PgliteReport, type PgliteOrder } from './pglite-messages.js';

/** node-postgres looks for this file in the folder it is given as `host`. */
const socketName = '.s.PGSQL.5432';
/** sun_path holds 104 (macOS) to 108 bytes (Linux). */
const longestSocketPath = 100;
const closeWithinMs = 5_000;

export interface Pglite {
  /** Folder of the unix socket. */
  socketFolder: string;
  /** Process id of the database, for tests that kill it. */
  pid(): number | undefined;
  close(): Promise<void>;
}

/**
 * Starts the embedded database in a process of its own and starts it again should it die. Queries in flight at that moment
 * fail with `store_unavailable`. Rejects with `store_locked` when another process has the folder, `store_unavailable` when
 * the database cannot be opened.
 */
export async function startPglite(folder: string): Promise<Pglite> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const inFolder = join(folder, socketName);
  const socketFolder = Buffer.byteLength(inFolder) <= longestSocketPath ? folder : await mkdtemp(join(tmpdir(), 'ocelli-'));
  const socketPath = join(socketFolder, socketName);
  let closing = false;
  let child = await launch(folder, socketPath);
  watch(child);

  function watch(running: ChildProcess): void {
    running.once('exit', () => {
      if (!closing) void relaunch();
    });
  }
  async function relaunch(): Promise<void> {
    for (let delayMs = 100; !closing; delayMs = Math.min(delayMs * 2, 10_000)) {
      try {
        child = await launch(folder, socketPath);
        if (closing) child.kill('SIGKILL');
        else watch(child);
        return;
      } catch {
        await wait(delayMs); // until then every query fails with store_unavailable, which is what the reader must know
      }
    }
  }

  return {
    socketFolder,
    pid: () => child.pid,
    async close() {
      closing = true;
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.send({ type: 'close' } satisfies PgliteOrder, () => undefined);
        const inTime = await Promise.race([gone.then(() => true), wait(closeWithinMs, false, { ref: false })]);
        if (!inTime) child.kill('SIGKILL');
        await gone;
      }
      if (socketFolder !== folder) await rm(socketFolder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, socketPath: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./pglite-process.js', import.meta.url)), [folder, socketPath], { execArgv: [] });
  return await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new OcelliError('store_unavailable', 'The database process ended while it started.')));
    child.once('error', (cause) => reject(new OcelliError('store_unavailable', 'The database process could not be started.', { cause })));
    child.once('message', (message) => {
      const report = PgliteReport.parse(message);
      if (report.type === 'ready') resolve(child);
      else reject(new OcelliError(report.error.code, report.error.message));
    });
  });
}
