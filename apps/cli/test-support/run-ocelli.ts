import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/ocelli.js', import.meta.url));

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Standard output, a JSON value a line. */
  json(): unknown[];
}

export interface Run {
  process: ChildProcess;
  ended: Promise<Ran>;
}

/** Starts the command as a shell would, in a process group of its own. */
export function start(words: readonly string[], { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {}): Run {
  const child = spawn(process.execPath, [bin, ...words], { env: { ...process.env, NO_COLOR: '1', ...env }, cwd, detached: true });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr, json: () => stdout.trim().split('\n').map((line) => JSON.parse(line) as unknown) }));
  });
  return { process: child, ended };
}

/** Runs the command to its end. */
export function ocelli(words: readonly string[], options: { env?: Record<string, string>; cwd?: string; input?: Buffer } = {}): Promise<Ran> {
  const run = start(words, options);
  run.process.stdin?.end(options.input);
  return run.ended;
}
