import { declined, hedged, said, type Answer } from '../answers/answer.js';
import { counted, link, listed, pluralOf, slug, withArticle } from '../answers/wording.js';
import { singularOf } from '../languages/wordnet.js';
import { candidatesOf } from './kind-evidence.js';
import { isLabelled, massOf } from './label-meanings.js';
import { clearFrom, isSeldomMissed, placeOf, sightingOf, tallyOf, thingMarks } from './seen-things.js';
import { marksOf } from './tell-kind.js';
import { beliefInPlace, scenesOf } from './surroundings.js';
import { alsoSeen, spokenNoun, unknownThing, type ThingsView } from './tell-things.js';
import { thingsNamed } from './thing-names.js';

/** Whether there is a thing of a kind. */
export function tellWhether(view: ThingsView, nouns: readonly string[]): Answer {
  const answers = nouns.map((noun) => whether(view, noun));
  if (answers.length === 1) return answers[0]!;
  return { text: answers.map(({ text }) => text).join(' '), status: answers.every(({ status }) => status === 'declined') ? 'declined' : answers.some(({ status }) => status !== 'answered') ? 'hedged' : 'answered', evidence: answers.flatMap(({ evidence }) => evidence) };
}

function whether(view: ThingsView, noun: string): Answer {
  const named = thingsNamed(noun);
  const label = byLabels(view, noun);
  const asPlace = named ? undefined : tellPlace(view, noun);
  if (!named) return asPlace ?? label ?? (isLabelled(noun) && view.labels ? seemsAbsent(view, noun) : undefined) ?? unknownThing(view, noun);
  const { found, sure } = sightingOf(view.detections, named.labels);
  const group = `${view.key}${noun}`;
  const where = view.region ? 'in that region' : 'in this picture';
  const people = named.labels.includes('person');
  if (found.length === 0) {
    if (!people && label) return label;
    const faint = view.detections.things.filter(({ label: name, score }) => named.labels.includes(name) && score >= 0.3);
    if (people && (!sure || faint.length > 1)) return hedged(`**Probably yes**, but I am not sure: I see no ${spokenNoun(named).one} clearly ${where}.`, thingMarks(view.attachmentId, faint.slice(0, 8), group));
    if (!people && named.fit !== 'narrower' && faint.length > 0) return hedged(`**Probably yes**, but I am not sure: ${link(withArticle(faint[0]!.label), slug(group))} may be ${placeOf(faint[0]!.box)}.`, thingMarks(view.attachmentId, faint.slice(0, 1), group));
    if (!people && !named.labels.some(isSeldomMissed)) return declined(`I find no ${spokenNoun(named).one} ${where}, but I may well miss one.${alsoSeen(view)}`);
    return named.fit === 'narrower' ? hedged(`**No**, I see no ${named.labels[0]} here, so no ${named.noun} either.`) : said(sure && people, `**No**, I ${people ? 'see' : 'find'} no ${spokenNoun(named).one} ${where}.`);
  }
  const marks = thingMarks(view.attachmentId, found, group);
  const words = listed(tallyOf(found).map(({ label: name, things }) => (things.length === 1 ? withArticle(name) : counted(things.length, name))));
  const place = found.length === 1 ? `, ${placeOf(found[0]!.box)}` : '';
  const clear = found.some(({ score }) => score >= clearFrom);
  if (named.fit === 'narrower') {
    if (label && !people) return label;
    return declined(`I see ${link(words, slug(group))}${place}, but I can't tell whether ${found.length === 1 ? `it is ${withArticle(named.noun)}` : `they are ${pluralOf(named.noun)}`}.`, marks);
  }
  return said(clear, `**${clear ? 'Yes' : 'Probably yes'}**, ${link(words, slug(group))}${place}.`, marks);
}

/** A box this faint speaks for what the labels believe. */
const faintest = 0.15;

/** A classifier's label may be of the kind that the detector has no class for, or missed. */
function byLabels(view: ThingsView, noun: string): Answer | undefined {
  const [best] = candidatesOf(singularOf(noun), { labels: view.labels, things: [] }, true);
  if (!best || massOf(view.labels, singularOf(noun)) < 0.15) return undefined;
  // Where the detector, which seldom misses them, has not even a faint box of one, cats look like dogs to the labels.
  const named = thingsNamed(noun);
  if (named?.fit === 'exact' && named.labels.every(isSeldomMissed) && !view.detections.things.some(({ label, score }) => named.labels.includes(label) && score >= faintest)) return undefined;
  return hedged(`**Probably yes**: the picture looks like ${link(withArticle(best.name), `${view.key}label`)}.`, marksOf(view, best, `${view.key}label`));
}

/** "Is this a market?" */
function tellPlace(view: ThingsView, noun: string): Answer | undefined {
  const belief = beliefInPlace(view, noun);
  const [best] = scenesOf(view);
  if (belief === undefined || !best) return undefined;
  if (belief >= 0.35) return hedged(`**Yes**, probably: it looks like ${best.belief > belief * 1.5 ? withArticle(noun) : best.name}.`);
  return best.belief >= 0.5 && belief < 0.05 ? hedged(`**No**, probably: it looks like ${best.name}.`) : undefined;
}

/** "No" is said of what the classifier knows where the picture clearly is something else. */
function seemsAbsent({ labels }: ThingsView, noun: string): Answer | undefined {
  const best = labels?.[0];
  if (!best || best.score < 0.5 || massOf(labels, singularOf(noun)) > 0.003) return undefined;
  return hedged(`**No**, I find no ${singularOf(noun)} in this picture, though I may miss a small one.`);
}
