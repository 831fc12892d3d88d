import type { FoundAnswer } from './found-answer.js';
import type { Page } from './page-layout.js';
import { plainLetters, wordsIn } from './word-matching.js';

const mostWords = 12;

/** What stands with words that a question quotes ('Which language is "Hoeveel is dit"?'): the rest of their line or row, as far as it is short. */
export function findByQuote(page: Page, question: string): FoundAnswer[] {
  const quote = /["“«]([^"“”«»]{3,80})["”»]/.exec(question)?.[1];
  if (!quote || !/^\W*(?:which|what|who)\b/i.test(question) || /\bmean|stand for|how (?:many|often)|translat/i.test(question)) return [];
  const wanted = wordsIn(plainLetters(quote)).join(' ');
  return page.lines.flatMap((line) => {
    const row = page.rows[line.row]!;
    const read = wordsIn(plainLetters(line.text)).join(' ');
    if (wanted === '' || !` ${read} `.includes(` ${wanted} `)) return [];
    const label = /^(\p{L}[\p{L} .'’-]{1,30}?)\s?[:：]\s?\S/u.exec(line.text)?.[1];
    const others = row.filter((other) => other !== line && other.box[2] <= line.box[0] + 0.01 && /\p{L}{2}/u.test(other.text)).map(({ text }) => text);
    const above = page.lines[line.index - 1];
    const speaker = above && /^\p{Lu}[\p{L} .'’-]{1,30}[:：]$/u.test(above.text.trim()) ? above.text.trim().slice(0, -1) : undefined;
    const value = label && !plainLetters(label).includes(wanted) ? label : others[0] ?? speaker;
    return value && wordsIn(value).length <= mostWords ? [{ value, context: `${value}: ${line.text}`, lines: [line], score: 0.7 }] : [];
  });
}
