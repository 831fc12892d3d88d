import type { Labels } from '@ocelli/protocol';
import { declined, hedged, type Answer } from '../answers/answer.js';
import { link, withArticle } from '../answers/wording.js';
import { candidatesOf } from './kind-evidence.js';
import { massOf } from './label-meanings.js';
import type { CloserLook } from './tell-unnamed.js';
import { marksOf } from './tell-kind.js';
import { thingMarks } from './seen-things.js';
import { alsoSeen, type ThingsView } from './tell-things.js';

/** Where something is worn. */
export type BodyPart = 'head' | 'face' | 'neck' | 'hand' | 'feet';

/** A tie shows in the labels as such or as the suit that it goes with. */
const leastTie = 0.12;
/** Eyewear is small in a picture: a little belief in it means it. */
const leastEyewear = 0.04;
/** How much of one sort of headgear is enough, and by how much it must lead the other. */
const leastHeadgear = 0.05;
const headgearLead = 1.5;

/** Labels of hats and caps, and of helmets. */
const hats = ['cowboy hat', 'sombrero', 'bonnet', 'mortarboard', 'bearskin', 'pickelhaube', 'shower cap', 'bathing cap', 'ballplayer'];
const helmets = ['crash helmet', 'football helmet', 'bulletproof vest'];

/** What is worn where the question says: by a closer look at that part of the largest person, and by what belongs to what people do. */
export function tellWorn(view: ThingsView, part: BodyPart | undefined, closer: CloserLook | undefined): Answer {
  const group = `${view.key}worn`;
  const labels = closer?.labels ?? view.labels;
  const probably = (words: string, belief: number, why: string) => hedged(`Probably **${link(words, group)}**${why}.`, marksOf(view, { name: words, belief, mass: belief, things: [] }, group));
  const boxed = (label: string, words: string) => {
    const found = [...(closer?.things ?? []), ...view.detections.things].filter((thing) => thing.label === label && thing.score >= 0.35);
    return found.length > 0 ? hedged(`Probably **${link(words, group)}**.`, thingMarks(view.attachmentId, found.slice(0, 1), group)) : undefined;
  };
  const unknown = declined(`I can't tell what is worn there.${alsoSeen(view)}`);
  switch (part) {
    case 'neck': {
      const tie = boxed('tie', 'a tie');
      const mass = sum(labels, ['Windsor tie', 'bow tie', 'bolo tie']) + 0.3 * sum(labels, ['suit', 'groom']);
      return tie ?? (mass >= leastTie ? probably('a tie', mass, ', going by the clothes') : (kindOf(view, labels, 'scarf', 0.2) ?? kindOf(view, labels, 'necklace', 0.2) ?? unknown));
    }
    case 'hand':
      return boxed('baseball glove', 'a baseball glove') ?? kindOf(view, labels, 'glove', 0.15) ?? unknown;
    case 'feet':
      return boxed('skis', 'skis') ?? kindOf(view, labels, 'footwear', 0.2) ?? unknown;
    case 'face': {
      const mass = sum(labels, ['sunglass', 'sunglasses']);
      return kindOf(view, labels, 'mask', 0.3) ?? (mass >= leastEyewear ? probably('glasses', mass, ', going by a closer look at the face') : unknown);
    }
    case 'head': {
      const named = kindOf(view, labels, 'headgear', 0.2);
      if (named) return named;
      const [hat, helmet] = [sum(labels, hats), sum(labels, helmets) + massOf(view.labels, 'crash helmet')];
      const sport = sportOnHead(view);
      if (sport) return probably(sport.worn, 0.5, `: ${sport.because}`);
      if (helmet >= leastHeadgear && helmet >= headgearLead * hat) return probably('a helmet', helmet, ', going by a closer look at the head');
      return hat >= leastHeadgear && hat >= headgearLead * helmet ? probably('a hat or a cap', hat, ', going by a closer look at the head') : unknown;
    }
    default:
      return kindOf(view, labels, 'headgear', 0.2) ?? kindOf(view, labels, 'sunglasses', 0.2) ?? kindOf(view, labels, 'mask', 0.3) ?? kindOf(view, labels, 'clothing', 0.3) ?? unknown;
  }
}

const sum = (labels: Labels | undefined, names: readonly string[]) => (labels ?? []).reduce((mass, { label, score }) => (names.includes(label) ? mass + score : mass), 0);

/** The best label of a kind of clothes, where enough speaks for the kind and much of that for one name. */
function kindOf(view: ThingsView, labels: Labels | undefined, noun: string, least: number): Answer | undefined {
  const found = candidatesOf(noun, { labels, things: [] }, true);
  const [best] = found;
  const all = found.reduce((mass, { belief }) => mass + belief, 0);
  if (!best || all < least || best.belief < 0.5 * all) return undefined;
  const group = `${view.key}worn`;
  return hedged(`Probably **${link(withArticle(best.name), group)}**.`, marksOf(view, best, group));
}

/** What heads wear in what people are seen to do. */
function sportOnHead({ detections, labels }: ThingsView): { worn: string; because: string } | undefined {
  const seen = (...names: string[]) => detections.things.some(({ label, score }) => names.includes(label) && score >= 0.35);
  const mass = (...names: string[]) => sum(labels, names);
  if (seen('motorcycle') || mass('moped', 'motor scooter', 'crash helmet') >= 0.25) return { worn: 'a helmet', because: 'it belongs to motorcycles' };
  if (seen('baseball bat', 'baseball glove') || mass('ballplayer') >= 0.3) return { worn: 'a helmet or a cap', because: 'it belongs to baseball' };
  if (seen('bicycle') && mass('mountain bike', 'bicycle-built-for-two') >= 0.15) return { worn: 'a helmet', because: 'it belongs to cycling' };
  if (seen('skis', 'snowboard') || mass('ski', 'bobsled', 'ski mask') >= 0.3) return { worn: 'a helmet or a cap', because: 'it belongs to winter sports' };
  if (mass('football helmet') >= 0.3) return { worn: 'a helmet', because: 'it belongs to the game' };
  return undefined;
}
