import type { ColourShare, Detection, Detections, Labels } from '@ocelli/protocol';
import { answered, declined, hedged, said, type Answer } from '../answers/answer.js';
import { pictureText } from '../answers/picture-text.js';
import { capitalised, counted, link, listed, pluralOf, slug, withArticle } from '../answers/wording.js';
import { isKindOf } from '../languages/wordnet.js';
import { areaOf, clearFrom, placeOf, seenFrom, sightingOf, tallyOf, thingMarks, type Sighting } from './seen-things.js';
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
}

/** How many things of a kind there are; the count first, hedged by how clearly they are seen. */
export function tellCount(view: ThingsView, noun: string): Answer {
  const named = thingsNamed(noun);
  if (!named) return unknownThing(view, noun);
  const sighting = sightingOf(view.detections, named.labels);
  const group = `${view.key}counted`;
  const marks = thingMarks(view.attachmentId, sighting.found, group);
  const where = view.region ? 'in that region' : 'in this picture';
  const count = sighting.found.length;
  const things = spokenNoun(named);
  if (count === 0) return noneSeen(named, where, sighting);
  const words = link(counted(count, things.one, things.many), group);
  const split = named.fit === 'group' && tallyOf(sighting.found).length > 1 ? `: ${listed(tallyOf(sighting.found).map(({ label, things: ofLabel }) => counted(ofLabel.length, label)))}` : '';
  const caveat = named.fit === 'narrower' ? ` I can tell ${pluralOf(named.labels[0]!)}, but not whether ${count === 1 ? 'it is' : 'they are'} ${count === 1 ? withArticle(named.noun) : pluralOf(named.noun)}.` : '';
  if (sighting.atLeast) return hedged(`At least **${words}**${split}; in such a crowd some may be hidden.${caveat}`, marks);
  if (named.fit === 'narrower') return hedged(`Probably **${words}**.${caveat}`, marks);
  return said(sighting.sure, `${sighting.sure ? '' : 'Probably '}**${words}**${split}.`, marks);
}

function noneSeen(named: NamedThings, where: string, { sure }: Sighting): Answer {
  const noun = spokenNoun(named);
  const people = named.labels.includes('person');
  return people ? said(sure, `**0 ${noun.many}**: I see no ${noun.one} ${where}.`) : hedged(`**None** that I can find: I see no ${noun.one} ${where}, though I may miss some.`);
}

/** How an answer names what was looked for: a narrower noun is counted as its class. */
function spokenNoun({ fit, labels, noun }: NamedThings): { one: string; many: string } {
  const one = fit === 'group' ? noun : labels[0]!;
  return { one, many: pluralOf(one) };
}

/** Whether there is a thing of a kind. */
export function tellWhether(view: ThingsView, nouns: readonly string[]): Answer {
  const answers = nouns.map((noun) => whether(view, noun));
  if (answers.length === 1) return answers[0]!;
  return { text: answers.map(({ text }) => text).join(' '), status: answers.some(({ status }) => status !== 'answered') ? 'hedged' : 'answered', evidence: answers.flatMap(({ evidence }) => evidence) };
}

function whether(view: ThingsView, noun: string): Answer {
  const named = thingsNamed(noun);
  if (!named) return byLabels(view, noun) ?? unknownThing(view, noun);
  const { found, sure } = sightingOf(view.detections, named.labels);
  const group = `${view.key}${noun}`;
  if (found.length === 0) return named.fit === 'narrower' ? hedged(`**No**, I see no ${named.labels[0]} here, so no ${named.noun} either.`) : said(sure && named.labels.includes('person'), `**No**, I ${named.labels.includes('person') ? 'see' : 'find'} no ${spokenNoun(named).one} ${view.region ? 'in that region' : 'in this picture'}.`);
  const marks = thingMarks(view.attachmentId, found, group);
  const words = listed(tallyOf(found).map(({ label, things }) => (things.length === 1 ? withArticle(label) : counted(things.length, label))));
  const place = found.length === 1 ? `, ${placeOf(found[0]!.box)}` : '';
  const clear = found.some(({ score }) => score >= clearFrom);
  if (named.fit === 'narrower') return hedged(`I see ${link(words, slug(group))}${place}, but I can't tell whether ${found.length === 1 ? `it is ${withArticle(named.noun)}` : `they are ${pluralOf(named.noun)}`}.`, marks);
  return said(clear, `**${clear ? 'Yes' : 'Probably'}**, ${link(words, slug(group))}${place}.`, marks);
}

/** A classifier's label may be of the kind that the detector has no class for. */
function byLabels({ labels, attachmentId }: ThingsView, noun: string): Answer | undefined {
  const label = labels?.find(({ label: name, score }) => score >= 0.3 && namesKind(name, noun));
  if (!label) return undefined;
  return hedged(`**Probably**: the picture looks like ${link(withArticle(pictureText(firstName(label.label))), 'label')}.`, [
    { kind: 'fact', id: 'label', group: 'label', attachmentId, label: 'looks like', value: label.label, score: label.score, box: [0, 0, 1, 1] },
  ]);
}

/** ImageNet's labels list several names. */
function firstName(label: string): string {
  return label.split(',')[0]!.trim();
}

