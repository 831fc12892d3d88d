import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { memoryOfGroup } from './process-memory.js';
import { kill } from 'node:process';

/** Ocelli's server, in processes of its own, as `ocelli serve` runs it. */
export interface RunningServer {
  url: string;
  /** Resident memory of all its processes in MiB; undefined where the system does not tell (no /proc). */
  memory(): Promise<number | undefined>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (`everything`: its database and inference processes too), and waits until it is gone. */
  kill(what: 'server' | 'everything'): Promise<void>;
}

const program = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));
const startMs = 60_000;

// A server has a process group of its own: without this, it would stay when its measurement is ended by a signal.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** Starts it on a free port with its data in `folder`. Rejects with what it said when it does not start. */
export async function startServer(folder: string): Promise<RunningServer> {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      OCELLI_HOST: '127.0.0.1',
      OCELLI_PORT: '0',
      OCELLI_DATA: folder,
      OCELLI_LOG_LEVEL: 'silent',
      OCELLI_TURNS_PER_MINUTE: '100000',
      OCELLI_UPLOADS_PER_MINUTE: '100000',
      OCELLI_EVENTS_PER_MINUTE: '100000',
      // What arrives meanwhile would be measured too.
      OCELLI_OFFLINE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that all of it can be ended at once.
    detached: true,
  });
  const { pid } = child;
  const killGroup = () => {
    try {
      if (pid !== undefined) kill(-pid, 'SIGKILL');
    } catch {
      // All of it is gone.
    }
  };
  process.once('exit', killGroup);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The server did not start within ${startMs / 1000} s. ${said}`)), startMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, address] = /^Ocelli is ready: (\S+)/.exec(line) ?? [];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`The server ended (${signal ?? code}). ${said}`)));
  });
  return {
    url,
    memory: () => memoryOfGroup(pid!),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', killGroup);
    },
    async kill(what) {
      if (what === 'everything') killGroup();
      else child.kill('SIGKILL');
      await exited;
      process.off('exit', killGroup);
    },
  };
}
