import type { Device } from '@ocelli/protocol';
import type { PackId } from '../catalogue/model-entry.js';
import { defaultPocketDir, usualPacks } from '../packs/model-files.js';
import { defaultModelsDir } from '../packs/models-dir.js';
import type { Senses } from '../perception.js';
import { sensesOver } from '../tasks/senses-over.js';

export interface LocalPerceptionOptions {
  /** Where models run; see `bestDevice`. */
  device?: Device;
  pocketDir?: string;
  modelsDir?: string;
  /** Packs whose models may be used; pocket and registry when absent. */
  packs?: readonly PackId[];
}

export interface LocalPerception extends Senses {
  /** Unloads the models. */
  close(): Promise<void>;
}

/**
 * The same tasks inside the calling process, whose event loop they block: for the command line and for measuring what the
 * server adds. A cancelled task rejects at its next step.
 */
export function createLocalPerception({ device = 'cpu', pocketDir = defaultPocketDir(), modelsDir = defaultModelsDir(), packs = usualPacks }: LocalPerceptionOptions = {}): LocalPerception {
  // Imported here, so that a server, which runs no model itself, loads no native runtime.
  const loading = import('../tasks/task-runner.js').then(({ TaskRunner }) => new TaskRunner({ device, pocketDir, modelsDir, packs: [...packs], modelIdleMs: 10 * 60_000 }));
  return {
    ...sensesOver(async (request, options) => (await loading).run(request, options)),
    close: async () => (await loading).close(),
  };
}
