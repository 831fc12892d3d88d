import type { Device } from '@ocelli/protocol';
import { defaultPocketDir } from '../packs/model-files.js';
import type { Perception } from '../perception.js';
import { perceptionOver } from '../tasks/perception-over.js';

export interface LocalPerceptionOptions {
  /** Where models run; see `bestDevice`. */
  device?: Device;
  pocketDir?: string;
}

export interface LocalPerception extends Perception {
  /** Unloads the models. */
  close(): Promise<void>;
}

/**
 * The same tasks inside the calling process, whose event loop they block: for the command line and for measuring what the
 * server adds. A cancelled task rejects at its next step.
 */
export function createLocalPerception({ device = 'cpu', pocketDir = defaultPocketDir() }: LocalPerceptionOptions = {}): LocalPerception {
  // Imported here, so that a server, which runs no model itself, loads no native runtime.
  const loading = import('../tasks/task-runner.js').then(({ TaskRunner }) => new TaskRunner({ device, pocketDir, modelIdleMs: 10 * 60_000 }));
  return {
    ...perceptionOver(async (request, options) => (await loading).run(request, options)),
    close: async () => (await loading).close(),
  };
}
