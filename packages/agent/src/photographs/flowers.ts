import type { Labels } from '@ocelli/protocol';

/**
 * ImageNet has a daisy and an orchid and no other flower: before any other the classifier hesitates between what is round and many-leaved, what
 * flowers grow in and the insects that sit on them. Each of these labels says so much for a flower, where they come together.
 */
const company: Readonly<Record<string, number>> = {
  daisy: 1, "yellow lady's slipper": 1, rapeseed: 1, 'sulphur butterfly': 1, cardoon: 0.9, bee: 0.8, pot: 0.7, greenhouse: 0.7, 'cabbage butterfly': 0.6, lycaenid: 0.6, earthstar: 0.5, hip: 0.5, 'picket fence': 0.5, hummingbird: 0.5,
  'head cabbage': 0.5, ladybug: 0.5, ant: 0.5, vase: 0.4, artichoke: 0.4, 'sea anemone': 0.4, fly: 0.4, monarch: 0.4, admiral: 0.4, ringlet: 0.4, leafhopper: 0.4, 'leaf beetle': 0.4, mantis: 0.3, lacewing: 0.3, 'long-horned beetle': 0.3, 'hen-of-the-woods': 0.3, 'coral fungus': 0.3,
};
/** A label is in the company from this score on; so many, or a sure daisy, and so much in all, are a flower: of 290 photographs 15 of 15, and no other. */
const leastLabel = 0.01;
const fewest = 4;
const sureDaisy = 0.3;
const leastOfAll = 0.2;

/** How much speaks for a flower seen from near, 0..1. */
export function beliefInFlower(labels: Labels | undefined): number {
  const among = (labels ?? []).filter(({ label, score }) => label in company && score >= leastLabel);
  const sum = among.reduce((total, { label, score }) => total + score * company[label]!, 0);
  const daisy = among.find(({ label }) => label === 'daisy')?.score ?? 0;
  return sum >= leastOfAll && daisy > 0 && (among.length >= fewest || daisy >= sureDaisy) ? Math.min(0.9, 0.35 + sum) : 0;
}
