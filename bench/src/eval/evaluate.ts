import type { Perception } from '@ocelli/models';
import { askPicture, type Said } from './ask-picture.js';
import { judgeAnswer, type Verdict } from './judge-answer.js';
import { readLabels, shownPicture, type LabelledPicture } from './labels.js';

/** A question that was asked and what came of it. */
export interface Judged extends Said {
  file: string;
  kind: string;
  question: string;
  accepted: string[];
  verdict: Verdict;
}

/** Asks every question of a folder's `labels.json`. */
export async function evaluateQuestions(folder: string, perception: Perception, onJudged: (judged: Judged) => void): Promise<Judged[]> {
  const results: Judged[] = [];
  for (const labelled of await readLabels(folder)) {
    const picture = await shownPicture(folder, labelled);
    for (const { q: question, a: accepted, type } of labelled.questions) {
      const said = await askPicture(question, picture, perception);
      const judged = { file: labelled.file, kind: type ?? labelled.kind ?? 'all', question, accepted, ...said, verdict: judgeAnswer(said.answer, accepted, said.status, { isCount: type === 'count' }) };
      results.push(judged);
      onJudged(judged);
    }
  }
  return results;
}

/** A photograph whose people were counted; `counted` is null when the answer gives no number. */
export interface CountedPeople extends Said {
  file: string;
  people: number;
  counted: number | null;
}

/** Asks "How many people are there?" of every photograph whose label tells their number. */
export async function evaluatePeople(folder: string, perception: Perception, onCounted: (counted: CountedPeople) => void): Promise<CountedPeople[]> {
  const results: CountedPeople[] = [];
  for (const labelled of await readLabels(folder)) {
    const people = peopleIn(labelled);
    if (people === undefined) continue;
    const said = await askPicture('How many people are there?', await shownPicture(folder, labelled), perception);
    const counted = { file: labelled.file, people, counted: Number(/\d+/.exec(said.answer)?.[0] ?? Number.NaN), ...said };
    results.push({ ...counted, counted: Number.isNaN(counted.counted) ? null : counted.counted });
    onCounted(results.at(-1)!);
  }
  return results;
}

const countsPeople = /\bhow many (people|persons|humans|men|women|children|players|skiers|riders|cyclists|faces)\b/i;

/** The number of people that a label tells outright or as the answer to a question. */
function peopleIn({ people, questions }: LabelledPicture): number | undefined {
  const answers = questions.find(({ q }) => countsPeople.test(q))?.a;
  const number = answers?.map(Number).find((one) => Number.isInteger(one));
  return people ?? number;
}
