import type { Box, Detection, Detections, Evidence } from '@ocelli/protocol';
import { countPeople } from '@ocelli/models';
import { slug } from '../answers/wording.js';
import { thingsNamed } from './thing-names.js';

/** Things of the wanted classes that a detector found. */
export interface Sighting {
  found: Detection[];
  /** How sure the count is: every thing clearly seen, and none nearly seen beside them. */
  sure: boolean;
  /** A crowd: there may well be more. */
  atLeast: boolean;
}

/** A box is worth weighing against other evidence from this score on. */
export const leastSeen = 0.3;
/** A thing counts from this score on. */
export const seenFrom = 0.35;
/** A thing this clear is sure; one between here and {@link seenFrom} makes the count doubtful. */
export const clearFrom = 0.5;
/** More things of a kind than this hide each other. */
const crowd = 12;

/** Classes that the detector seldom misses: that it finds none means something. Tables, cups, plants and bags it often overlooks. */
export const isSeldomMissed = (label: string): boolean => seldomMissed.has(label);
const seldomMissed = new Set(['animal', 'food', 'vehicle'].flatMap((kind) => thingsNamed(kind)?.labels ?? []).filter((label) => label !== 'boat'));

/** The things of these classes; people are bodies and faces together. */
export function sightingOf(detections: Detections, labels: readonly string[]): Sighting {
  const others = labels.filter((label) => label !== 'person');
  const things = detections.things.filter(({ label, score }) => others.includes(label) && score >= seenFrom);
  const nearlySeen = detections.things.some(({ label, score }) => others.includes(label) && score < seenFrom && score > 0.28);
  if (!labels.includes('person')) return { found: things, sure: !nearlySeen && things.every(({ score }) => score >= clearFrom), atLeast: things.length > crowd };
  const { atLeast, sure, people } = countPeople(detections);
  return { found: [...people, ...things], sure: sure && !nearlySeen && things.every(({ score }) => score >= clearFrom), atLeast };
}

/** Marks things on the picture under one group. */
export function thingMarks(attachmentId: string, found: readonly Detection[], group: string): Evidence[] {
  return found.slice(0, 200).map(({ label, score, box }, index) => ({
    kind: label === 'face' ? 'face' : 'thing',
    id: `${slug(group)}-${index + 1}`.slice(-40),
    attachmentId,
    label: label === 'face' ? 'face' : label,
    score,
    box,
    group: slug(group),
  }));
}

/** How much of the picture a thing's box covers, 0..1. */
export const areaOf = ({ box: [x0, y0, x1, y1] }: Detection): number => (x1 - x0) * (y1 - y0);

/** Where a box lies, as one would say it: "at the top left", "in the middle". */
export function placeOf([x0, y0, x1, y1]: Box): string {
  const x = (x0 + x1) / 2;
  const y = (y0 + y1) / 2;
  const column = x < 0.38 ? 'left' : x > 0.62 ? 'right' : '';
  const row = y < 0.33 ? 'top' : y > 0.67 ? 'bottom' : '';
  if (!column && !row) return 'in the middle';
  if (!row) return `on the ${column}`;
  return column ? `at the ${row} ${column}` : `at the ${row}`;
}

/** Counts by class, most first. */
export function tallyOf(found: readonly Detection[]): { label: string; things: Detection[] }[] {
  const byLabel = new Map<string, Detection[]>();
  for (const thing of found) byLabel.set(thing.label, [...(byLabel.get(thing.label) ?? []), thing]);
  return [...byLabel].map(([label, things]) => ({ label, things })).sort((one, other) => other.things.length - one.things.length);
}
