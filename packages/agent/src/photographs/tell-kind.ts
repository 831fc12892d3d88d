import type { Detection, Evidence, Labels } from '@ocelli/protocol';
import { declined, hedged, said, type Answer } from '../answers/answer.js';
import { counted, link, listed, withArticle } from '../answers/wording.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { beliefInFlower } from './flowers.js';
import { candidatesOf, type KindCandidate } from './kind-evidence.js';
import { subjectsOf } from './main-subjects.js';
import { classifierWouldKnow } from './missing-classifier.js';
import { clearFrom, sightingOf, tallyOf, thingMarks } from './seen-things.js';
import { alsoSeen, knownOf, type ThingsView } from './tell-things.js';
import { thingsNamed } from './thing-names.js';

/*
 * Calibrated on 75 photographs of other sources than those that are reported on: the question says that something of the kind is
 * there, so a little belief is enough when it lies mostly on one name.
 */
const leastBelief = 0.12;
const mainShare = 0.4;
/** A second name this near to the first is said too. */
const near = 0.45;

/** What thing of a kind it is: "what animal is this?"; `boxLabels` are the labels of the boxes that may be it. */
export function tellKind(view: ThingsView, asked: string, { boxLabels = [], besides = [] }: { boxLabels?: readonly Labels[]; besides?: readonly string[] } = {}): Answer {
  const noun = singularOf(asked);
  const group = `${view.key}kind`;
  const all = candidatesOf(noun, { labels: view.labels, things: view.detections.things, boxLabels });
  // That the cat is a cat answers nothing.
  const candidates = all.filter(({ name }) => name !== noun && !besides.some((named) => name === named || isKindOf(name, named, 1)));
  const several = severalThings(view, candidates);
  if (several) return several;
  const [first, second] = candidates;
  const least = leastFor(noun);
  const total = candidates.reduce((sum, { belief }) => sum + belief, 0);
  if (first && first.belief >= least && first.belief / total >= mainShare) {
    if (noun !== asked && second && second.belief >= 0.3 && second.things.length > 0) return hedged(`Probably **${link(`${withArticle(first.name)} and ${withArticle(second.name)}`, group)}**.`, [...marksOf(view, first, group), ...marksOf(view, second, group)]);
    const alternative = second && second.belief / first.belief >= near ? second : undefined;
    const agreed = first.things.some(({ score }) => score >= clearFrom) && (view.labels === undefined || first.mass >= 0.2 || first.things.some(({ score }) => score >= 0.6));
    const name = withArticle(first.name);
    const narrower = first.narrower && first.narrower.name !== first.name ? first.narrower : undefined;
    const narrowerShare = narrower ? narrower.score / Math.max(first.mass, 0.01) : 0;
    const aside = narrower && narrower.score >= 0.2 && narrowerShare >= 0.35 ? `, probably ${withArticle(narrower.name)}` : narrower && narrower.score >= 0.1 && narrowerShare >= 0.3 ? `, perhaps ${withArticle(narrower.name)}` : '';
    const sure = agreed && !alternative && first.belief >= 0.6;
    const named = thingsNamed(noun);
    if (view.labels === undefined && named?.fit === 'group' && !first.things.some(({ score }) => score >= clearFrom)) return hedged(`Perhaps **${link(name, group)}**, but I am not sure: I only know ${knownOf(named)}.`, marksOf(view, first, group));
    const words = `${sure ? '' : 'Probably '}**${link(name, group)}**${aside}${alternative ? `, perhaps ${withArticle(alternative.name)}` : ''}.`;
    return said(sure && aside === '', words, marksOf(view, first, group));
  }
  const close = candidates.filter(({ belief }) => belief >= leastBelief).slice(0, 2);
  if (close.length === 2 && (close[0]!.belief + close[1]!.belief) / total >= 0.55) {
    const either = `${link(withArticle(close[0]!.name), group)} or ${withArticle(close[1]!.name)}`;
    // Buildings and flowers are often neither of the few that have labels.
    return leastFor(noun) > leastBelief ? declined(`I can't tell what ${noun} it is: perhaps ${either}.`, marksOf(view, close[0]!, group)) : hedged(`Perhaps **${either}**.`, marksOf(view, close[0]!, group));
  }
  // Churches, castles and the like have labels of their own; plain houses have none.
  if (/^building$/.test(noun) && view.labels !== undefined && (!first || first.belief < leastBelief) && subjectsOf(view).every(({ belief, name }) => belief < 0.5 || standsBefore(name))) return hedged('Probably **a house**: nothing in it speaks for a church, a castle or the like.');
  const named = thingsNamed(noun);
  const found = named ? sightingOf(view.detections, named.labels).found : [];
  if (named && named.labels[0] !== 'person' && found.length > 0) return declined(`I see ${link(listed(tallyOf(found).map(({ label, things }) => counted(things.length, label))), group)}, but I can't tell what kind.`, thingMarks(view.attachmentId, found, group));
  const flower = /^(?:plant|thing|object)$/.test(noun) ? beliefInFlower(view.labels) : 0;
  if (flower > 0) return hedged(`Probably **${link('a flower', group)}**.`, marksOf(view, { name: 'flower', belief: flower, mass: flower, things: [] }, group));
  if (view.labels === undefined) return declined(`${named?.fit === 'group' ? `I see no ${named.noun} that I know here (I know ${knownOf(named)}).` : `I can't tell: the detector I use knows 80 everyday things, and “${noun}” is not one of them.`}${alsoSeen(view)}${classifierWouldKnow}`);
  return declined(`I can't tell what ${noun} it is.${alsoSeen(view)}`);
}

/** What stands before buildings as well as anywhere; what else fills a picture shows none. */
const standsBefore = (name: string) => name === 'person' || isKindOf(name, 'vehicle', 1) || ['bench', 'potted plant', 'traffic light', 'umbrella'].includes(name);

/** Of kinds that few of the 1,000 labels tell apart, the one that is named is often just the nearest. */
const leastFor = (noun: string) => (/^(?:flowers?|plants?|trees?|blossoms?)$/.test(noun) ? 0.6 : /^(?:buildings?|structures?|monuments?|landmarks?)$/.test(noun) ? 0.35 : leastBelief);

/** Things of several kinds, each clearly seen, are all told: "a dog and a cat". */
function severalThings(view: ThingsView, candidates: readonly KindCandidate[]): Answer | undefined {
  const clear = candidates.filter(({ things }) => things.some(({ score }) => score >= clearFrom));
  const seen = candidates.filter(({ things, mass }) => things.some(({ score }) => score >= 0.35) || (things.length > 0 && mass >= 0.15));
  const group = `${view.key}kind`;
  const words = (some: readonly KindCandidate[]) => listed(some.map(({ name, things }) => (count(things) === 1 ? withArticle(name) : counted(count(things), name))));
  if (seen.length < 2 && !clear.some(({ things }) => count(things) > 1)) return undefined;
  if (clear.length === 0) return undefined;
  const faint = seen.filter((one) => !clear.includes(one) && one.belief >= 0.25);
  const likely = faint.filter(({ things }) => things.some(({ score }) => score >= 0.42));
  if (likely.length > 0 && likely.length === faint.length) return hedged(`Probably **${link(words([...clear, ...likely]), group)}**.`, thingMarks(view.attachmentId, [...clear, ...likely].flatMap(({ things }) => things), group));
  const found = [...clear, ...faint].flatMap(({ things }) => things.filter(({ score }) => score >= 0.35));
  const label = clear.length === 1 ? clear[0]!.narrower : undefined;
  return said(faint.length === 0, `**${link(words(clear), group)}**${label && label.score >= 0.3 ? `, probably ${label.name}` : ''}${faint.length > 0 ? `, and perhaps ${words(faint)}` : ''}.`, thingMarks(view.attachmentId, found, group));
}

const count = (things: readonly Detection[]) => Math.max(1, things.filter(({ score }) => score >= 0.35).length);

/** The boxes of a candidate, else the whole picture as what looks like it. */
export function marksOf(view: ThingsView, { name, things, belief }: KindCandidate, group: string): Evidence[] {
  if (things.length > 0) return thingMarks(view.attachmentId, things.slice(0, 8), group);
  return [{ kind: 'fact', id: `${view.key}label`, group, attachmentId: view.attachmentId, label: 'looks like', value: name, score: Math.min(1, belief), box: [0, 0, 1, 1] }];
}
