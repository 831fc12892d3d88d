import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OcelliError, type DownloadProgress } from '@ocelli/protocol';
import { FromDownloads, type DownloadsSettings } from './downloads-messages.js';
import type { ModelDownload } from './model-download.js';

const entry = fileURLToPath(new URL('./downloads-child.js', import.meta.url));
const killAfterMs = 8_000;

/** What is not the business of a process that runs the user's pip. */
const secret = /^(OCELLI_PASSWORD|DATABASE_URL)$/;

/** Fetches, verifies and removes downloads, each in a process of its own: nothing of it runs on the caller's event loop. */
export class DownloadsProcess {
  readonly #modelsDir: string;
  readonly #downloads: readonly ModelDownload[];
  readonly #env: NodeJS.ProcessEnv;

  /** @param env what the processes, and pip in them, run in: the user's index, proxy and certificates. */
  constructor(modelsDir: string, downloads: readonly ModelDownload[], env: NodeJS.ProcessEnv = process.env) {
    this.#modelsDir = modelsDir;
    this.#downloads = downloads;
    this.#env = env;
  }

  /** Resolves when every file is there and right. Rejects with `fetch_failed`, `pip_missing`, `disk_full`, `folder_unusable`; `cancelled` when the signal aborts. */
  async pull(id: string, { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: DownloadProgress) => void }): Promise<void> {
    await this.#run('pull', id, signal, onProgress);
  }

  /** Reads every byte. */
  async verify(id: string, signal: AbortSignal): Promise<'ready' | 'missing' | 'broken'> {
    return await this.#run('verify', id, signal);
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#run('remove', id, signal);
  }

  #run(task: DownloadsSettings['task'], id: string, signal: AbortSignal, onProgress?: (progress: DownloadProgress) => void): Promise<'ready' | 'missing' | 'broken'> {
    const settings: DownloadsSettings = { task, id, modelsDir: this.#modelsDir, downloads: [...this.#downloads] };
    const env = Object.fromEntries(Object.entries(this.#env).filter(([name]) => !secret.test(name)));
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(cancelled());
        return;
      }
      // The libraries it uses print nothing that anybody needs.
      const child = fork(entry, [JSON.stringify(settings)], { execArgv: [], env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      let end: Exclude<FromDownloads, { type: 'progress' }> | undefined;
      let killing: NodeJS.Timeout | undefined;
      const stop = () => {
        if (child.connected) child.disconnect();
        killing = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      };
      signal.addEventListener('abort', stop, { once: true });
      child.on('message', (raw) => {
        const { data: message } = FromDownloads.safeParse(raw);
        if (message?.type === 'progress') onProgress?.(message.progress);
        else if (message) end = message;
      });
      // Its end is awaited whatever happened, so that nothing of it is left when the server goes on.
      const over = () => {
        signal.removeEventListener('abort', stop);
        clearTimeout(killing);
        if (end?.type === 'done') resolve(end.status);
        else if (signal.aborted) reject(cancelled());
        else if (end) reject(new OcelliError(end.error.code, end.error.message, end.error));
        else reject(new OcelliError('fetch_failed', 'The process that fetches models stopped. It is started again.', { retryAfterSeconds: 30 }));
      };
      child.once('error', over).once('exit', over);
    });
  }
}

const cancelled = () => new OcelliError('cancelled', 'The work was cancelled.');
