import type { AnswerStatus } from '@ocelli/protocol';

export type Verdict = 'right' | 'wrong' | 'declined';

/** Answers longer than this are no answers to a short question. */
const mostWords = 30;

/** Right: at most 30 words that contain an accepted answer as whole words, accents, case and spacing aside; a declined answer never is. `answer` is plain text. */
export function judgeAnswer(answer: string, accepted: readonly string[], status: AnswerStatus): Verdict {
  if (status === 'declined') return 'declined';
  const said = plain(answer);
  const short = said.trim().split(/\s+/).length <= mostWords;
  return short && accepted.some((one) => holds(said, one)) ? 'right' : 'wrong';
}

/** Whether an answer holds the words of an accepted one; a digit more, or decimals, make another number. */
function holds(said: string, accepted: string): boolean {
  const signs = [...plain(accepted).replace(/\s+/g, '')].map((sign) => sign.replace(/[.*+?^${}()|[\]\\/]/, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?<!\\d[.,])${signs.join('\\s*')}(?![\\p{L}\\p{N}]|[.,]\\d)`, 'u').test(said);
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-');
}
