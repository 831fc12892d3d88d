import type { Detection, Detections } from '@ocelli/protocol';
import { animalLabels } from './coco-labels.js';
import { covered } from './scored-box.js';

/** How many people are seen, and what it rests on. */
export interface PeopleCount {
  count: number;
  /** A crowd: some are hidden or too small to be found, so say "at least". */
  atLeast: boolean;
  /** Whether everyone counted is clearly seen, and nobody half seen was left out. */
  sure: boolean;
  /** What was counted: a box for each person, of the whole body where it was found, else of the face. */
  people: Detection[];
}

/*
 * Thresholds measured on 943 photographs (804 without people) of ImageNet and of the samples of two face libraries: of 139 with one to
 * five people 92 % are counted exactly and 99 % within one, and people are claimed on 0.9 % of those without.
 */
/** A body alone is a person from this score on. */
const sureBody = 0.5;
/** A body with a face in it, or beside a sure person of about its size, from this one on. */
const leastBody = 0.35;
/** A face alone is a person from this score on (of its second look). */
const sureFace = 0.82;
/** A face lies in a body, or in an animal, from this score on. */
const leastFace = 0.55;
/** How high a less sure body has to be beside the highest sure one: specks in the distance are left out. */
const comparableHeight = 0.4;
/** More people than this hide each other. */
const crowd = 8;

/** Brings bodies and faces together: each face belongs to at most one body; sure faces without a body count too, those of animals do not. */
export function countPeople({ things, faces }: Detections): PeopleCount {
  const candidates = things.filter(({ label, score }) => label === 'person' && score >= leastBody).sort((a, b) => b.score - a.score);
  const animals = things.filter(({ label, score }) => animalLabels.has(label) && score >= leastBody);
  const withFace = new Set<Detection>();
  const alone: Detection[] = [];
  for (const face of faces.filter(({ score }) => score >= leastFace)) {
    const body = candidates.find((candidate) => !withFace.has(candidate) && covered(face.box, candidate.box) > 0.6);
    if (body) withFace.add(body);
    else if (face.score >= sureFace && !animals.some((animal) => covered(face.box, animal.box) > 0.5)) alone.push(face);
  }
  const sure = candidates.filter((body) => body.score >= sureBody || withFace.has(body));
  const highest = Math.max(0, ...sure.map(height));
  const bodies = candidates.filter((body) => sure.includes(body) || (sure.length > 0 && height(body) >= comparableHeight * highest));
  const people = [...bodies, ...alone];
  return { count: people.length, atLeast: people.length > crowd, sure: bodies.length === sure.length && candidates.length === bodies.length, people };
}

const height = ({ box }: Detection) => box[3] - box[1];
