import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FromWorker, type ToWorker, type WorkerSettings } from '@ocelli/protocol';
import { childEnvironment } from './child-environment.js';

const entry = fileURLToPath(new URL('./inference-child.js', import.meta.url));
const stderrKept = 4_000;

export interface InferenceProcessEvents {
  message(message: FromWorker): void;
  /** The process is gone; `reason` has its exit status and the end of what it wrote on stderr. */
  exit(reason: string): void;
}

/** One forked inference process. */
export class InferenceProcess {
  readonly #child: ChildProcess;
  #gone = false;

  constructor(settings: WorkerSettings, on: InferenceProcessEvents) {
    this.#child = fork(entry, [JSON.stringify(settings)], {
      serialization: 'advanced',
      // Whoever unloads a model collects what JavaScript held of it; by itself the engine would see no need.
      execArgv: ['--expose-gc'],
      env: childEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let stderr = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-stderrKept)));
    this.#child.on('message', (raw) => {
      const message = FromWorker.safeParse(raw);
      if (message.success) on.message(message.data);
      else this.#exited(on, 'sent a message that is none of the protocol');
    });
    // Sending to a process that has just died reports an error here; its exit is what matters.
    this.#child.on('error', () => this.#exited(on, 'could not be started or reached'));
    this.#child.on('exit', (code, signal) => this.#exited(on, `exit ${signal ?? code}${stderr ? `: ${stderr.trim()}` : ''}`));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #exited(on: InferenceProcessEvents, reason: string): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#child.kill('SIGKILL');
    on.exit(reason);
  }
}
