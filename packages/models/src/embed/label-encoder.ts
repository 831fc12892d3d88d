import type { RgbImage } from '@ocelli/media';
import type { Classifier } from '../classify/classifier.js';
import { mainColours } from '../colours/colours-task.js';
import { cocoLabels } from '../detect/coco-labels.js';
import { countPeople } from '../detect/count-people.js';
import type { Detector } from '../detect/detect-task.js';
import { area, type ScoredBox } from '../detect/scored-box.js';
import { colourDimensions, coloursNamed, coloursShown } from './colour-words.js';
import type { DualEncoder } from './dual-encoder.js';
import type { LabelVectors } from './label-vectors.js';
import { peopleDimensions, peopleNamed, peopleShown, wordsIn } from './people-words.js';
import type { SentenceEncoder } from './sentence-encoder.js';
import { addTo, joined, toUnitLength } from './vectors.js';

/** What sees pictures. Left out, only texts can be embedded. */
export interface PictureModels {
  classifier: Classifier;
  detector: Detector;
}

// Chosen on 72 photographs from packages, by their captions (docs/decisions).
/** What a picture means, which labels it has, its colours and its people: weights of their parts of the cosine. */
const shares = { meaning: 1, labels: 0.64, colours: 0.1, people: 0.15 };
const mostLabels = 200;
/** How much what the detector found adds to what the labels mean. */
const thingsWeight = 0.3;
const leastThing = 0.35;
/** How sharply a text's meaning is told apart by labels. */
const sharpness = 20;

/**
 * A dual encoder out of three models that know no captions: a convex combination of semantic embeddings (ConSE, Norouzi et al. 2014).
 * A picture's vector is the meaning of its labels, weighted by the square roots of their probabilities; beside it stand those square roots
 * themselves, its colours, and how many people were counted. A text's vector is its meaning; beside it stand the labels near to that, and the
 * colours and people it names.
 */
export function openLabelEncoder(encoder: SentenceEncoder, vectors: LabelVectors, seeing?: PictureModels): DualEncoder {
  const join = (meaning: Float32Array, labels: Float32Array, colours: Float32Array, people: Float32Array) =>
    joined([
      { vector: meaning, weight: Math.sqrt(shares.meaning) },
      { vector: labels, weight: Math.sqrt(shares.labels) },
      { vector: colours, weight: Math.sqrt(shares.colours) },
      { vector: people, weight: Math.sqrt(shares.people) },
    ]);
  return {
    dimensions: encoder.dimensions + vectors.labels.length + colourDimensions + peopleDimensions,
    async embedTexts(texts, signal) {
      const compared = await encoder.compare(texts, vectors.labelMatrix, signal);
      return compared.map(({ vector, cosines }, index) => {
        const words = wordsIn(texts[index]!);
        return join(vector, labelsNear(cosines), coloursNamed(words), peopleNamed(words));
      });
    },
    async embedPicture(image, signal) {
      if (!seeing) throw new Error('no models that see were given');
      const probabilities = await wholeAndParts(seeing.classifier, image, signal);
      const found = await seeing.detector.detect(image, signal);
      signal.throwIfAborted();
      const roots = probabilities.map(Math.sqrt);
      const meaning = meaningOf(roots, vectors);
      addTo(meaning, meaningOfThings(found.things, vectors), thingsWeight);
      return join(toUnitLength(meaning), toUnitLength(roots), coloursShown(await mainColours(image)), peopleShown(countPeople(found).count));
    },
    dispose: async () => {},
  };
}

async function wholeAndParts(classifier: Classifier, image: RgbImage, signal: AbortSignal): Promise<Float32Array> {
  const whole = await classifier.classify(image, signal);
  signal.throwIfAborted();
  const parts = await classifier.classifyParts(image, signal);
  return whole.map((probability, index) => (probability + parts[index]!) / 2);
}

/** The labels' meanings by weight, of unit length. */
function meaningOf(weights: Float32Array, { labels }: LabelVectors): Float32Array {
  const sum = new Float32Array(labels[0]!.length);
  const order = [...weights.keys()].sort((a, b) => weights[b]! - weights[a]!).slice(0, mostLabels);
  for (const index of order) addTo(sum, labels[index]!, weights[index]!);
  return toUnitLength(sum);
}

/** What was found means: the surest and largest of a kind counts. Zeros where nothing was found. */
function meaningOfThings(found: readonly ScoredBox[], { things }: LabelVectors): Float32Array {
  const weights = new Float32Array(things.length);
  for (const { label, score, box } of found) {
    const index = (cocoLabels as readonly string[]).indexOf(label);
    if (index < 0 || score < leastThing) continue;
    weights[index] = Math.max(weights[index]!, score * Math.sqrt(Math.sqrt(area(box))));
  }
  const sum = new Float32Array(things[0]!.length);
  for (const [index, weight] of weights.entries()) if (weight > 0) addTo(sum, things[index]!, weight);
  return toUnitLength(sum);
}

/** Square roots of a softmax over the cosines of labels: of unit length, in place. */
function labelsNear(cosines: Float32Array): Float32Array {
  for (let index = 0; index < cosines.length; index++) cosines[index] = Math.exp((sharpness / 2) * (cosines[index]! - 1));
  return toUnitLength(cosines);
}
