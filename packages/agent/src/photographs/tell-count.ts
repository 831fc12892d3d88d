import type { Detection } from '@ocelli/protocol';
import { declined, hedged, said, type Answer } from '../answers/answer.js';
import { counted, link, listed, pluralOf, withArticle } from '../answers/wording.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { candidatesOf, thingsOfKind } from './kind-evidence.js';
import { isLabelled, massOf } from './label-meanings.js';
import { areaOf, clearFrom, isSeldomMissed, leastSeen, seenFrom, sightingOf, tallyOf, thingMarks, type Sighting } from './seen-things.js';
import { alsoSeen, spokenNoun, unknownThing, type ThingsView } from './tell-things.js';
import { subjectsOf } from './main-subjects.js';
import { marksOf } from './tell-kind.js';
import { usualCount } from './usual-parts.js';
import { thingsNamed, type NamedThings } from './thing-names.js';

/** More than these are not counted exactly: they hide each other, and a detector joins or doubles them. */
const mostCounted = 10;
/** Of more than these one may be hidden. */
const surelyCounted = 8;
const leastCompanion = 0.28;
/** The thing whose parts are asked for has to be this sure, and no other. */
const leastOwner = 0.45;
/** The one that the question names has to be seen this surely, and one that only a box shows this surely. */
const sureOwner = 0.5;
const sureBox = 0.7;
const unlabelled = 0.05;
/** Of so few that are seen the question may mean all. */
const mostMeant = 2;
/** People of a sex or age stand mixed with others in larger groups. */
const mostOfOneSort = 4;

/**
 * How many things of a kind there are; the count first, hedged by how clearly they are seen. `clause`: only those that do or wear something
 * are meant; `owner`: whose parts the question counts, by its own word or as "it".
 */
export function tellCount(view: ThingsView, noun: string, { clause = false, owner }: { clause?: boolean; owner?: string } = {}): Answer {
  const parts = clause ? undefined : countParts(view, noun, owner);
  if (parts) return parts;
  const named = thingsNamed(noun);
  if (!named || (named.fit !== 'exact' && anything.test(named.noun))) return countByLabels(view, noun);
  const sighting = withCompanions(sightingOf(view.detections, named.labels), view, named);
  const group = `${view.key}counted`;
  const marks = thingMarks(view.attachmentId, sighting.found, group);
  const count = sighting.found.length;
  const things = spokenNoun(named);
  if (count === 0) return noneSeen(view, named, singularOf(noun), sighting, clause);
  const words = link(counted(count, things.one, things.many), group);
  const split = named.fit === 'group' && tallyOf(sighting.found).length > 1 ? `: ${listed(tallyOf(sighting.found).map(({ label, things: ofLabel }) => counted(ofLabel.length, label)))}` : '';
  const sort = `${count === 1 ? withArticle(named.noun) : pluralOf(named.noun)}`;
  const caveat = named.fit === 'narrower' ? ` I can tell ${pluralOf(named.labels[0]!)}, but not whether ${count === 1 ? 'it is' : 'they are'} ${sort}.` : '';
  if (sighting.atLeast || count > mostCounted) return declined(`I see at least ${words}${split}, too many to count exactly: some may be hidden.${caveat}`, marks);
  if (clause && count > mostMeant) return declined(`I see ${words}${split}, but I can't tell which of them are meant.${caveat}`, marks);
  if (named.fit === 'narrower' && named.labels.includes('person') && count > 1 && ((isChild(named.noun) && count > mostMeant) || (isSex(named.noun) && count > mostOfOneSort))) return declined(`I see ${words}, but I can't tell which of them are ${pluralOf(named.noun)}.`, marks);
  if (named.fit === 'narrower') return hedged(`Probably **${words}**.${caveat}`, marks);
  if (isUnstable(view, named, count)) return declined(`I see ${words}${split}, but I can't count them surely: more may be hidden or joined.`, marks);
  const sure = sighting.sure && count <= surelyCounted;
  return said(sure, `${sure ? '' : 'Probably '}**${words}**${split}.`, marks);
}

