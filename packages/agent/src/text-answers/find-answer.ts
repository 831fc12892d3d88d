import type { TextLine } from '@ocelli/protocol';
import { askedFor, type AskedFor } from './asked-for.js';
import { findAddresses } from './find-address.js';
import { isEnglishWord, isKindOf, singularOf } from '../languages/wordnet.js';
import { findByCell, findByValue } from './find-by-value.js';
import { findByQuote } from './find-by-quote.js';
import { findCells, findExtreme, findRecord } from './find-cell.js';
import { countKinds } from './count-kinds.js';
import { findAtEdge, findExpansion, findFirstOrLast, findPageNumber } from './find-expansion.js';
import { findLabelled } from './find-labelled.js';
import { findNames } from './find-name.js';
import { countPriced, findBought, findGoods, findPayment } from './find-goods.js';
import { findAddressees, findBeside, findBylines, findHolders, findMakers, findNamed, findPerformers, findQuoted, findSigners, findWorks } from './find-named.js';
import { findNumbered } from './find-numbered.js';
import { findOfKind } from './find-of-kind.js';
import { findSelected } from './find-selected.js';
import { findStatements } from './find-statement.js';
import { findProblem, findPrompt, findPurpose, findSubject } from './find-subject.js';
import { findValues } from './find-value.js';
import { findVenues } from './find-venue.js';
import { fitting } from './fits-the-question.js';
import { ranked, sureScore, weakScore, type FoundAnswer } from './found-answer.js';
import { carriedBy, keywordsOf, matchOf, type Keyword } from './keywords.js';
import { layOut, type Page } from './page-layout.js';
import { asksForTotal, findTotal, isReceipt, pricedRows } from './receipts.js';
import { valuesIn, type ValueKind } from './value-patterns.js';
import { plainLetters, wordsIn } from './word-matching.js';

/** What the text says to a question: the best answers first; empty when there is none. */
export interface TextSearch {
  page: Page;
  asked: AskedFor;
  keywords: Keyword[];
  answers: FoundAnswer[];
}

/** Searches read lines for what a question (in English) asks. Extractive: every answer is printed on the page. */
export function findAnswer(question: string, lines: readonly TextLine[]): TextSearch {
  const page = printedPage(lines);
  const asked = askedFor(question);
  const keywords = keywordsOf(question, page.lines, asked);
  const special = [...findExtreme(page, question), ...findRecord(page, question, keywords), ...selectedEntry(page, question, keywords, asked), ...findNumbered(page, question), ...findExpansion(page, question), ...findFirstOrLast(page, question), ...findPageNumber(page, question), ...findAtEdge(page, question), ...findGoods(page, question, keywords), ...countPriced(page, question, keywords), ...findBought(page, question), ...findPayment(page, question), ...countKinds(page, question), ...findSubject(page, question), ...findQuoted(page, question), ...findByQuote(page, question), ...findPerformers(page, question), ...findPurpose(page, question), ...findProblem(page, question), ...findPrompt(page, question), ...(asksForTotal(question) && isReceipt(page) ? findTotal(page) : [])];
  return { page, asked, keywords, answers: page.lines.length === 0 ? [] : special.length > 0 ? special : fitting(search(page, asked, keywords, question), question, asked) };
}

/** The page that is searched. */
export function printedPage(lines: readonly TextLine[]): Page {
  return layOut(legible(lines));
}

/** The entry that stands out by its ground, unless a label names what is selected ("Account: Savings"). */
function selectedEntry(page: Page, question: string, keywords: readonly Keyword[], asked: AskedFor): FoundAnswer[] {
  const selected = findSelected(page, question);
  const [labelled] = selected.length > 0 ? findLabelled(page, keywords, asked) : [];
  return labelled && labelled.score >= sureScore && /[:：]/.test(labelled.context ?? '') ? [] : selected;
}

/** Specks that pass for letters are left out, unless nothing else was read. */
export function legible(lines: readonly TextLine[]): TextLine[] {
  const clear = lines.filter(({ text, score }) => score >= 0.5 && /[\p{L}\p{N}]/u.test(text));
  return clear.length > 0 ? clear : lines.filter(({ text }) => text.trim() !== '');
}

