import type { Detection, Detections, Labels } from '@ocelli/protocol';
import { answered, declined, said, type Answer } from '../answers/answer.js';
import { pictureText } from '../answers/picture-text.js';
import { counted, link, listed, pluralOf, withArticle } from '../answers/wording.js';
import { areaOf, clearFrom, placeOf, seenFrom, sightingOf, tallyOf, thingMarks } from './seen-things.js';
import { thingsNamed, type NamedThings } from './thing-names.js';

/** A picture as answers about things see it. */
export interface ThingsView {
  attachmentId: string;
  detections: Detections;
  labels?: Labels;
  /** What the answer calls it ("picture 2"); empty when it is the only one. */
  name: string;
  /** Keeps groups of several pictures apart. */
  key: string;
  region: boolean;
  /** Width of the picture by its height, where it is known. */
  shape?: number;
}

/** How an answer names what was looked for: a narrower noun is counted as its class. */
export function spokenNoun({ fit, labels, noun }: NamedThings): { one: string; many: string } {
  const one = fit === 'group' ? noun : labels[0]!;
  return { one, many: pluralOf(one) };
}

/** Where things are, perhaps only the one that lies furthest to a side or is the largest. */
export function tellPlaces(view: ThingsView, noun: string, pick: Pick | undefined): Answer {
  const named = thingsNamed(noun);
  if (!named) return unknownThing(view, noun);
  const { found } = sightingOf(view.detections, named.labels);
  if (found.length === 0) return answered(`I see no ${spokenNoun(named).one} ${view.region ? 'in that region' : 'in this picture'}.`);
  const chosen = pick ? [...found].sort(pickOrder[pick])[0]! : undefined;
  const things = chosen ? [chosen] : found;
  const group = `${view.key}found`;
  const marks = thingMarks(view.attachmentId, things, group);
  const sure = things.every(({ score }) => score >= clearFrom) && named.fit !== 'narrower';
  if (things.length === 1) {
    const name = chosen && found.length > 1 ? `The ${pick} ${things[0]!.label}` : `The ${things[0]!.label}`;
    return said(sure, `${link(name, group)} is ${placeOf(things[0]!.box)}.`, marks);
  }
  const places = tallyOf(things.map((thing) => ({ ...thing, label: placeOf(thing.box) }))).map(({ label, things: there }) => `${there.length} ${label}`);
  return said(sure, `${link(counted(things.length, spokenNoun(named).one), group)}: ${listed(places)}.`, marks);
}

/** Which one of several is meant. */
export type Pick = 'leftmost' | 'rightmost' | 'topmost' | 'lowest' | 'largest' | 'smallest';

const pickOrder: Record<Pick, (one: Detection, other: Detection) => number> = {
  leftmost: (one, other) => one.box[0] - other.box[0],
  rightmost: (one, other) => other.box[2] - one.box[2],
  topmost: (one, other) => one.box[1] - other.box[1],
  lowest: (one, other) => other.box[3] - one.box[3],
  largest: (one, other) => areaOf(other) - areaOf(one),
  smallest: (one, other) => areaOf(one) - areaOf(other),
};

/** Whether there are more of one kind than of another. */
export function tellComparison(view: ThingsView, nouns: readonly [string, string], wanted: 'more' | 'fewer' | 'same'): Answer {
  const [one, other] = nouns.map((noun) => ({ noun, named: thingsNamed(noun) }));
  if (!one?.named) return unknownThing(view, nouns[0]);
  if (!other?.named) return unknownThing(view, nouns[1]);
  const sightings = [one.named, other.named].map((named, index) => ({ named, group: `${view.key}${index === 0 ? 'first' : 'second'}`, ...sightingOf(view.detections, named.labels) }));
  const [first, second] = sightings as [(typeof sightings)[0], (typeof sightings)[0]];
  const difference = first.found.length - second.found.length;
  const holds = wanted === 'more' ? difference > 0 : wanted === 'fewer' ? difference < 0 : difference === 0;
  const words = sightings.map(({ named, found, group }) => (found.length > 0 ? link(counted(found.length, spokenNoun(named).one), group) : `0 ${spokenNoun(named).many}`));
  return said(first.sure && second.sure, `**${holds ? 'Yes' : 'No'}**: I see ${words[0]} and ${words[1]}.`, sightings.flatMap(({ found, group }) => thingMarks(view.attachmentId, found, group)));
}

/** "birds, cats, dogs and horses": what of a kind the detector tells apart. */
export function knownOf({ labels }: NamedThings): string {
  return listed(labels.slice(0, 8).map((name) => pluralOf(name)));
}

/** People are never recognised. */
export function tellWho(view: ThingsView): Answer {
  const { found } = sightingOf(view.detections, ['person']);
  const group = `${view.key}people`;
  if (found.length === 0) return declined(`I see nobody here, and I don't recognise people anyway.${alsoSeen(view)}`);
  return declined(`I see ${link(counted(found.length, 'person'), group)}, but I don't recognise who people are.`, thingMarks(view.attachmentId, found, group));
}

/** A thing outside what the detector knows: said plainly, with what is seen instead. */
export function unknownThing(view: ThingsView, noun: string): Answer {
  const shown = pictureText(noun).slice(0, 60);
  return declined(`I can't tell: the detector I use knows 80 everyday things, and “${shown}” is not one of them.${alsoSeen(view)}`);
}

/** " I do see 2 dogs and a car, and perhaps a bird." */
export function alsoSeen({ detections }: ThingsView): string {
  const tally = seenTally(detections);
  const named = (some: typeof tally) => listed(some.slice(0, 4).map(({ label, things }) => (things.length === 1 ? withArticle(label) : counted(things.length, label))));
  const [clear, unclear] = [tally.filter(isClear), tally.filter((one) => !isClear(one))];
  if (clear.length === 0) return unclear.length > 0 ? ` I may see ${named(unclear)}.` : '';
  return ` I do see ${named(clear)}${unclear.length > 0 ? `, and perhaps ${named(unclear)}` : ''}.`;
}

/** Whether one of these things at least is clearly seen. */
function isClear({ things }: { things: Detection[] }): boolean {
  return things.some(({ score }) => score >= clearFrom);
}

/** Everything seen, people first counted with their faces. */
function seenTally(detections: Detections): { label: string; things: Detection[] }[] {
  const people = sightingOf(detections, ['person']).found.map((person) => ({ ...person, label: 'person' }));
  const others = detections.things.filter(({ label, score }) => label !== 'person' && score >= seenFrom);
  return tallyOf([...people, ...others]);
}
