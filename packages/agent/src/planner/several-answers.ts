import type { Answer } from '../answers/answer.js';
import { capitalised } from '../answers/wording.js';

const order = ['answered', 'hedged', 'declined'] as const;

/** One answer from several about different pictures or boards, each named; as sure as the least sure of those that answer. */
export function severalAnswers(answers: { name: string; answer: Answer }[]): Answer {
  const only = answers[0]!.answer;
  if (answers.length === 1) return only;
  const statuses = answers.map(({ answer }) => answer.status);
  const known = statuses.filter((status) => status !== 'declined');
  const status = known.length === 0 ? 'declined' : order[Math.max(...known.map((one) => order.indexOf(one)))]!;
  return {
    text: answers.map(({ name, answer }) => `- **${capitalised(name)}:** ${answer.text}`).join('\n'),
    status: status === 'answered' && known.length < statuses.length ? 'hedged' : status,
    evidence: answers.flatMap(({ answer }) => answer.evidence),
  };
}