function search(page: Page, asked: AskedFor, keywords: Keyword[], question: string): FoundAnswer[] {
  const cells = findCells(page, question, asked, keywords);
  const labelled = findLabelled(page, keywords, asked);
  const byValue = [...findByValue(page, question, keywords), ...findByCell(page, keywords)];
  const named = asked.noun ? findNamed(page, asked.noun) : [];
  const statements = () => [...cells, ...byValue, ...findStatements(page, keywords, question)];
  const isWhere = /^\W*(and )?where\b/i.test(question);
  const isPerson = asked.form === 'kind' && asked.noun !== undefined && isKindOf(singularOf(asked.noun.split(' ').at(-1)!), 'person', 2);
  switch (isPerson ? 'person' : asked.form) {
    case 'whole':
    case 'language':
      return [];
    case 'value': {
      const values = ranked([...cells.filter(({ value }) => asked.values[0] && valuesIn(value, asked.values[0]).length > 0), ...findValues(page, asked, keywords)]);
      if (values.every(({ score }) => score < 0.4)) for (const only of theOnlyOne(page, asked, keywords)) return [only];
      const items = countedItems(page, asked, keywords, values);
      if (items) return [items];
      if ((values[0]?.score ?? 0) >= weakScore) return values;
      if (asked.values[0] === 'website' && /\b(which|what) (web ?)?site\b/i.test(question)) return mixed([values, 1], [labelled, 0.9], [findNames(page, { ...asked, form: 'organisation' }, []).map((name) => ({ ...name, score: Math.min(0.5, name.score) })), 1]);
      if (asked.values[0] === 'date') return mixed([values, 1], [labelled.filter(({ value }) => asked.values.some((kind) => kind !== 'year' && valuesIn(value, kind).length > 0)), 0.9], [theOnlyDate(page, asked), 1], [statements(), 0.5]);
      return exactKinds.has(asked.values[0]!) ? mixed([values, 1], [labelled, 0.9]) : mixed([values, 1], [labelled, 0.9], [statements(), 0.75]);
    }
    case 'person': {
      const people = labelled.filter(({ value }) => /\p{Lu}/u.test(value) && !/\d/.test(value));
      return mixed([people, 1], [cells, 1], [isPerson || /^\W*who(?:'s| is| was)\b/i.test(question) ? findBeside(page, asked.noun) : [], 1], [[...findHolders(page), ...findSigners(page, question), ...findAddressees(page, question), ...findBylines(page, question)], 1], [byValue, 1], [whoDidIt(ranked([...named, ...findMakers(page, keywords), ...findNames(page, { ...asked, form: 'person' }, keywords)]), /\bwhose\b/i.test(question) ? [] : whoIsIt.test(question) && asked.noun ? statements().filter(({ value, context }) => tellsWho(context ?? value, asked.noun!)) : statements(), keywords), 1]);
    }
    case 'organisation':
      return mixed([cells, 1], [byValue, 1], [/^\W*who\b/i.test(question) ? findNames(page, { ...asked, form: 'person' }, keywords) : [], 0.95], [findMakers(page, keywords), 1], [labelled.filter(({ value }) => (value.match(/\p{L}/gu)?.length ?? 0) > 2 * (value.match(/\d/g)?.length ?? 0)), 1], [findNames(page, asked, keywords), 1], [asked.noun ? findOfKind(page, asked.noun, keywords) : [], 1], [statements(), 0.55]);
    case 'address': {
      const venues = findVenues(page, question, keywords);
      return mixed([labelled, 1], [cells, 1], [venues, 1], [findAddresses(page, keywords), venues.length > 0 || isWhere && (statements()[0]?.score ?? 0) > 0.5 ? 0.6 : 1], [/\b(find|online|more|visit|download|register|book)\b/i.test(question) ? findValues(page, { ...asked, values: ['website'] }, keywords) : [], 0.8], [statements(), isWhere ? 1 : 0.5], [findNames(page, { ...asked, form: 'name' }, keywords), 0.4]);
    }
    case 'name':
      return mixed([findWorks(page, asked.noun), 1], [labelled, 1], [cells, 1], [named, 1], [byValue, 1], [findNames(page, asked, keywords), 1], [asked.noun ? findOfKind(page, asked.noun, keywords) : [], 0.9], [statements(), 0.5]);
    case 'title':
      return mixed([labelled, 1], [cells, 0.9], [findNames(page, asked, keywords), 1]);
    case 'kind': {
      const several = severalOfKind(page, asked, keywords, question);
      return several ? [several] : mixed([labelled, 1], [byValue, 1], [named, 1], [asked.noun ? findOfKind(page, asked.noun, keywords) : [], 1], [statements(), 1], [findNames(page, { ...asked, form: asked.noun && isAboutWords(asked.noun) ? 'title' : 'name' }, keywords), asked.size || (asked.noun && isAboutWords(asked.noun)) ? 0.9 : 0.6]);
    }
    case 'yes-no':
    case 'statement':
      // Who may do it is no time or number that stands beside "no parking".
      return mixed([whoMay.test(question) ? labelled.filter(({ value }) => !/\d/.test(value)) : labelled, 1.12], [statements(), 1]);
  }
}

/** "Who is the member?": no form or table row that merely speaks of members tells. */
const whoIsIt = /^\W*who(?:'s| is| are| was| were) (?:the|his|her|their|its|an?) [\p{L} -]+\W*$/iu;

function tellsWho(text: string, noun: string): boolean {
  const word = noun.split(' ').at(-1)!.replace(/[^\p{L}\p{N}]/gu, '.');
  return new RegExp(`\\b(?:is|was|are|were|as|became|our|,)\\b.{0,24}\\b${word}|\\b${word}\\b.{0,24}\\b(?:is|was|are|were|by|named|called)\\b|, (?:an?|the|our|his|her|their) .{0,16}\\b${word}`, 'iu').test(text);
}

const whoMay = /\bwho (may|can|must|should|is (allowed|permitted))\b/i;

/** Where none of these stands on the page, other words are no answer. */
const exactKinds: ReadonlySet<ValueKind> = new Set(['email', 'website', 'phone', 'ip', 'postcode', 'version', 'shortcut', 'filename']);

/** "Which word", "what text": what stands out is asked for, not a thing of a kind. */
function isAboutWords(noun: string): boolean {
  return /\b(words?|text|slogan|motto|message|phrase|letters?|writing|sign)\b/.test(noun);
}

/** A label without what it labels answers little. */
const labelWorth = 0.5;

function mixed(...sources: [FoundAnswer[], number][]): FoundAnswer[] {
  return ranked(sources.flatMap(([answers, worth]) => answers.map((answer) => ({ ...answer, score: answer.score * worth * (/[:：]$/.test(answer.value.trim()) ? labelWorth : 1) }))));
}

/** Where the text tells who did it, that sentence weighs more than names without any tie to the question. */
function whoDidIt(names: FoundAnswer[], statements: FoundAnswer[], keywords: readonly Keyword[]): FoundAnswer[] {
  const deed = keywords[0];
  const telling = statements.map((statement) => ({ ...statement, score: statement.score * (deed && matchOf(deed, statement.value) > 0.5 ? 1.2 : keywords.length > 2 && carriedBy(statement.context ?? statement.value, keywords.slice(1)) > 0.6 ? 1 : 0.5) })).sort((one, other) => other.score - one.score);
  const best = telling.find((one) => namesSomeone(one, keywords)) ?? telling[0];
  for (const one of telling) one.score = namesSomeone(one, keywords) ? Math.min(mostTellingScore, one.score) : 0.4 * one.score;
  if (!best || best.score < 0.3) return mixed([names, 1], [telling, 1]);
  if (namesSomeone(best, keywords)) return mixed([names.map((name) => ({ ...name, score: name.score * (name.lines.some((line) => best.lines.includes(line)) ? 1 : 0.5) })), 1], [telling.map((one) => ({ ...one, score: one.score + 0.2 })), 1]);
  const tellers = telling.slice(0, 2).filter(({ score }) => score >= 0.3).flatMap(({ lines }) => lines);
  const near = (name: FoundAnswer) => Math.min(...name.lines.flatMap((line) => tellers.map((teller) => (teller.block === line.block ? Math.abs(teller.index - line.index) : 1 + Math.abs(teller.index - line.index)))));
  return mixed([names.map((name) => ({ ...name, score: near(name) <= 2 ? name.score + 0.35 - 0.1 * near(name) : name.score * 0.5 })), 1], [telling, 0.6]);
}

/** A sentence about it is less sure than a label or a signature. */
const mostTellingScore = 0.72;

/** Whether a sentence holds more than the deed itself: "Black is victorious" tells who, "lived here 1837" does not. */
function namesSomeone({ value }: FoundAnswer, keywords: readonly Keyword[]): boolean {
  const words = wordsIn(value);
  return words.some((word, index) => /^\p{Lu}\p{L}{2,}/u.test(word) && (index > 0 || words.length <= 6 || /^\p{Lu}/u.test(words[1] ?? '') || !isEnglishWord(plainLetters(word))) && !keywords.some((keyword) => matchOf(keyword, word) > 0.5));
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

/** Where none of a question's words is printed, the page's one date (or year, address, number to call) is likely meant. */
function theOnlyOne(page: Page, asked: AskedFor, keywords: readonly Keyword[]): FoundAnswer[] {
  if (!['date', 'year', 'email', 'website', 'phone'].includes(asked.values[0]!)) return [];
  if (keywords.some((keyword) => !keyword.weak && page.lines.some(({ text }) => matchOf(keyword, text) > 0.5))) return [];
  const best = findValues(page, asked, keywords.map((keyword) => ({ ...keyword, weak: true })))[0];
  return best ? [{ ...best, score: Math.min(0.55, best.score) }] : [];
}

/** The one date of a page, where its label says nothing of what is asked. */
function theOnlyDate(page: Page, asked: AskedFor): FoundAnswer[] {
  const dates = ranked(page.lines.flatMap((line) => valuesIn(line.text, 'date').map(({ value }) => ({ value, context: line.text, lines: [line], score: 0.4 }))));
  return dates.length === 1 && asked.values[0] === 'date' ? dates : [];
}

const numbers: Record<string, number> = { two: 2, both: 2, three: 3, four: 4, five: 5 };

/** "Which two cities": the best of the kind together. */
function severalOfKind(page: Page, { noun }: AskedFor, keywords: Keyword[], question: string): FoundAnswer | undefined {
  const count = numbers[/\b(?:which|what) (two|both|three|four|five) /i.exec(question)?.[1]?.toLowerCase() ?? ''];
  if (!noun || !count) return undefined;
  const found = findOfKind(page, noun, keywords).slice(0, count);
  if (found.length < count) return undefined;
  return { value: found.map(({ value }) => value).join(' and '), lines: found.flatMap(({ lines }) => lines), score: Math.min(...found.map(({ score }) => score)) };
}