function namesKind(label: string, noun: string): boolean {
  return label.toLowerCase().split(/,\s*/).some((name) => name === noun || name.endsWith(` ${noun}`) || isKindOf(name, noun, 2));
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

/** What thing of a kind it is: "what animal is this?" */
export function tellKind(view: ThingsView, noun: string): Answer {
  const named = thingsNamed(noun);
  const label = view.labels?.find(({ label: name, score }) => score >= 0.3 && namesKind(name, noun));
  const found = named ? sightingOf(view.detections, named.labels).found : [];
  const group = `${view.key}kind`;
  if (named?.fit === 'group' && found.length > 0) {
    const tally = tallyOf(found);
    const name = (some: typeof tally) => listed(some.map(({ label: one, things }) => (things.length === 1 ? withArticle(one) : counted(things.length, one))));
    const [clear, unclear] = [tally.filter(isClear), tally.filter((one) => !isClear(one))];
    if (clear.length > 0) return said(unclear.length === 0, `**${link(name(clear), group)}**${unclear.length > 0 ? `, and perhaps ${name(unclear)}` : ''}.`, thingMarks(view.attachmentId, found, group));
    return hedged(`Perhaps **${link(name(tally), group)}**, but I am not sure: I only know ${knownOf(named)}.`, thingMarks(view.attachmentId, found, group));
  }
  if (label) {
    return hedged(`Probably **${link(withArticle(pictureText(firstName(label.label))), group)}**.`, [
      { kind: 'fact', id: 'label', group, attachmentId: view.attachmentId, label: 'looks like', value: label.label, score: label.score, box: [0, 0, 1, 1] },
    ]);
  }
  if (named && found.length > 0) return hedged(`I see ${link(listed(tallyOf(found).map(({ label: name, things }) => counted(things.length, name))), group)}, but I can't tell what kind.`, thingMarks(view.attachmentId, found, group));
  if (named?.fit === 'group') return declined(`I see no ${named.noun} that I know here (I know ${knownOf(named)}).${alsoSeen(view)}`);
  return unknownThing(view, noun);
}

/** "birds, cats, dogs and horses": what of a kind the detector tells apart. */
function knownOf({ labels }: NamedThings): string {
  return listed(labels.slice(0, 8).map((name) => pluralOf(name)));
}

/** What colours fill the box of a thing. */
export function tellThingColour(view: ThingsView, thing: Detection, colours: readonly ColourShare[]): Answer {
  const main = colours.filter(({ share }, index) => index === 0 || share >= 0.25).slice(0, 3);
  if (main.length === 0) return declined(`I can't make out the colour of the ${thing.label}.`);
  const group = `${view.key}thing`;
  return hedged(`Mostly **${listed(main.map(({ name }) => name))}**, going by the colours inside ${link(`the ${thing.label}'s box`, group)}.`, thingMarks(view.attachmentId, [thing], group));
}

/** A thing that is not found has no colour, but the picture has. */
export function unfoundColour(view: ThingsView, noun: string, colours: readonly ColourShare[]): Answer {
  const main = colours.slice(0, 3).map(({ name }) => name);
  const shown = pictureText(noun).slice(0, 60);
  return declined(`I can't make out ${thingsNamed(noun) ? `a ${shown}` : `“${shown}”`}, so I can't tell its colour.${main.length > 0 ? ` The ${view.region ? 'region' : 'picture'} is mostly ${listed(main)}.` : ''}`);
}

const sports: [string[], string][] = [
  [['skis'], 'skiing'], [['snowboard'], 'snowboarding'], [['surfboard'], 'surfing'], [['skateboard'], 'skateboarding'], [['tennis racket'], 'tennis'],
  [['baseball bat', 'baseball glove'], 'baseball'], [['frisbee'], 'frisbee'], [['kite'], 'kite flying'], [['bicycle'], 'cycling'], [['sports ball'], 'a ball game'],
];

/** What people do is beyond the detector; sports equipment lets it guess, and it says so. */
export function tellActivity(view: ThingsView): Answer {
  const tell = sports.find(([labels]) => sightingOf(view.detections, labels).found.length > 0 && sightingOf(view.detections, ['person']).found.length > 0);
  if (!tell) return declined(`I can't tell: I find people and things, but not what they do, wear or feel.${alsoSeen(view)}`);
  const { found } = sightingOf(view.detections, tell[0]);
  return hedged(`Probably **${tell[1]}**: I see ${link(counted(found.length, found[0]!.label), `${view.key}equipment`)} and people.`, thingMarks(view.attachmentId, found, `${view.key}equipment`));
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

/** "2 people, a dog and a car", each linked to its marks. */
export function tellScene(view: ThingsView): Answer | undefined {
  const tally = seenTally(view.detections).slice(0, 8);
  if (tally.length === 0) return undefined;
  const crowded = sightingOf(view.detections, ['person']).atLeast;
  const words = tally.map(({ label, things }) => link(things.length === 1 ? withArticle(label) : `${label === 'person' && crowded ? 'at least ' : ''}${counted(things.length, label)}`, `${view.key}${slug(label)}`));
  const clear = tally.flatMap((one, index) => (isClear(one) ? [words[index]!] : []));
  const unclear = words.filter((word) => !clear.includes(word));
  const sure = unclear.length === 0 && !crowded && tally.every(({ things }) => things.every(({ score }) => score >= clearFrom));
  const text = clear.length === 0 ? `I may see ${listed(unclear)}.` : `I see ${listed(clear)}${unclear.length > 0 ? `, and perhaps ${listed(unclear)}` : ''}.`;
  return said(sure, text, tally.flatMap(({ label, things }) => thingMarks(view.attachmentId, things, `${view.key}${label}`)));
}

/** "The picture looks like a lakeside." from a classifier, when it is fairly sure. */
export function tellLabel({ labels }: ThingsView): string {
  const best = labels?.[0];
  return best && best.score >= clearFrom ? `${capitalised(withArticle(pictureText(firstName(best.label))))} stands out.` : '';
}