/** Parts that no model counts, by what one thing of its kind usually has: of what the question names, else of the one thing that the picture shows. */
function countParts(view: ThingsView, noun: string, owner: string | undefined): Answer | undefined {
  const [first, second] = subjectsOf(view);
  const shown = first && first.things.length <= 1 && first.belief >= leastOwner && (!second || second.belief < leastOwner) ? first : undefined;
  const named = owner === undefined || owner === 'it' ? undefined : singularOf(owner);
  // It is an answer about the kind, so the picture has to show one for sure.
  if (named ? ownerBelief(view, named) < sureOwner : shown && shown.mass < unlabelled && shown.belief < sureBox) return undefined;
  for (const one of named ? [named] : [shown?.name, shown?.narrower?.name].filter((name) => name !== undefined)) {
    const count = usualCount(noun, one, owner !== undefined);
    if (count !== undefined) return hedged(`Probably **${count}**: that is how many ${withArticle(one)} has; I can't count them here.`);
  }
  return undefined;
}

function ownerBelief(view: ThingsView, owner: string): number {
  const people = thingsNamed(owner)?.labels.includes('person') ? sightingOf(view.detections, ['person']).found.map(({ score }) => score) : [];
  return Math.max(0, ...people, ...candidatesOf(owner, { labels: view.labels, things: [] }, true).map(({ mass }) => mass), massOf(view.labels, owner), ...thingsOfKind(view.detections.things, owner).map(({ score }) => score));
}

/** Boxes of another animal that the labels do not believe in, beside clear ones of the animal asked for and of their size: the same, taken for another. */
function mistakenKin(clear: readonly Detection[], { detections, labels }: ThingsView, asked: readonly string[]): Detection[] {
  const [label] = asked;
  if (asked.length !== 1 || !animals.has(label!) || massOf(labels, label!) < 0.1) return [];
  return detections.things.filter((thing) => animals.has(thing.label) && thing.label !== label && thing.score >= seenFrom && massOf(labels, thing.label) < 0.03 && clear.some((one) => areaOf(thing) > 0.4 * areaOf(one) && areaOf(thing) < 2.5 * areaOf(one)));
}

const animals = new Set(thingsNamed('animal')!.labels);

/** A faint box beside a clear one of its class and about its size is another of them. */
function withCompanions(sighting: Sighting, view: ThingsView, { labels }: NamedThings): Sighting {
  const { detections } = view;
  if (labels.includes('person')) return sighting;
  const clear = sighting.found.filter(({ score }) => score >= clearFrom);
  const mistaken = mistakenKin(clear, view, labels);
  if (mistaken.length > 0) return { ...sighting, sure: false, found: [...sighting.found, ...mistaken] };
  const companions = detections.things.filter((thing) => labels.includes(thing.label) && thing.score < seenFrom && thing.score >= leastCompanion && clear.some((one) => one.label === thing.label && areaOf(thing) > 0.4 * areaOf(one) && areaOf(thing) < 2.5 * areaOf(one)));
  return companions.length > 0 ? { ...sighting, sure: false, found: [...sighting.found, ...companions] } : sighting;
}

const isChild = (noun: string) => /^(?:child|kid|boy|girl|baby|toddler|teenager|adult)$/.test(noun);
const isSex = (noun: string) => /^(?:man|woman|lady|gentleman|guy|male|female)$/.test(noun);

/** A count that a slightly lower or higher threshold would change much. */
function isUnstable({ detections }: ThingsView, named: NamedThings, count: number): boolean {
  if (named.labels.includes('person')) return false;
  const scores = detections.things.filter(({ label }) => named.labels.includes(label)).map(({ score }) => score);
  const [low, high] = [leastSeen, 0.4].map((least) => scores.filter((score) => score >= least).length) as [number, number];
  const alone = count === 1 && scores.some((score) => score < seenFrom && score >= 0.25);
  return alone || low - high > Math.max(1, count / 2);
}

/** Fruit and food lie in bunches and heaps, of which one box may hold many. */
const inBunches = new Set(thingsNamed('food')!.labels);

/** A body of this score that is no speck may be a person, though it may as well be something else. */
const leastPerson = 0.45;

