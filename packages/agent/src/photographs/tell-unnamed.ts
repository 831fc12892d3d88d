import type { Box, Detection, Labels } from '@ocelli/protocol';
import { declined, hedged, type Answer } from '../answers/answer.js';
import { link, listed, pluralOf, withArticle } from '../answers/wording.js';
import { candidatesOf, isThingOf } from './kind-evidence.js';
import { isLabelOf, massOf, meaningOf } from './label-meanings.js';
import { labelKinds, subjectsOf, type Subject } from './main-subjects.js';
import { classifierWouldKnow } from './missing-classifier.js';
import { marksOf } from './tell-kind.js';
import { areaOf, clearFrom, leastSeen, seenFrom } from './seen-things.js';
import { scenesOf } from './surroundings.js';
import { alsoSeen, type ThingsView } from './tell-things.js';
import { thingsNamed } from './thing-names.js';

/** The part of the picture that something is asked of. */
export type Side = 'left' | 'right' | 'top' | 'bottom' | 'middle' | 'front';

/** What a look at a part of the picture shows; boxes are in coordinates of the whole picture. */
export interface CloserLook {
  labels?: Labels | undefined;
  things: readonly Detection[];
}

/** How the thing that is asked for stands to the things that the question names. */
export type Relation = 'on' | 'in' | 'beside' | 'held' | 'worn' | 'above' | 'ridden' | 'flowing' | 'support' | 'background';
export type { BodyPart } from './tell-worn.js';

const supports = ['couch', 'bed', 'chair', 'bench', 'dining table', 'horse', 'motorcycle', 'bicycle', 'skateboard', 'surfboard', 'skis', 'snowboard', 'boat', 'elephant', 'toilet'];
const ridden = ['bicycle', 'motorcycle', 'horse', 'elephant', 'skateboard', 'surfboard', 'snowboard', 'skis', 'cow', 'boat'];
/** What is ridden shows little of itself under the rider: a faint box that touches one means it. */
const leastRidden = 0.25;
/** A thing that only a closer look at a person finds. */
const leastCloser = 0.35;
/** A label of what is held, in the whole picture and in a closer look alike. */
const leastTwice = 0.04;
const large = ['couch', 'bed', 'bench', 'dining table', 'car', 'bus', 'truck', 'train', 'airplane', 'boat', 'traffic light', 'stop sign', 'fire hydrant', 'parking meter', 'refrigerator', 'oven', 'toilet', 'sink', 'tv', 'chair', 'tie'];
const flyers = ['bird', 'kite', 'airplane', 'frisbee', 'sports ball', 'skateboard', 'snowboard'];
const personWord = /^(?:person|man|woman|boy|girl|child|kid|baby|player|lady|guy|people|skier|rider|surfer|family|couple|toddler|player)$/;

/** The thing that a question does not name, where there is one that fits: "what is next to the bottle?" */
export function tellUnnamed(view: ThingsView, { relation, named, side }: { relation: Exclude<Relation, 'worn'>; named: readonly string[]; side?: Side }, closer?: CloserLook): Answer {
  const group = `${view.key}unnamed`;
  const pot = named.some((noun) => /^(?:plant|flower|tree|cactus|grass|bush)$/.test(noun)) && (relation === 'support' || relation === 'in') ? potOf(view) : undefined;
  if (pot) return hedged(`Probably **${link('a pot or vase', group)}**.`, marksOf(view, pot, group));
  const fitting = side && side !== 'front' ? subjectsAt(view, side) : fittingSubjects(view, relation, named, closer);
  const [first, ...rest] = fitting;
  if (!first) return declined(`I can't tell that from this picture.${alsoSeen(view)}${view.labels === undefined ? classifierWouldKnow : ''}`);
  const also = rest.filter(({ belief }) => belief >= Math.min(0.4, first.belief * 0.7)).slice(0, relation === 'on' || relation === 'background' || relation === 'above' ? 2 : 1);
  const words = [first, ...also].map(sayIt);
  return hedged(`Probably **${link(words[0]!, group)}**${also.length > 0 ? ` or ${listed(words.slice(1), 'or')}` : ''}.`, marksOf(view, first, group));
}

/** Not how many: the question does not ask it. */
const sayIt = ({ name, things, narrower, mass }: Subject) => (things.filter(({ score }) => score >= clearFrom).length > 1 ? pluralOf(name) : narrower && things.length === 0 && narrower.score > 0.5 * mass ? withArticle(narrower.name) : withArticle(name));

