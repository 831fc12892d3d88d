import { spawn } from 'node:child_process';
import { OcelliError } from '@ocelli/protocol';

/** A way to start pip on this machine. */
export interface Pip {
  /** The program and what comes before pip's own words. */
  command: readonly [string, ...string[]];
  /** pip's version: major and minor. */
  version: readonly [number, number];
}

/**
 * Runs pip in the interpreter and ends with the process that started it, however that ended: then standard input is closed. (The
 * thread reads the descriptor itself, because a buffered reader that waits would break the interpreter's own end.)
 */
const attended = [
  'import os, runpy, sys, threading',
  'def attend():',
  '    while os.read(0, 1): pass',
  '    os._exit(1)',
  'threading.Thread(target=attend, daemon=True).start()',
  "sys.argv[0] = 'pip'",
  "runpy.run_module('pip', run_name='__main__', alter_sys=True)",
].join('\n');

/** Asking for the version of what is installed takes a tenth of what starting pip takes. */
const versionOnly = "import importlib.metadata as installed; print('pip', installed.version('pip'))";

/** In this order. uv has no download command of its own, but runs pip; so does pipx. */
const routes: readonly { command: Pip['command']; asks: readonly [string, ...string[]] }[] = [
  ...(['python3', 'python'] as const).map((python) => ({ command: [python, '-c', attended] as const, asks: [python, '-c', versionOnly] as const })),
  ...([['pip3'], ['pip'], ['uv', 'tool', 'run', '--no-python-downloads', 'pip'], ['pipx', 'run', 'pip']] as const).map((command) => ({ command, asks: [...command, '--version'] as const })),
];

/** The first with `--python-version 3.12` and `--only-binary` for `download`: 20.0, of January 2020. */
const leastMajor = 20;
const probeMs = 60_000;

/**
 * Finds pip in the order python3, python, pip3, pip, uv, pipx; the first that is new enough. Throws `pip_missing`, saying what to install.
 *
 * @param env the environment that pip would run in.
 */
export async function findPip(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Pip> {
  let tooOld: string | undefined;
  let python = false;
  for (const { command, asks } of routes) {
    const said = await answerOf(asks, env, signal);
    signal?.throwIfAborted();
    if (said === undefined) continue;
    const [, major, minor] = /^pip (\d+)\.(\d+)/m.exec(said) ?? [];
    if (major === undefined || minor === undefined) python ||= /PackageNotFoundError/.test(said);
    else if (Number(major) >= leastMajor) return { command, version: [Number(major), Number(minor)] };
    else tooOld ??= `${major}.${minor}`;
  }
  // One sentence each, with what to do: a line over the chat has room for no more.
  if (tooOld) throw new OcelliError('pip_missing', `pip ${tooOld} is too old to fetch models: update it ("python3 -m pip install --upgrade pip"), then try again.`);
  const what = python ? 'pip, which the Python here lacks' : "Python's pip, which is not here";
  const how = process.platform === 'darwin' ? '"brew install python"' : `"sudo apt install ${python ? '' : 'python3 '}python3-pip" on Debian and Ubuntu`;
  throw new OcelliError('pip_missing', `Fetching models takes ${what}: install it (${how}), then try again.`);
}

/** For people: `python3 (pip 23.2)`. */
export const nameOfPip = ({ command: [program], version }: Pip) => `${program} (pip ${version.join('.')})`;

/** What a program says, errors too; undefined when there is no such program. */
function answerOf([program, ...words]: readonly [string, ...string[]], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    // The timeout option of spawn would keep this process waiting for a program that is not there. In the folder where somebody happens to be,
    // Python would take modules of that folder for its own.
    const signals = [AbortSignal.timeout(probeMs), ...(signal ? [signal] : [])];
    const child = spawn(program, words, { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'], signal: AbortSignal.any(signals), killSignal: 'SIGKILL' });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', () => resolve(undefined)).once('close', () => resolve(said));
  });
}