/** None of them, where that can be told: people are looked for best; of other things a faint sign is enough for doubt. */
function noneSeen(view: ThingsView, named: NamedThings, noun: string, { sure }: Sighting, clause: boolean): Answer {
  const { one, many } = spokenNoun(named);
  const where = view.region ? 'in that region' : 'in this picture';
  if (clause) return declined(`I see no ${one} ${where}, though I may miss some.${alsoSeen(view)}`);
  const faintPerson = named.labels.includes('person') && view.detections.things.some(({ label, score, box }) => label === 'person' && score >= leastPerson && box[3] - box[1] >= 0.2);
  if (faintPerson) return declined(`There may be ${many} ${where}, but I can't make them out well enough to count.${alsoSeen(view)}`);
  // Who asks for children or women has seen some.
  if (named.labels.includes('person') && named.fit === 'narrower') return declined(`I make out no person ${where}, though I may miss some.${alsoSeen(view)}`);
  if (named.labels.includes('person')) return said(sure, `**0 ${many}**: I see no ${one} ${where}.`);
  const faint = view.detections.things.filter(({ label, score }) => named.labels.includes(label) && score >= 0.25).length;
  const mass = Math.max(massOf(view.labels, noun), massOf(view.labels, named.noun));
  if (mass >= leastMass && faint <= 1) return countByLabels(view, noun);
  const most = Math.max(0, ...[noun, named.noun].flatMap((word) => candidatesOf(word, { labels: view.labels, things: [] }, true).map(({ belief }) => belief)));
  // Asked how many there are, one or two faint boxes are likely them; where labels doubt it too, they are not.
  const few = view.detections.things.filter(({ label, score }) => named.labels.includes(label) && score >= 0.26);
  if (named.fit === 'exact' && !inBunches.has(named.labels[0]!) && few.length > 0 && few.length <= 2 && faint <= 2) return hedged(`Probably **${link(counted(few.length, one, many), `${view.key}counted`)}**, faintly seen.`, thingMarks(view.attachmentId, few, `${view.key}counted`));
  if (faint > 0 || most >= (named.fit === 'group' ? 0.15 : 0.04)) return declined(`There may be ${many} ${where}, but I can't make them out well enough to count.${alsoSeen(view)}`);
  // Cups, bags and chairs are overlooked too often to say that there is none.
  if (!named.labels.some(isSeldomMissed)) return declined(`I find no ${one} ${where}, but I may well miss some.${alsoSeen(view)}`);
  return hedged(`**0 ${many}** that I can find ${where}, though I may miss some.`);
}

/** A thing is taken to fill the picture when the classifier believes in it this much. */
const leastMass = 0.3;
/** Animals of any kind may be one beside another. */
const leastOfAnimals = 0.6;
/** And this much of it lies on one name. */
const leastOfOne = 0.2;
/** Or this much on the names of a kind together: a dog of no breed that the labels know. */
const leastOfAll = 0.5;
/** Parts of things, and words for anything at all, which no count of one kind answers. */
const anything = /^(?:wheel|leg|hand|eye|ear|arm|wing|finger|foot|feet|paw|tail|window|door|petal|lea(?:f|ve)|button|spoke|stripe|spot|slice|bunch(?:e)?|row|layer|step|object|thing|item|entity|artifact|piece|part|shape|colou?r|line|side|figure|stuff)s?$/;

/** Birds and fruit that no box holds are seldom alone. */
const comesInSeveral = (noun: string) => noun === 'bird' || isKindOf(noun, 'fruit', 2) || isKindOf(noun, 'food', 1);

/** A thing that the detector has no class for and that fills the picture is one, where nothing speaks for more. */
function countByLabels(view: ThingsView, noun: string): Answer {
  const last = noun.split(' ').at(-1)!;
  if (anything.test(last)) return declined(`I can't count ${pluralOf(singularOf(last))}, only things of one kind as a whole.${alsoSeen(view)}`);
  if (view.labels === undefined || !isLabelled(noun)) return unknownThing(view, noun);
  const one = singularOf(noun);
  const flower = one === 'flower' ? subjectsOf(view).find(({ name }) => name === 'flower') : undefined;
  if (flower) return hedged(`Probably **${link(counted(1, one), `${view.key}kind`)}**: the picture looks like one from near.`, marksOf(view, flower, `${view.key}kind`));
  const [best] = candidatesOf(one, { labels: view.labels, things: [] });
  const boxes = view.detections.things.filter(({ score, label }) => score >= 0.35 && label !== 'person');
  const mass = massOf(view.labels, one);
  if (!best || mass < (one === 'animal' ? leastOfAnimals : leastMass) || comesInSeveral(one) || (best.belief < leastOfOne && mass < leastOfAll) || boxes.length > 1) return declined(`I can't count ${pluralOf(one)} here.${alsoSeen(view)}`);
  return hedged(`Probably **${link(counted(1, one), `${view.key}kind`)}**: the picture looks like one as a whole.`, marksOf(view, { ...best, things: boxes }, `${view.key}kind`));
}
