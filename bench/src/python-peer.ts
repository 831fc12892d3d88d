import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defaultModelsDir, findPip } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';

const run = promisify(execFile);
const scripts = fileURLToPath(new URL('../python/', import.meta.url));

/** Folder of the Python packages that measurements compare with: beside the fetched models, so that they are fetched once a machine. */
const packagesDir = () => join(dirname(defaultModelsDir()), 'bench', 'python');
const environment = () => ({ ...process.env, PYTHONPATH: packagesDir(), PYTHONDONTWRITEBYTECODE: '1', HF_HUB_OFFLINE: '1' });

/** Another implementation of the same thing, in Python: answers a line with a line. */
export interface PythonPeer {
  ask(line: string): Promise<unknown>;
  close(): void;
}

/**
 * Starts a script of `bench/python` that needs `modules`; fetches `packages` (pinned) with pip where they cannot be imported. Throws an
 * OcelliError that says what is missing: `pip_missing`, `model_unavailable`.
 */
export async function startPeer(script: string, args: readonly string[], { modules, packages, say }: { modules: readonly string[]; packages: readonly string[]; say: (progress: string) => void }): Promise<PythonPeer> {
  const importing = () => run('python3', ['-c', `import ${modules.join(', ')}`], { env: environment() });
  try {
    await importing();
  } catch (cause) {
    if (packages.length === 0) throw new OcelliError('model_unavailable', `Python cannot import ${modules.join(' and ')}. Install what it needs with pip, then measure again.`, { cause });
    const { command: [program, ...before] } = await findPip(process.env);
    say(`fetching ${packages.join(', ')} with pip`);
    await mkdir(packagesDir(), { recursive: true });
    // Standard input stays open: pip ends with this process.
    await run(program, [...before, 'install', '--quiet', '--disable-pip-version-check', '--target', packagesDir(), ...packages], { env: process.env, maxBuffer: 1 << 26 });
    await importing();
  }
  const child = spawn('python3', [join(scripts, script), ...args], { env: environment(), stdio: ['pipe', 'pipe', 'pipe'] }) as ChildProcessWithoutNullStreams;
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new OcelliError('model_failed', `${script} ended: ${complaint.trim().split('\n').at(-1) ?? ''}`);
    return JSON.parse(value);
  };
  const close = () => void child.kill();
  try {
    await next();
  } catch (cause) {
    close();
    throw cause;
  }
  return {
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return next();
    },
    close,
  };
}