function fittingSubjects(view: ThingsView, relation: Exclude<Relation, 'worn'>, named: readonly string[], closer: CloserLook | undefined): Subject[] {
  const isNamed = (name: string, things: readonly Detection[]) => named.some((noun) => (personWord.test(noun) ? name === 'person' : name === noun || things.some(({ label }) => isThingOf(label, noun)) || thingsNamed(noun)?.labels.includes(name) === true || kindLabels(view, name).some((label) => isLabelOf(label, noun))));
  const subjects = subjectsOf(view).filter(({ name, things }) => !isNamed(name, things));
  const anchor = view.detections.things.filter(({ label, score }) => score >= 0.35 && named.some((noun) => (personWord.test(noun) ? label === 'person' : isThingOf(label, noun)))).sort((one, other) => area(other.box) - area(one.box))[0]?.box;
  const holders = named.some((noun) => personWord.test(noun)) ? view.detections.things.filter(({ label, score }) => label === 'person' && score >= 0.35).map(({ box }) => box) : [];
  const boxed = subjects.filter(({ things, belief }) => things.length > 0 && belief >= 0.45);
  const labelled = subjects.filter(({ things, name }) => things.length === 0 && !isLivingOrWorn(view, name));
  const kinds = (noun: string, least: number): Subject[] => {
    const found = candidatesOf(noun, { labels: view.labels, things: view.detections.things }, true).filter(({ name, things }) => !isNamed(name, things));
    const all = found.reduce((sum, { belief }) => sum + belief, 0);
    const best = found.slice(0, 2).filter(({ belief }) => belief >= 0.4 * (found[0]?.belief ?? 1));
    return all >= least && best.reduce((sum, { belief }) => sum + belief, 0) >= 0.5 * all ? best : [];
  };
  // Under a rider a moped and a motorcycle look the same.
  const alike = (noun: string, least: number) => kinds(noun, least).map((kind): Subject => (kind.name === noun ? kind : { ...kind, name: `${noun} or ${kind.name}` }));
  switch (relation) {
    case 'held': {
      // Of several people any may hold it, and an umbrella hides who does.
      const hands = holders.length > 0 ? holders : anchor ? [anchor] : [];
      const inHand = (thing: Detection) => hands.length === 0 || hands.some((hand) => touches(thing.box, hand) && areaOf(thing) < (thing.label === 'umbrella' ? 2 : 0.4) * area(hand));
      return boxed.filter(({ name, things }) => name !== 'person' && !large.includes(name) && things.some(inHand)).concat(closer ? seenCloser(closer, (thing) => !large.includes(thing.label) && inHand(thing)).concat(heldBy(view, closer.labels ?? [])) : []);
    }
    case 'ridden':
      return distinct(view.detections.things.filter(({ label, score, box }) => ridden.includes(label) && score >= leastRidden && (!anchor || touches(box, anchor))).concat(closer?.things.filter(({ label, score }) => ridden.includes(label) && score >= leastSeen) ?? []).sort((one, other) => other.score - one.score).map((thing) => ({ name: thing.label, belief: thing.score, mass: 0, things: [thing] }))).slice(0, 1).concat(alike('bicycle', 0.15), alike('motorcycle', 0.15), kinds('horse', 0.15), kinds('wheeled vehicle', 0.3)).slice(0, 1);
    case 'support':
      return boxed.filter(({ name, things }) => supports.includes(name) && (!anchor || things.some(({ box }) => touches(box, anchor)))).concat(faintSupports(view, anchor).filter(({ name, things }) => !isNamed(name, things)), kinds('support', 0.25), kinds('seat', 0.25)).filter(({ name }, index, all) => all.findIndex((one) => one.name === name) === index);
    case 'flowing':
      return [];
    case 'above':
      return boxed.filter(({ name, things }) => flyers.includes(name) && things.some(({ box }) => box[1] < 0.6)).concat(subjects.filter(({ name, things }) => things.length === 0 && /^(?:balloon|parachute|airship|airplane|kite|bird|warplane)$/.test(name)));
    case 'in':
      return distinct(kinds('food', 0.15).concat(kinds('drink', 0.15))).concat(boxed.filter(({ name, things }) => name !== 'person' && !large.includes(name) && anchor !== undefined && things.some(({ box }) => within(box, anchor))));
    case 'on':
      return subjects.filter(({ name, things, belief }) => things.length > 0 && belief >= (isWay(named) ? seenFrom : 0.45) && !['dining table', 'couch', 'bed'].includes(name) && (anchor ? things.some(({ box }) => touches(box, anchor)) : bears(named) || isWay(named))).concat(bears(named) ? labelled : []);
    case 'beside':
      return boxed.filter(({ things }) => !anchor || things.some(({ box }) => near(box, anchor)));
    case 'background':
      // What lies on water or a field is no more behind it than what people wear is behind them.
      return boxed.filter(({ name }) => name !== 'person' && !isWornOrHeld(name) && !named.some((noun) => openGround.test(noun))).concat(scenesOf(view).filter(({ belief, name }) => belief >= 0.35 && (named.some((noun) => /^(?:water|sea|lake|river)$/.test(noun)) ? /^the mountains$/ : /^(?:a beach|a lake|the mountains|a harbour)$/).test(name)).slice(0, 1).map((scene) => ({ name: scene.name === 'a beach' ? 'beach or the sea' : scene.name.replace(/^(?:a|the) /, ''), belief: scene.belief, mass: scene.belief, things: [] })));
  }
}

