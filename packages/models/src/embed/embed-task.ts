import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { catalogue } from '../catalogue/catalogue.js';
import { useClassifier } from '../classify/classify-task.js';
import { readImagenetLabels } from '../classify/imagenet-labels.js';
import { useDetector } from '../detect/detect-task.js';
import { modelPaths } from '../packs/model-paths.js';
import { cutOut } from '../tasks/region.js';
import type { TaskDefinition, TaskEnvironment } from '../tasks/task.js';
import { openLabelEncoder, type PictureModels } from './label-encoder.js';
import { labelVectors } from './label-vectors.js';
import { openSentenceEncoder } from './sentence-encoder.js';

const forTexts = ['minilm'];
const forPictures = ['centernet', 'blazeface', 'efficientnet-lite2', 'minilm'];

/** Texts by MiniLM, pictures by what MiniLM makes of the labels that the classifier and the detector give. */
export const embedTask: TaskDefinition<'embed'> = {
  models: ({ of }) => ('texts' in of ? forTexts : forPictures),
  async load(environment, models) {
    const words = await useWords(environment);
    const seeing = models.includes('centernet') ? await usePictureModels(environment) : undefined;
    const encoder = openLabelEncoder(words.encoder, words.vectors, seeing);
    return {
      async perform({ of }, { signal, image }) {
        if ('texts' in of) return (await encoder.embedTexts(of.texts, signal)).map((vector) => [...vector]);
        if (!image) throw new Error('a picture was named and not read');
        return [[...(await encoder.embedPicture(cutOut(image, of.region).image, signal))]];
      },
      async dispose() {
        await words.dispose();
        await seeing?.classifier.dispose();
        await seeing?.detector.dispose();
      },
    };
  },
};

/** The sentence encoder and the labels' vectors, held once for texts and pictures. */
function useWords({ files, device, shared }: TaskEnvironment) {
  return shared.use('minilm', async () => {
    const [graphPath, tokenizerPath, weightsPath] = modelPaths('minilm', files) as [string, string, string];
    const encoder = await openSentenceEncoder({ graphPath, tokenizerPath, weightsPath }, device);
    try {
      const labels = readImagenetLabels(join(dirname(dirname(graphPath)), 'efficientnet-lite2', 'labels.json'));
      const cache = { folder: join(files.modelsDir, '.made'), key: await bytesOf(graphPath) };
      // Not to be cancelled: whoever asks next needs them too.
      const vectors = await labelVectors(labels, encoder, cache, new AbortController().signal);
      return { encoder, vectors, dispose: () => encoder.dispose() };
    } catch (cause) {
      await encoder.dispose();
      throw cause;
    }
  });
}

/** Names the encoder by its graph and by the weights that the catalogue pins. */
async function bytesOf(graphPath: string): Promise<string> {
  const pinned = catalogue.find(({ id }) => id === 'minilm')!.files.flatMap(({ sha256 }) => sha256 ?? []);
  return createHash('sha256').update(await readFile(graphPath)).update(pinned.join()).digest('hex');
}

async function usePictureModels(environment: TaskEnvironment): Promise<PictureModels> {
  const classifier = await useClassifier(environment);
  try {
    return { classifier, detector: await useDetector(environment) };
  } catch (cause) {
    await classifier.dispose();
    throw cause;
  }
}
