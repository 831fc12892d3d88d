import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';

const program = fileURLToPath(new URL('../../cli/bin/ocelli.js', import.meta.url));

/** The server as operators run it, `ocelli serve`: a process of its own. */
export interface ServerProcess {
  url: string;
  /** What it has printed so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with its exit code, or the signal that it died of. */
  exited: Promise<number | NodeJS.Signals>;
}

/** Starts the server and waits until it is ready. Rejects with what it printed when it ends instead. */
export async function startProcess(dataFolder: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH, HOME, OCELLI_PORT: '0', OCELLI_DATA: dataFolder, OCELLI_DEVICE: 'cpu', OCELLI_OFFLINE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  afterwards(() => void child.kill('SIGKILL'));
  let output = '';
  const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const ready = /Ocelli is ready: (\S+)/.exec(output)?.[1];
        if (ready) resolve(ready);
      });
    }
    child.once('close', () => reject(new Error(output)));
  });
  return { url, output: () => output, kill: (signal) => void child.kill(signal), exited };
}
