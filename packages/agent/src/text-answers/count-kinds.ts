import { singularOf } from '../languages/wordnet.js';
import type { FoundAnswer } from './found-answer.js';
import type { Page } from './page-layout.js';
import { plainLetters, wordsIn } from './word-matching.js';

const mostEntryWords = 6;

/** "How many kinds of pizza are there?": the entries of a list that are named so ("Vodka Pizza", "White Pizza"). */
export function countKinds(page: Page, question: string): FoundAnswer[] {
  const noun = /\bhow many (?:different )?(?:kinds?|types?|sorts?|varieties) of (\p{L}{3,})/iu.exec(question)?.[1];
  if (!noun) return [];
  const wanted = singularOf(plainLetters(noun));
  const entries = page.lines.filter(({ text }) => {
    const words = wordsIn(text).map(plainLetters);
    return words.length > 1 && words.length <= mostEntryWords && words.some((word) => singularOf(word) === wanted);
  });
  return entries.length > 1 ? [{ value: String(entries.length), context: entries.map(({ text }) => text).join(', '), lines: entries, score: 0.58 }] : [];
}
