import type { FoundAnswer } from './found-answer.js';
import type { Page } from './page-layout.js';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "What is the second question?": the item of a numbered list. */
export function findNumbered(page: Page, question: string): FoundAnswer[] {
  const named = /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[1-9]\d?(?:st|nd|rd|th)) (?:question|item|point|step|rule|ingredient|task|exercise|tip|instruction|entry|line of the list)\b|\b(?:question|item|point|step|rule|task|exercise|tip) (?:number |no\.? )?([1-9]\d?)\b/i.exec(question);
  if (!named) return [];
  const word = (named[1] ?? named[2]!).toLowerCase();
  const number = ordinals.includes(word) ? ordinals.indexOf(word) + 1 : Number.parseInt(word, 10);
  const line = page.lines.find(({ text }) => new RegExp(`^\\W*${number}\\s?[.):]\\s*\\p{L}`, 'u').test(text));
  if (!line) return [];
  const next = page.lines[line.index + 1];
  const goesOn = next && next.block === line.block && !/^\W*\d+\s?[.):]/.test(next.text) && /^\p{Ll}/u.test(next.text) ? [next] : [];
  return [{ value: [line, ...goesOn].map(({ text }) => text).join(' ').replace(/^\W*\d+\s?[.):]\s*/, ''), lines: [line, ...goesOn], score: 0.8 }];
}
