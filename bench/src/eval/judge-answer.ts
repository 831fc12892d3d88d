import type { AnswerStatus } from '@ocelli/protocol';

export type Verdict = 'right' | 'wrong' | 'declined';

/** Answers longer than this are no answers to a short question. */
const mostWords = 30;

/**
 * Right: at most 30 words that contain an accepted answer as whole words, accents, case and spacing aside; a declined answer never is. Of a count the first
 * number is taken, whatever else is said. `answer` is plain text.
 */
export function judgeAnswer(answer: string, accepted: readonly string[], status: AnswerStatus, { isCount = false } = {}): Verdict {
  if (status === 'declined') return 'declined';
  const said = plain(answer);
  const short = said.trim().split(/\s+/).length <= mostWords;
  const numbers = isCount ? accepted.map(firstNumber).filter((number) => number !== undefined) : [];
  if (numbers.length > 0) return short && numbers.includes(firstNumber(said)!) ? 'right' : 'wrong';
  return short && accepted.some((one) => holds(said, one)) ? 'right' : 'wrong';
}

/** Whether an answer holds the words of an accepted one; a digit more, or decimals, make another number. */
function holds(said: string, accepted: string): boolean {
  const signs = [...plain(accepted).replace(/\s+/g, '')].map((sign) => sign.replace(/[.*+?^${}()|[\]\\/]/, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?<!\\d[.,])${signs.join('\\s*')}(?![\\p{L}\\p{N}]|[.,]\\d)`, 'u').test(said);
}

const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

function firstNumber(text: string): number | undefined {
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:\\d+|none|no|${numberWords.join('|')})(?![\\p{L}\\p{N}])`, 'u').exec(plain(text))?.[0];
  if (found === undefined) return undefined;
  return found === 'none' || found === 'no' ? 0 : numberWords.includes(found) ? numberWords.indexOf(found) : Number(found);
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-');
}
