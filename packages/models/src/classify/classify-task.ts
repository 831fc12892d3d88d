import type { Labels } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';
import type { TaskEnvironment } from '../tasks/task.js';
import { openClassifier, type Classifier } from './classifier.js';

/** More than ever means something: the tail still tells a kind of thing (many breeds at little each) from nothing at all. */
const mostLabels = 200;

/** The registry pack's classifier, held once for all tasks that take it. */
export function useClassifier({ files, device, shared }: TaskEnvironment): Promise<Classifier> {
  const [graphPath, labelsPath, weightsPath] = modelPaths('efficientnet-lite2', files) as [string, string, string];
  return shared.use('efficientnet-lite2', () => openClassifier({ graphPath, labelsPath, weightsPath }, device));
}

/** ImageNet's 1,000 labels of a picture or of a region of it, best first, with probabilities. */
export const classifyTask: PictureTaskDefinition<'classify'> = {
  async load(environment) {
    const classifier = await useClassifier(environment);
    return {
      see: async (image, { signal }) => best(await classifier.classify(image, signal), classifier),
      dispose: () => classifier.dispose(),
    };
  },
  place: (labels) => labels,
};

function best(probabilities: Float32Array, { labels }: Classifier): Labels {
  const least = Float32Array.from(probabilities).sort().at(-mostLabels)!;
  return [...probabilities.keys()]
    .filter((index) => probabilities[index]! >= least)
    .sort((one, other) => probabilities[other]! - probabilities[one]!)
    .slice(0, mostLabels)
    .map((index) => ({ label: labels[index]!.label, score: Math.min(1, probabilities[index]!) }));
}
