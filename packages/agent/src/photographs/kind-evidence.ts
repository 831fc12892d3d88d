import type { Detection, Labels } from '@ocelli/protocol';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { isLabelOf, meaningOf } from './label-meanings.js';
import { areaOf, leastSeen } from './seen-things.js';
import { lemmaOf, thingsNamed } from './thing-names.js';

/** What a picture's classifier and detector say of one kind of thing. */
export interface KindCandidate {
  /** What it is called: an everyday kind ("bird"), or the label itself where that is asked for ("robin"). */
  name: string;
  /** The most believed label of that kind, when it says more than the name. */
  narrower?: { name: string; score: number };
  /** How much is believed, 0..1: agreement of both models raises it. */
  belief: number;
  /** What the classifier alone believes of it. */
  mass: number;
  things: Detection[];
}

/** A box counts this much beside a label of the same score: boxes of things that the detector has no class for get its nearest class. */
const boxWeight = 0.75;

/**
 * Everything of a kind that is believed to be in the picture, most believed first. `boxLabels` are the labels of single boxes. With
 * `specific`, labels count one by one ("which bird?"), else by their everyday kinds ("which animal?").
 */
export function candidatesOf(noun: string, { labels, things, boxLabels = [] }: { labels: Labels | undefined; things: readonly Detection[]; boxLabels?: readonly Labels[] }, specific = false): KindCandidate[] {
  const found = new Map<string, { labels: Map<string, number>; boxes: Detection[] }>();
  const entry = (name: string) => {
    const known = found.get(name) ?? { labels: new Map<string, number>(), boxes: [] };
    found.set(name, known);
    return known;
  };
  const weight = 1 / (1 + boxLabels.length);
  for (const list of [labels ?? [], ...boxLabels]) {
    for (const { label, score } of list) {
      if (!isLabelOf(label, noun)) continue;
      const { name, basic } = meaningOf(label) ?? { name: label };
      const of = entry(specific || basic === undefined || !isWithin(basic, noun) ? name : basic).labels;
      of.set(name, (of.get(name) ?? 0) + score * weight);
    }
  }
  const asked = singularOf(noun);
  // Which bird it is, a box of a bird does not tell; only that there is one.
  for (const thing of things) if (thing.score >= leastSeen && isThingOf(thing.label, noun) && thing.label !== asked) entry(thing.label).boxes.push(thing);
  return [...found]
    .map(([name, { labels: of, boxes }]): KindCandidate => {
      const mass = [...of.values()].reduce((sum, score) => sum + score, 0);
      const best = [...of].sort((one, other) => other[1] - one[1])[0];
      const box = Math.max(0, ...boxes.map(({ score }) => score)) * boxWeight;
      return { name, belief: 1 - (1 - Math.min(1, mass)) * (1 - box), mass, things: boxes, ...(best && best[0] !== name ? { narrower: { name: best[0], score: best[1] } } : {}) };
    })
    .sort((one, other) => other.belief - one.belief);
}

/** Whether an everyday kind stays within what is asked: for "which bird?" the kind "bird" says nothing. */
function isWithin(basic: string, noun: string): boolean {
  const asked = singularOf(noun);
  return basic !== asked && !isKindOf(asked, basic, 2);
}

/** Whether one of the detector's classes is of the kind that a noun names. */
export function isThingOf(label: string, noun: string): boolean {
  const named = thingsNamed(noun);
  if (named) return named.fit !== 'narrower' && named.labels.includes(label);
  const lemma = lemmaOf(label);
  return lemma !== undefined && label !== 'person' && isKindOf(lemma, singularOf(noun), 1);
}

/** How much is believed that anything of a kind is there: the better of box and labels, both together more. */
export function beliefIn(noun: string, evidence: { labels: Labels | undefined; things: readonly Detection[] }): number {
  return 1 - candidatesOf(noun, evidence, true).reduce((none, { belief }) => none * (1 - belief), 1);
}

/** The things of a kind, largest first. */
export function thingsOfKind(things: readonly Detection[], noun: string): Detection[] {
  return things.filter(({ label, score }) => score >= leastSeen && isThingOf(label, noun)).sort((one, other) => areaOf(other) - areaOf(one));
}
