import type { TextLine } from '@ocelli/protocol';
import type { Answer } from '../answers/answer.js';
import { answerFromText, type TellingOptions } from '../text-answers/tell-text.js';
import { findingIn, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** So few lines hold nothing that a search would bring up beside the answer. */
const fewLines = 3;

/**
 * Answers a question from the read lines of a picture. Where the words of the question do not tell for sure, the print is searched by
 * meaning too, if a text encoder is installed: "What has to be paid?" stands beside "Total Payable".
 */
export function* answerFromPrint(question: string, attachmentId: string, scope: PictureScope, lines: readonly TextLine[], options: Pick<TellingOptions, 'leastScore'> = {}): PlanPart<Answer | undefined> {
  const answer = answerFromText(attachmentId, question, lines, options);
  const unsure = answer ? answer.status === 'hedged' : options.leastScore === undefined;
  if (!unsure || lines.length <= fewLines) return answer;
  const [result] = yield [{ tool: 'search_text', input: { ...scope, question: question.slice(0, 1_000) } }];
  const closeness = findingIn(result, 'search_text')?.closeness;
  return closeness ? answerFromText(attachmentId, question, lines, { ...options, closeness }) : answer;
}
