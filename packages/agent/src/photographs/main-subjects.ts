import type { Detection, Detections, Labels } from '@ocelli/protocol';
import { isKindOf } from '../languages/wordnet.js';
import { beliefInFlower } from './flowers.js';
import { isLabelOf, meaningOf } from './label-meanings.js';
import { areaOf, seenFrom, sightingOf, tallyOf } from './seen-things.js';
import { lemmaOf, thingsNamed } from './thing-names.js';

/** Something that a picture shows, as both models together see it. */
export interface Subject {
  /** The detector's class or the classifier's everyday kind. */
  name: string;
  /** What the classifier calls it more exactly. */
  narrower?: { name: string; score: number };
  belief: number;
  /** Its boxes; empty where only the classifier knows it. */
  things: Detection[];
  /** Belief of the classifier alone. */
  mass: number;
}

/** Labels of one everyday kind count as a subject from this much belief on. */
const leastMass = 0.3;
/** The same beside clear boxes, which the labels may be a misreading of. */
const leastBesideBoxes = 0.4;
/** And of animals that the detector seldom misses, where not even a faint box of one is seen. */
const leastUnboxed = 0.55;
const faintest = 0.2;
const isSeldomMissed = (name: string) => /^(?:dog|cat|horse|cow|sheep|elephant|zebra|giraffe)$/.test(name);
/** A box below this score is taken for a mistake where the classifier is this sure of something else. */
const doubtfulBox = 0.5;
const sureLabel = 0.45;
/** A box this large is what the picture is about. */
const largeBox = 0.12;

/** What a picture shows, most believed first: boxes by class, with the classifier's name where both agree, and what only the classifier knows. */
export function subjectsOf({ detections, labels }: { detections: Detections; labels?: Labels | undefined }): Subject[] {
  const people = sightingOf(detections, ['person']).found.map((person) => ({ ...person, label: 'person' }));
  const others = detections.things.filter(({ label, score }) => label !== 'person' && score >= seenFrom);
  const subjects: Subject[] = tallyOf([...people, ...others]).map(({ label, things }) => ({ name: label, things, belief: Math.max(...things.map(({ score }) => score)), mass: 0 }));
  const kinds = labelKinds(labels);
  for (const kind of kinds) {
    const same = subjects.find(({ name, things }) => things.length > 0 && agrees(name, kind));
    if (same) {
      same.mass = Math.max(same.mass, kind.mass);
      same.belief = 1 - (1 - same.belief) * (1 - Math.min(1, kind.mass));
      if (!same.narrower && kind.best.name !== same.name && kind.best.score >= 0.2) same.narrower = kind.best;
      continue;
    }
    if (kind.mass < (subjects.some(({ things, belief }) => things.length > 0 && belief >= doubtfulBox) ? leastBesideBoxes : leastMass)) continue;
    if (kind.mass < leastUnboxed && isSeldomMissed(kind.name) && !detections.things.some(({ label, score }) => label === kind.name && score >= faintest)) continue;
    const mistaken = subjects.filter(({ name, things, mass }) => name !== 'person' && mass === 0 && kind.mass >= sureLabel && things.every(({ score }) => score < doubtfulBox) && isConfusable(name));
    for (const one of mistaken) subjects.splice(subjects.indexOf(one), 1);
    const boxes = mistaken.flatMap(({ things }) => things).filter((thing) => areaOf(thing) > 0.04);
    subjects.push({ name: kind.name, belief: Math.min(1, kind.mass), mass: kind.mass, things: boxes.map((box) => ({ ...box, label: kind.name })), ...(kind.best.name !== kind.name && kind.best.score >= 0.2 ? { narrower: kind.best } : {}) });
  }
  return withFlower(subjects, labels).sort((one, other) => prominence(other) - prominence(one));
}

/** A flower from near, which labels only circumscribe: it stands for the daisies and pots among them, and for boxes that are no clear ones. */
function withFlower(subjects: readonly Subject[], labels: Labels | undefined): Subject[] {
  const belief = beliefInFlower(labels);
  const others = subjects.filter(({ name, things }) => !/^(?:daisy|flower|pot|vase)$/.test(name) && !(things.length > 0 && isConfusable(name) && things.every(({ score }) => score < doubtfulBox)));
  if (belief === 0 || others.length > 0) return [...subjects];
  const daisy = labels!.find(({ label }) => label === 'daisy')!.score;
  return [{ name: 'flower', belief, mass: belief, things: [], ...(daisy >= sureLabel ? { narrower: { name: 'daisy', score: daisy } } : {}) }];
}

/** Large and sure things come before small ones. */
function prominence({ things, belief }: Subject): number {
  return belief + (things.length === 0 ? 0 : Math.min(0.3, Math.max(...things.map(areaOf)) / largeBox * 0.15));
}

interface LabelKind {
  name: string;
  mass: number;
  best: { name: string; score: number };
  labels: string[];
}

/** The classifier's labels added up by everyday kind, most believed first. */
export function labelKinds(labels: Labels | undefined): LabelKind[] {
  const kinds = new Map<string, LabelKind>();
  for (const { label, score } of labels ?? []) {
    const meaning = meaningOf(label);
    const name = meaning?.basic ?? meaning?.name ?? label;
    const known = kinds.get(name) ?? { name, mass: 0, best: { name: meaning?.name ?? label, score: 0 }, labels: [] };
    known.mass += score;
    known.labels.push(label);
    if (score > known.best.score) known.best = { name: meaning?.name ?? label, score };
    kinds.set(name, known);
  }
  return [...kinds.values()].sort((one, other) => other.mass - one.mass);
}

/** Whether one of the detector's classes and labels mean the same sort of thing. */
function agrees(thing: string, kind: LabelKind): boolean {
  if (thing === kind.name) return true;
  if (thing === 'person') return false;
  const lemma = lemmaOf(thing);
  return kind.labels.slice(0, 1).some((label) => isLabelOf(label, lemma ?? thing)) || (lemma !== undefined && isKindOf(kind.name, lemma, 1));
}

/** Classes that the detector gives to what it has no class for: animals and food stand in for other animals, fruit and flowers. */
const confusable = new Set([...['animal', 'food'].flatMap((kind) => thingsNamed(kind)?.labels ?? []), 'sports ball', 'kite', 'frisbee', 'potted plant', 'umbrella', 'vase', 'surfboard', 'teddy bear', 'airplane', 'boat']);
const isConfusable = (thing: string) => confusable.has(thing);
