import { declined, type Answer } from '../answers/answer.js';
import { answerFromText, linesIn, noText, readAloud, tellOccurrences } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import type { TextAsk } from './intent.js';
import { useEach, type Plan } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Reads the text that a question is about and answers from it. */
export function* planTextAnswer(ask: TextAsk, turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('read_text', scopes.map((scope) => ({ ...scope })));
  return severalAnswers(
    findings.map(({ picture, reading: { lines } }) => {
      const attachmentId = turn.pictures[picture - 1]!.id;
      return { name: `picture ${picture}`, answer: lines.length === 0 ? declined(noText) : tellText(ask, attachmentId, lines) };
    }),
  );
}

function tellText(ask: TextAsk, attachmentId: string, lines: Parameters<typeof readAloud>[1]): Answer {
  switch (ask.ask) {
    case 'read':
      return readAloud(attachmentId, ask.language ? linesIn(ask.language, lines) : lines);
    case 'contains':
      return tellOccurrences(attachmentId, ask.word, lines, false);
    case 'count-word':
      return tellOccurrences(attachmentId, ask.word, lines, true);
    case 'question':
      return answerFromText(attachmentId, ask.question, lines) ?? declined("The text I can read doesn't say.");
  }
}
