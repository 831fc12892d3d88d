import { declined, type Answer } from '../answers/answer.js';
import { linesIn, noText, readAloud, tellOccurrences } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import { answerFromPrint } from './answer-from-print.js';
import type { TextAsk } from './intent.js';
import { useEach, type Plan, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Reads the text that a question is about and answers from it. */
export function* planTextAnswer(ask: TextAsk, turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('read_text', scopes.map((scope) => ({ ...scope })));
  const answers: { name: string; answer: Answer }[] = [];
  for (const [index, { picture, reading: { lines } }] of findings.entries()) answers.push({ name: `picture ${picture}`, answer: lines.length === 0 ? declined(noText) : yield* tellText(ask, turn.pictures[picture - 1]!.id, scopes[index]!, lines) });
  return severalAnswers(answers);
}

function* tellText(ask: TextAsk, attachmentId: string, scope: PictureScope, lines: Parameters<typeof readAloud>[1]): PlanPart<Answer> {
  switch (ask.ask) {
    case 'read':
      return readAloud(attachmentId, ask.language ? linesIn(ask.language, lines) : lines);
    case 'contains':
      return tellOccurrences(attachmentId, ask.word, lines, false);
    case 'count-word':
      return tellOccurrences(attachmentId, ask.word, lines, true);
    case 'question':
      return (yield* answerFromPrint(ask.question, attachmentId, scope, lines)) ?? declined("The text I can read doesn't say.");
  }
}
