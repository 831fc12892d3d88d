import type { Device } from '@ocelli/protocol';
import { defaultPocketDir } from '../packs/model-files.js';
import type { Perception } from '../perception.js';
import { perceptionOver } from '../tasks/perception-over.js';
import { TaskRunner } from '../tasks/task-runner.js';

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
  const runner = new TaskRunner({ device, pocketDir, modelIdleMs: 10 * 60_000 });
  return { ...perceptionOver((request, options) => runner.run(request, options)), close: () => runner.close() };
}