const openGround = /^(?:water|sea|lake|river|fields?|meadow|grass|beach|sand|snow)$/;
const isWornOrHeld = (name: string) => ['tie', 'handbag', 'backpack', 'cell phone'].includes(name);

/** What lies in one part of the picture. */
function subjectsAt(view: ThingsView, side: Exclude<Side, 'front'>): Subject[] {
  const lies = ({ box: [x0, y0, x1, y1] }: Detection) => ({ left: x0 + x1 < 0.8, right: x0 + x1 > 1.2, top: y0 + y1 < 0.8, bottom: y0 + y1 > 1.2, middle: Math.abs(x0 + x1 - 1) < 0.4 && Math.abs(y0 + y1 - 1) < 0.6 })[side];
  return subjectsOf(view)
    .map((subject) => ({ ...subject, things: subject.things.filter(lies) }))
    .filter(({ things, belief }) => things.length > 0 && belief >= 0.45);
}

/** What bears somebody is half hidden: a faint box of it under them counts. */
function faintSupports(view: ThingsView, anchor: Box | undefined): Subject[] {
  if (!anchor) return [];
  return view.detections.things.filter(({ label, score, box }) => supports.includes(label) && score >= leastSeen && touches(box, anchor) && box[3] >= anchor[1] + 0.5 * (anchor[3] - anchor[1])).sort((one, other) => other.score - one.score).slice(0, 1).map((thing) => ({ name: thing.label, belief: thing.score, mass: 0, things: [thing] }));
}

/** The vessel that a plant grows in: the detector knows pots as vases or with their plants. */
function potOf(view: ThingsView): Subject | undefined {
  const things = view.detections.things.filter(({ label, score }) => score >= 0.35 && (label === 'vase' || label === 'potted plant'));
  const mass = massOf(view.labels, 'pot') + massOf(view.labels, 'vase');
  return things.length > 0 || mass >= 0.2 ? { name: 'pot', things, mass, belief: Math.max(mass, ...things.map(({ score }) => score)) } : undefined;
}

/** What is found in a closer look only. */
function seenCloser({ things }: CloserLook, fits: (thing: Detection) => boolean): Subject[] {
  return things.filter((thing) => thing.label !== 'person' && thing.score >= leastCloser && fits(thing)).sort((one, other) => other.score - one.score).slice(0, 1).map((thing) => ({ name: thing.label, belief: thing.score, mass: 0, things: [thing] }));
}

/** What a look at a person alone shows that hands can hold; a little of it is enough where the whole picture shows it too. */
function heldBy(view: ThingsView, closer: Labels): Subject[] {
  const holdable = closer.filter(({ label }) => isLabelOf(label, 'instrumentality') && !['clothing', 'headgear', 'footwear', 'vehicle', 'furniture', 'covering', 'protective garment', 'swimsuit'].some((kind) => isLabelOf(label, kind)));
  const [best] = holdable;
  const alsoInAll = (label: string) => view.labels?.some((one) => one.label === label && one.score >= leastTwice) === true;
  return best && (best.score >= 0.25 || (best.score >= leastTwice && alsoInAll(best.label))) ? [{ name: meaningOf(best.label)?.name ?? best.label, belief: best.score, mass: best.score, things: [] }] : [];
}

/** Animals, people's clothes and what they stand for: as a label of the whole picture they are the subject itself, not what is beside it. */
const isLivingOrWorn = (view: ThingsView, name: string) => kindLabels(view, name).some((label) => ['animal', 'clothing', 'headgear', 'footwear'].some((kind) => isLabelOf(label, kind)));
const kindLabels = (view: ThingsView, name: string) => labelKinds(view.labels).find((kind) => kind.name === name)?.labels.slice(0, 3) ?? [];
/** Things that things are put on, which a picture of them is mostly about. */
const bears = (named: readonly string[]) => named.some((noun) => /^(?:table|plate|bridge|desk|stage|track|rail|road|street|stove|shelf|tray|dish|water|sofa|couch|bed|chair|bench|counter|grass)$/.test(noun));
/** Bridges, roads and water carry what goes on them and little else: a faint box of it is enough. */
const isWay = (named: readonly string[]) => named.some((noun) => /^(?:bridge|water|lake|sea|river|pond|road|track|rail)$/.test(noun));
const distinct = (subjects: Subject[]) => subjects.filter(({ name }, index) => subjects.findIndex((one) => one.name === name) === index);
const area = ([x0, y0, x1, y1]: Box) => (x1 - x0) * (y1 - y0);
const touches = (one: Box, other: Box) => near(one, other, 0.02);
const within = (one: Box, other: Box) => one[0] >= other[0] - 0.05 && one[2] <= other[2] + 0.05 && one[1] >= other[1] - 0.2 && one[3] <= other[3] + 0.05;

function near(one: Box, other: Box, margin = 0.15): boolean {
  return one[0] < other[2] + margin && one[2] > other[0] - margin && one[1] < other[3] + margin && one[3] > other[1] - margin;
}
