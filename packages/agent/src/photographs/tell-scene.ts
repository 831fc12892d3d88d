import type { Detection, Evidence } from '@ocelli/protocol';
import { said, type Answer } from '../answers/answer.js';
import { counted, link, listed, slug, withArticle } from '../answers/wording.js';
import { isLabelOf } from './label-meanings.js';
import { labelKinds, subjectsOf, type Subject } from './main-subjects.js';
import { clearFrom, placeOf, sightingOf, thingMarks } from './seen-things.js';
import { isSceneLabel, scenesOf } from './surroundings.js';
import type { ThingsView } from './tell-things.js';

/** More of one kind than these are not counted exactly. */
const mostCounted = 8;
/** Most kinds of things that a description names. */
const mostNamed = 8;

/**
 * "I see 2 people and a dog, and perhaps a bird.", each linked to its marks; what only the classifier knows is told as what the
 * picture looks like. With `places`, single things are told with where they are. Undefined where nothing is recognised.
 */
export function tellScene(view: ThingsView, { places = false, placed = false } = {}): Answer | undefined {
  const all = subjectsOf(view);
  const subjects = all.filter((subject) => subject.things.length > 0 || isWorthSaying(view, subject, all, placed)).slice(0, mostNamed);
  if (subjects.length === 0) return undefined;
  const crowded = sightingOf(view.detections, ['person']).atLeast;
  const words = new Map(subjects.map((subject) => [subject, link(wordsFor(subject, crowded), `${view.key}${slug(subject.name)}`) + aside(subject) + (places ? placeFor(subject) : '')]));
  const told = (some: Subject[]) => listed(some.map((subject) => words.get(subject)!));
  const boxed = subjects.filter(({ things }) => things.length > 0);
  const clear = boxed.filter(isClear);
  const unclear = boxed.filter((subject) => !isClear(subject));
  const alike = subjects.filter(({ things }) => things.length === 0);
  const sure = unclear.length === 0 && alike.length === 0 && !crowded && boxed.every(({ things, narrower }) => narrower === undefined && things.every(({ score }) => score >= clearFrom));
  const sentences = [
    clear.length > 0 ? `I see ${told(clear)}${unclear.length > 0 ? `, and perhaps ${told(unclear)}` : ''}.` : unclear.length > 0 ? `I may see ${told(unclear)}.` : '',
    alike.length > 0 ? `${boxed.length > 0 ? 'There is probably also' : 'It looks like a picture of'} ${told(alike)}.` : '',
  ].filter(Boolean);
  return said(sure, sentences.join(' '), subjects.flatMap((subject) => marksFor(view, subject)));
}

/** "It looks like a beach.", where that is likely and nothing has said so. */
export function tellPlaceOf(view: ThingsView): string {
  const [best] = scenesOf(view);
  return best && best.belief >= 0.55 ? `It is probably ${placed(best.name)}.` : '';
}

/** Beside boxes a label alone has to be this sure. */
const besideBoxes = 0.5;

/** What only the classifier knows is not said beside boxes that it is unsure of, that are the same, or that wear it; nor where it is the place that is told. */
function isWorthSaying({ labels }: ThingsView, { name, mass }: Subject, all: readonly Subject[], placed: boolean): boolean {
  const kind = labelKinds(labels).find((one) => one.name === name);
  if (placed && kind?.labels.slice(0, 2).some(isSceneLabel)) return false;
  const boxed = all.filter(({ things }) => things.length > 0);
  if (boxed.length === 0) return true;
  if (boxed.some((one) => one.name.split(' ').includes(name) || name.split(' ').includes(one.name))) return false;
  if (boxed.some((one) => one.name === 'person') && kind?.labels.slice(0, 1).some((label) => isLabelOf(label, 'clothing') || isLabelOf(label, 'person'))) return false;
  return mass >= besideBoxes;
}

/** "On a street", "at a beach", "in a kitchen". */
function placed(name: string): string {
  if (name === 'under water') return name;
  if (name === 'snow') return 'in the snow';
  return `${/street|stage/.test(name) ? 'on' : /beach|lake|harbour|railway|airport/.test(name) ? 'at' : 'in'} ${name}`;
}

const isClear = ({ things, belief }: Subject) => things.some(({ score }) => score >= clearFrom) || belief >= 0.75;

function wordsFor({ name, things }: Subject, crowded: boolean): string {
  return things.length > 1 ? `${(name === 'person' && crowded) || things.length > mostCounted ? 'at least ' : ''}${counted(things.length, name)}` : withArticle(name);
}

/** What the classifier calls it more exactly. */
function aside({ name, narrower, things }: Subject): string {
  if (!narrower || narrower.name === name || narrower.score < 0.3) return '';
  return ` (probably ${things.length > 1 ? narrower.name : withArticle(narrower.name)})`.replace(/ \(\p{L}+\)\)$/u, ')');
}

function placeFor({ things }: Subject): string {
  return things.length === 1 ? ` ${placeOf(things[0]!.box)}` : '';
}

function marksFor(view: ThingsView, { name, things, belief }: Subject): Evidence[] {
  const group = `${view.key}${name}`;
  if (things.length > 0) return thingMarks(view.attachmentId, things as Detection[], group);
  return [{ kind: 'fact', id: slug(`${group} label`), group: slug(group), attachmentId: view.attachmentId, label: 'looks like', value: name, score: Math.min(1, belief), box: [0, 0, 1, 1] }];
}
