import { declined, hedged, type Answer } from '../answers/answer.js';
import { pictureText } from '../answers/picture-text.js';
import { alsoSeen, type ThingsView } from '../photographs/tell-things.js';
import { isClearPrint } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import { findingIn, type Plan, type PlanPart } from './plan.js';
import { printedAnswer } from './printed-answer.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** A question that no rule knows: what is printed answers it, or the language-vision model, or nothing here can. */
export function* planOpenAnswer(question: string, turn: TurnInput, scopes: PictureScope[]): Plan {
  const answers: { name: string; answer: Answer }[] = [];
  for (const scope of scopes) answers.push({ name: `picture ${scope.picture}`, answer: yield* openAnswer(question, turn, scope) });
  return severalAnswers(answers);
}

function* openAnswer(question: string, turn: TurnInput, scope: PictureScope): PlanPart<Answer> {
  const [textResult, askedResult, lookResult] = yield [
    { tool: 'read_text', input: { ...scope } },
    { tool: 'ask_picture', input: { ...scope, question: question.slice(0, 1_000) } },
    { tool: 'look', input: { ...scope, aspects: ['things', 'labels'] } },
  ];
  const attachmentId = turn.pictures[scope.picture - 1]!.id;
  const said = findingIn(askedResult, 'ask_picture')?.said;
  if (said) return hedged(pictureText(said).slice(0, 600));
  const lines = findingIn(textResult, 'read_text')?.reading.lines ?? [];
  const looked = findingIn(lookResult, 'look');
  const view: ThingsView = { attachmentId, detections: looked?.things ?? { things: [], faces: [] }, ...(looked?.labels ? { labels: looked.labels } : {}), name: '', key: '', region: scope.region !== undefined };
  const fromText = yield* printedAnswer(question, view, scope, lines);
  if (fromText) return fromText;
  const text = isClearPrint({ lines }) ? "The text I can read doesn't say, and what I see doesn't tell me either." : "I can't tell that from this picture.";
  return declined(`${text}${alsoSeen(view)}`);
}
