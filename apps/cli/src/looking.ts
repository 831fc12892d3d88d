import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInferenceHost, type InferenceHost, type Senses } from '@ocelli/models';
import { OcelliError, type PictureTask } from '@ocelli/protocol';
import { modelSettings } from './models/model-folder.js';

export interface Looking {
  perception: Senses;
  /** For the pictures of this call; gone when it ends. */
  folder: string;
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Gives `work` an inference process of its own and a folder for its pictures, and takes both away at the end: also when it
 * fails (rejects as `work` does), and at once on Ctrl-C (exit code 130). The models run in that process and not in this one, because a model that runs
 * blocks its process: Ctrl-C would wait for it. They stay loaded from picture to picture. No store is opened, so a running
 * server is not disturbed and not needed.
 */
export async function looking<T>(warm: PictureTask[], work: (parts: Looking) => Promise<T>): Promise<T> {
  let folder: string | undefined;
  let host: InferenceHost | undefined;
  const removeFolder = () => folder !== undefined && rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const leave = () => {
    const pid = host?.status().pid;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    removeFolder();
  };
  const interrupted = (signal: (typeof endings)[number]) => process.exit(128 + constants.signals[signal]);
  // Before there is anything to take away.
  process.once('exit', leave);
  for (const signal of endings) process.once(signal, interrupted);
  try {
    folder = makeFolder();
    host = createInferenceHost({ warm, modelsDir: modelSettings().modelsDir, packs: modelSettings().packs });
    return await work({ perception: host, folder });
  } finally {
    await host?.close();
    removeFolder();
    process.off('exit', leave);
    for (const signal of endings) process.off(signal, interrupted);
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'ocelli-pictures-'));
  } catch (cause) {
    throw new OcelliError('internal', `No temporary folder can be made in ${tmpdir()}. Free some space there, or set TMPDIR to another folder.`, { cause });
  }
}
