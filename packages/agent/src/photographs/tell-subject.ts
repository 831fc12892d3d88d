import { declined, said, type Answer } from '../answers/answer.js';
import { counted, link, withArticle } from '../answers/wording.js';
import { classifierWouldKnow } from './missing-classifier.js';
import { labelKinds, subjectsOf, type Subject } from './main-subjects.js';
import { marksOf } from './tell-kind.js';
import { alsoSeen, type ThingsView } from './tell-things.js';

/** "A dog, probably a pug" or "2 horses". */
export function sayOf({ name, narrower, things, belief }: Subject): string {
  const words = things.length > 1 ? counted(things.length, name) : withArticle(name);
  if (!narrower || narrower.name === name) return words;
  return `${words}${narrower.score >= 0.5 && belief >= 0.5 ? ', probably ' : ', perhaps '}${things.length > 1 ? narrower.name : withArticle(narrower.name)}`;
}

/** What the picture is of, in a word: the most prominent thing. */
export function tellSubject(view: ThingsView): Answer {
  const subjects = subjectsOf(view);
  const [first, second] = subjects;
  const group = `${view.key}subject`;
  if (first && (first.belief >= 0.5 || (first.belief >= 0.3 && first.mass >= 0.1))) {
    const sure = first.belief >= 0.7;
    const other = second && second.belief >= 0.45 && second.belief >= first.belief * 0.6 ? ` I also see ${plainly(second)}.` : '';
    return said(sure && !first.narrower, `${sure ? '' : 'Probably '}**${link(plainly(first), group)}**${narrowerOf(first)}.${other}`, marksOf(view, { ...first, name: first.name }, group));
  }
  const [one, two] = labelKinds(view.labels);
  if (one && one.mass >= 0.25) return declined(`I can't tell what it is: it looks most like ${link(withArticle(one.best.name), group)}${two && two.mass >= one.mass * 0.5 ? ` or ${withArticle(two.best.name)}` : ''}, but I am not sure.`, marksOf(view, { name: one.name, belief: one.mass, mass: one.mass, things: [] }, group));
  return declined(`I can't tell what it is.${alsoSeen(view)}${view.labels === undefined ? classifierWouldKnow : ''}`);
}

const plainly = ({ name, things }: Subject) => (things.length > 1 ? counted(things.length, name) : withArticle(name));

function narrowerOf(subject: Subject): string {
  return sayOf(subject).slice(plainly(subject).length);
}
