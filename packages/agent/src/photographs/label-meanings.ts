import { readImagenetLabels, type ImagenetLabel } from '@ocelli/models';
import type { Labels } from '@ocelli/protocol';
import { broaderSynsets, sensesOf, singularOf } from '../languages/wordnet.js';
import { basicNames, everydayNames } from './everyday-names.js';

/** What one of the classifier's labels means. */
export interface LabelMeaning {
  /** What people say: "polar bear" for ImageNet's "ice bear". */
  name: string;
  /** The everyday kind that it is one of ("bird" for "robin"), where there is one. */
  basic?: string;
  /** WordNet's noun synsets that it is one of, its own first, nearest first. */
  kinds: readonly number[];
}

/** Nouns of questions that mean something else, or more, than WordNet's senses of them ("plant": a factory; a castle is no "building"). */
const meant: Record<string, string[]> = {
  plant: ['flora', 'flower'], instrument: ['musical instrument'], bug: ['insect'], creature: ['animal'], critter: ['animal'], beast: ['animal'], species: ['animal'], breed: ['dog', 'cat', 'horse'], glass: ['drinking glass', 'goblet'], drink: ['beverage'],
  ride: ['vehicle'], meal: ['food'], snack: ['food'], food: ['food', 'fruit', 'vegetable'], store: ['shop'], pet: ['dog', 'cat', 'hamster', 'rabbit', 'guinea pig', 'parrot'],
  building: ['building', 'castle', 'fortification', 'tower', 'place of worship', 'shop', 'dwelling'], structure: ['structure'], landmark: ['building', 'tower', 'castle', 'bridge'], monument: ['memorial', 'obelisk', 'megalith', 'triumphal arch'],
  landscape: ['geological formation', 'shore', 'lake'], flower: ['flower'], dessert: ['dessert', 'cake', 'frozen dessert'], gadget: ['electronic device', 'telephone', 'computer'], footwear: ['footwear'], hat: ['hat', 'cap', 'headdress'], headgear: ['headdress', 'cap', 'helmet'],
  cup: ['cup', 'mug'], mug: ['coffee mug'], computer: ['computer'], boat: ['boat', 'sailing vessel'], ship: ['ship', 'sailing vessel'], snow: ['ski slope'], couch: ['sofa'], sofa: ['sofa'], phone: ['telephone'], glasses: ['sunglasses'], sea: ['seashore'], beach: ['seashore', 'sandbar'], lake: ['lakeside'], mountain: ['alp', 'volcano'],
  water: ['lakeside', 'seashore'], 'traffic sign': ['street sign'], 'road sign': ['street sign'], sign: ['street sign'], speaker: ['loudspeaker'], 'tv': ['television', 'monitor'], truck: ['truck'], train: ['locomotive', 'railcar', 'streetcar', 'bullet train'], market: ['market'], toy: ['plaything', 'teddy'],
};

let entries: Map<string, ImagenetLabel> | undefined;
const meanings = new Map<string, LabelMeaning>();

/** All labels by name; their meanings are looked up one by one, when they are needed, so that no question waits for a thousand. */
function labelEntries(): Map<string, ImagenetLabel> {
  entries ??= new Map(readImagenetLabels().map((entry) => [entry.label, entry]));
  return entries;
}

/** What a label means; undefined for one that is not of ImageNet's 1,000. */
export function meaningOf(label: string): LabelMeaning | undefined {
  const known = meanings.get(label);
  if (known) return known;
  const entry = labelEntries().get(label);
  if (!entry) return undefined;
  const meaning = meaningIn(entry);
  meanings.set(label, meaning);
  return meaning;
}

function meaningIn(entry: ImagenetLabel): LabelMeaning {
  const kinds = broaderSynsets(senseOf(entry));
  const basic = kinds.map((offset) => basicSenses().get(offset)).find((name) => name !== undefined);
  return { name: everydayNames[entry.label] ?? entry.label, kinds, ...(basic ? { basic } : {}) };
}

/**
 * ImageNet numbers WordNet 3.0's synsets and the dictionary here is 3.1: the sense is the one that most of the label's names share,
 * and of several the one whose number lies nearest, because both editions order their synsets alike.
 */
function senseOf({ names, synset }: ImagenetLabel): number {
  const votes = new Map<number, number>();
  for (const name of names) for (const offset of sensesOf(name, 'noun')) votes.set(offset, (votes.get(offset) ?? 0) + 1);
  const most = Math.max(...votes.values());
  const number = Number(synset.slice(1));
  return [...votes].filter(([, count]) => count === most).map(([offset]) => offset).sort((one, other) => Math.abs(one - number) - Math.abs(other - number))[0]!;
}

let basics: Map<number, string> | undefined;
function basicSenses(): Map<number, string> {
  basics ??= new Map(Object.entries(basicNames).flatMap(([name, lemma]) => sensesOf(lemma, 'noun').slice(0, 1).map((offset): [number, string] => [offset, name])));
  return basics;
}

const kindsAsked = new Map<string, Set<number>>();

/** The synsets that a noun of a question may mean; of words that WordNet lacks together, those of the last. */
function sensesAsked(noun: string): Set<number> {
  const known = kindsAsked.get(noun);
  if (known) return known;
  const singular = singularOf(noun);
  const senses = meant[singular]?.flatMap((word) => sensesOf(word, 'noun').slice(0, 2)) ?? sensesOf(singular, 'noun').slice(0, 4);
  const last = singular.split(' ').at(-1)!;
  const found = senses.length > 0 || last === singular ? new Set(senses) : sensesAsked(last);
  if (kindsAsked.size > 2_000) kindsAsked.clear();
  kindsAsked.set(noun, found);
  return found;
}

/** Whether a label is of the kind that a noun names: "robin" is a "bird" and an "animal". */
export function isLabelOf(label: string, noun: string): boolean {
  const meaning = meaningOf(label);
  if (!meaning) return label.toLowerCase() === noun;
  if (meaning.name === noun || meaning.basic === noun) return true;
  const senses = sensesAsked(noun);
  return meaning.kinds.some((offset) => senses.has(offset));
}

/** How much of the classifier's belief lies on labels of a kind, 0..1. */
export function massOf(labels: Labels | undefined, noun: string): number {
  return (labels ?? []).reduce((sum, { label, score }) => (isLabelOf(label, noun) ? sum + score : sum), 0);
}

/** Whether any label is of the kind: only then does the lack of them mean anything. */
export function isLabelled(noun: string): boolean {
  return [...labelEntries().keys()].some((label) => isLabelOf(label, noun));
}
