import { ModelEntry } from './model-entry.js';

/** Every model this build can run. A task takes its models from here; the pack only decides which files. */
export const catalogue: readonly ModelEntry[] = ModelEntry.array().parse([
  {
    id: 'board-reader',
    title: 'Chess board reader',
    pack: 'pocket',
    tasks: ['read-boards'],
    family: 'board-reader',
    licence: 'MIT',
    source: 'packages/pocket/boards',
    devices: ['cpu'],
    files: [{ package: '@ocelli/pocket', path: 'boards/model.onnx' }],
  },
]);
