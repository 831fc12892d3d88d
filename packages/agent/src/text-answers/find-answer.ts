import type { TextLine } from '@ocelli/protocol';
import { askedFor, type AskedFor } from './asked-for.js';
import { findAddresses, findNames, findOfKind } from './find-name.js';
import { findStatements } from './find-statement.js';
import { findValues, pricedRows } from './find-value.js';
import { ranked, weakScore, type FoundAnswer } from './found-answer.js';
import { keywordsOf, type Keyword } from './keywords.js';
import { layOut, type Page } from './page-layout.js';
import { wordsIn } from './word-matching.js';

/** What the text says to a question: the best answers first; empty when there is none. */
export interface TextSearch {
  page: Page;
  asked: AskedFor;
  keywords: Keyword[];
  answers: FoundAnswer[];
}

/** Searches read lines for what a question (in English) asks. Extractive: every answer is printed on the page. */
export function findAnswer(question: string, lines: readonly TextLine[]): TextSearch {
  const page = layOut(lines.filter((line) => line.text.trim() !== ''));
  const asked = askedFor(question);
  const keywords = keywordsOf(question, page.lines);
  return { page, asked, keywords, answers: page.lines.length === 0 ? [] : search(page, asked, keywords) };
}

function search(page: Page, asked: AskedFor, keywords: Keyword[]): FoundAnswer[] {
  const statements = () => findStatements(page, keywords);
  switch (asked.form) {
    case 'whole':
    case 'language':
      return [];
    case 'value': {
      const values = findValues(page, asked, keywords);
      const items = countedItems(page, asked, keywords, values);
      if (items) return [items];
      return (values[0]?.score ?? 0) >= weakScore ? values : mixed([values, 1], [statements(), 0.9]);
    }
    case 'person':
      return whoDidIt(findNames(page, asked, keywords), statements());
    case 'organisation':
      return mixed([findNames(page, asked, keywords), 1], [asked.noun ? findOfKind(page, asked.noun, keywords) : [], 1], [statements(), 0.55]);
    case 'address':
      return mixed([findAddresses(page, keywords), 1], [statements(), 0.8], [findNames(page, { ...asked, form: 'name' }, keywords), 0.4]);
    case 'name':
      return mixed([findNames(page, asked, keywords), 1], [asked.noun ? findOfKind(page, asked.noun, keywords) : [], 0.9], [statements(), 0.5]);
    case 'title':
      return findNames(page, asked, keywords);
    case 'kind':
      return mixed([asked.noun ? findOfKind(page, asked.noun, keywords) : [], 1], [statements(), 1], [findNames(page, { ...asked, form: asked.noun && isAboutWords(asked.noun) ? 'title' : 'name' }, keywords), asked.size || (asked.noun && isAboutWords(asked.noun)) ? 0.9 : 0.6]);
    case 'yes-no':
    case 'statement':
      return statements();
  }
}

/** "Which word", "what text": what stands out is asked for, not a thing of a kind. */
function isAboutWords(noun: string): boolean {
  return /\b(words?|text|slogan|motto|message|phrase|letters?|writing|sign)\b/.test(noun);
}

function mixed(...sources: [FoundAnswer[], number][]): FoundAnswer[] {
  return ranked(sources.flatMap(([answers, worth]) => answers.map((answer) => ({ ...answer, score: answer.score * worth }))));
}

/** Where the text tells who did it, that sentence weighs more than names without any tie to the question. */
function whoDidIt(names: FoundAnswer[], statements: FoundAnswer[]): FoundAnswer[] {
  const told = (statements[0]?.score ?? 0) >= 0.3;
  const tellers = new Set(statements.slice(0, 3).filter(({ score }) => score >= 0.3).flatMap(({ lines }) => lines));
  return mixed([told ? names.map((name) => (name.lines.some((line) => tellers.has(line)) ? name : { ...name, score: name.score * 0.5 })) : names, 1], [statements, 1.1]);
}

/** A receipt that prints no item count still lists its items, one priced row each. */
function countedItems(page: Page, asked: AskedFor, keywords: readonly Keyword[], values: readonly FoundAnswer[]): FoundAnswer | undefined {
  const items = keywords.some(({ phrases }) => phrases.includes('items'));
  if (!items || asked.values[0] !== 'number' || (values[0]?.score ?? 0) > 0.55) return undefined;
  const rows = pricedRows(page);
  return rows.length > 0 ? { value: String(rows.length), context: 'priced lines', lines: rows.flat(), score: 0.4 } : undefined;
}

/** How many words a page holds. */
export function wordCount(page: Page): number {
  return page.lines.reduce((sum, line) => sum + Math.max(1, wordsIn(line.text).length), 0);
}
