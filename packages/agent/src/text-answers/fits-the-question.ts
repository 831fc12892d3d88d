import { isEnglishWord } from '../languages/wordnet.js';
import type { AskedFor } from './asked-for.js';
import { boxNumber } from './find-labelled.js';
import type { FoundAnswer } from './found-answer.js';
import { matchOf, type Keyword } from './keywords.js';
import { plainLetters, stem, wordsIn } from './word-matching.js';

/** Words that tell nothing by themselves. */
const functionWords = new Set('a an the of in on at to for from by with and or is are was were be this that it its as per no not your our his her their'.split(' '));
/** What no name of a person holds. */
const neverInNames = new Set('not no unless if is are was be by for with your this that copy please'.split(' '));
/** More words than this make a sentence, which may tell who it is. */
const mostNameWords = 5;
/** Phrases whose last word leaves them open: "marriage, in on the". */
const openEnd = /(?:^(?:of|in|on|at|by|and|or|to|for)|\b(?:of|the|and|or|by|for|with|a|an))$/i;
/** Kinds of answer that a heading made of the question's words never is. */
const namedForms: ReadonlySet<AskedFor['form']> = new Set(['value', 'person', 'organisation', 'address', 'name', 'title', 'kind']);

/** Leaves out what cannot answer: words that only repeat the question, the label of a box in a form, words that name nobody where somebody is asked for, a price where things are counted. */
export function fitting(found: readonly FoundAnswer[], question: string, asked: AskedFor): FoundAnswer[] {
  if (!namedForms.has(asked.form)) return [...found];
  const told = new Set(wordsIn(question).map((word) => stem(word)));
  const offers = /\bor\b/i.test(question);
  const counts = /^\W*(and )?how many\b/i.test(question);
  return found.filter(({ value, context }) => {
    if (!offers && repeats(value, told)) return false;
    if (counts && (/[$€£¥₹]/.test(value) || (/^\d+[.,]\d\d$/.test(value) && !/[.,]00$/.test(value)))) return false;
    if (asked.form === 'person' && wordsIn(value).length <= mostNameWords && wordsIn(value).some((word) => neverInNames.has(plainLetters(word))) && wordsIn(value).every((word) => isEnglishWord(plainLetters(word)) || functionWords.has(plainLetters(word)) || neverInNames.has(plainLetters(word)))) return false;
    return !(boxNumber.test(value) && context !== undefined && context.split(' · ').every((part) => boxNumber.test(part)) && repeats(value.replace(/^\W*\d{1,2}[a-z]?[.)]?\s+/i, ''), told));
  });
}

/** Whether a value is whole enough to be stated: more than one letter, no phrase that is left open or begins inside a sentence, no label in two languages. */
export function isWhole({ value, context }: FoundAnswer, asked: AskedFor, keywords: readonly Keyword[]): boolean {
  const text = value.trim();
  if (namedForms.has(asked.form) && asked.form !== 'value') {
    const [first, last] = [wordsIn(text)[0] ?? '', wordsIn(text).at(-1) ?? ''];
    if (/^\p{Ll}/u.test(text) && wordsIn(text).length > 1 && keywords.some((keyword) => matchOf(keyword, first) > 0.9)) return false;
    if (/\p{L}\s?\/\s?\p{L}/u.test(text) && asked.noun !== undefined && stem(last) === stem(asked.noun)) return false;
  }
  // "1 Honey toast 3.30" counts one thing of several.
  if (asked.form === 'value' && context !== undefined && keywords.some(({ phrases }) => phrases.includes('items')) && /^\d{1,3}\s+\p{L}.*\d[.,]\d\d\b/u.test(context) && context.startsWith(`${text} `)) return false;
  if (asked.form !== 'value' && (/^\p{L}$/u.test(text) || openEnd.test(text.replace(/[^\p{L}\p{N}]+$/u, '')))) return false;
  // "28" of "01/28" is a part of something else.
  return asked.form !== 'value' || context === undefined || !/^\d{1,2}$/.test(text) || !new RegExp(`\\d/${text}(?!\\d)|(?<!\\d)${text}/\\d|\\(${text}\\)`).test(context);
}

/** Whether every telling word of a value stands in the question. */
function repeats(value: string, told: ReadonlySet<string>): boolean {
  const telling = wordsIn(value).filter((word) => !functionWords.has(plainLetters(word)));
  return telling.length > 0 && telling.every((word) => /\p{L}/u.test(word) && told.has(stem(word)));
}
