import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Device } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { useClassifier } from '../classify/classify-task.js';
import { readImagenetLabels } from '../classify/imagenet-labels.js';
import { useDetector } from '../detect/detect-task.js';
import type { ModelFiles } from '../packs/model-files.js';
import { modelForm } from '../packs/model-paths.js';
import { cutOut } from '../tasks/region.js';
import type { TaskDefinition, TaskEnvironment } from '../tasks/task.js';
import { openLabelEncoder, type PictureModels } from './label-encoder.js';
import { labelVectors } from './label-vectors.js';
import { openHubSentenceEncoder } from './hub-sentence-encoder.js';
import { openSentenceEncoder, type SentenceEncoder } from './sentence-encoder.js';

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
        if ('texts' in of) return (await encoder.embedTexts(of.texts, signal)).map(numbers);
        if (!image) throw new Error('a picture was named and not read');
        return [numbers(await encoder.embedPicture(cutOut(image, of.region).image, signal))];
      },
      async dispose() {
        await words.dispose();
        await seeing?.classifier.dispose();
        await seeing?.detector.dispose();
      },
    };
  },
};

/** As it crosses processes. Spreading a typed array takes twenty times as long. */
function numbers(vector: Float32Array): number[] {
  const list = new Array<number>(vector.length);
  for (let index = 0; index < list.length; index++) list[index] = vector[index]!;
  return list;
}

/** The sentence encoder and the labels' vectors, held once for texts and pictures. */
function useWords({ files, device, shared }: TaskEnvironment) {
  return shared.use('minilm', async () => {
    const { encoder, key, folder } = await openWords(files, device);
    try {
      const labels = readImagenetLabels(join(files.pocketDir, 'efficientnet-lite2', 'labels.json'));
      // Beside the weights that they are made with, so that they go with them.
      const cache = { folder: join(folder, '.made'), key };
      // Not to be cancelled: whoever asks next needs them too.
      const vectors = await labelVectors(labels, encoder, cache, new AbortController().signal);
      return { encoder, vectors, dispose: () => encoder.dispose() };
    } catch (cause) {
      await encoder.dispose();
      throw cause;
    }
  });
}

/** MiniLM in the form that is here; `key` names it by its graph and by the weights that the catalogue pins, which lie in `folder`. */
async function openWords(files: ModelFiles, device: Device): Promise<{ encoder: SentenceEncoder; key: string; folder: string }> {
  const { family, paths } = modelForm('minilm', files);
  const pinned = files.form(catalogue.find(({ id }) => id === 'minilm')!)!.files.flatMap(({ sha256 }) => sha256 ?? []);
  if (family === 'hub-sentence-encoder') {
    const [modelPath, tokenizerPath] = paths as [string, string];
    return { encoder: await openHubSentenceEncoder({ modelPath, tokenizerPath }, device), key: createHash('sha256').update(pinned.join()).digest('hex'), folder: dirname(tokenizerPath) };
  }
  const [graphPath, tokenizerPath, weightsPath] = paths as [string, string, string];
  const key = createHash('sha256').update(await readFile(graphPath)).update(pinned.join()).digest('hex');
  return { encoder: await openSentenceEncoder({ graphPath, tokenizerPath, weightsPath }, device), key, folder: dirname(weightsPath) };
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
