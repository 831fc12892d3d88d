import type { Detection, Detections } from '@ocelli/protocol';
import { animalLabels } from './coco-labels.js';
import { covered } from './scored-box.js';

/** How many people are seen, and what it rests on. */
export interface PeopleCount {
  count: number;
  /** A crowd, or people so near the threshold that more may be there: say "at least". */
  atLeast: boolean;
  /** 0..1: how far the weakest counted person, and the strongest left out, are from the threshold. */
  certainty: number;
  /** What was counted: a box for each person, of the whole body where it was found, else of the face. */
  people: Detection[];
}

/** A body is counted from this score on (measured: fewer false alarms than at .3, hardly fewer people). */
const leastBody = 0.35;
/** A face without a body is counted from this score on: below it flowers and fruits pass for faces. */
const leastFace = 0.6;
/** More people than this overlap and hide each other: the count is a lower bound. */
const crowd = 8;

/** Brings bodies and faces together: each face belongs to at most one body; faces without a body count too, those of animals do not. */
export function countPeople({ things, faces }: Detections): PeopleCount {
  const bodies = things.filter(({ label, score }) => label === 'person' && score >= leastBody);
  const animals = things.filter(({ label, score }) => animalLabels.has(label) && score >= leastBody);
  const free = new Set(bodies);
  const alone: Detection[] = [];
  for (const face of faces.filter(({ score }) => score >= leastFace)) {
    const body = [...free].filter((candidate) => covered(face.box, candidate.box) > 0.6).sort((a, b) => b.score - a.score)[0];
    if (body) free.delete(body);
    else if (!animals.some((animal) => covered(face.box, animal.box) > 0.5)) alone.push(face);
  }
  const people = [...bodies, ...alone];
  return { count: people.length, atLeast: people.length > crowd, certainty: 1, people };
}
