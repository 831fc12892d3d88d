import { boxNumber } from './find-labelled.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { areWeak, carriedBy, leadsIn, type Keyword } from './keywords.js';
import { sentencesOf, type Page, type PlacedLine } from './page-layout.js';
import { wordsIn } from './word-matching.js';

/** Most words of a quoted statement, so that an answer stays short. */
const mostStatementWords = 24;

const reasonWords = /\b(because|since|so that|in order to|due to|owing to|caused by|to avoid|therefore|as a result)\b/i;

/** Lines, rows and sentences that carry the question's words, best first, cut to the clauses that carry most. */
export function findStatements(page: Page, keywords: readonly Keyword[], question: string): FoundAnswer[] {
  const subject = /^\s*(?:what|who)(?:'s| is| are| was| were) (?:an? |the )?([\p{L}\p{N} -]{2,40}?)\s*\??$/iu.exec(question)?.[1];
  if (areWeak(keywords)) return [];
  const where = /^\W*(and )?where\b/i.test(question);
  const why = /\bwhy\b/i.test(question);
  const whoMay = /\bwho (may|can|must|should|is (allowed|permitted))\b/i.test(question);
  const units: { text: string; lines: PlacedLine[] }[] = [
    ...page.blocks.flatMap((block) => sentencesOf(block)).filter(({ text }) => (text.match(/(?<![\d.])\b\d{1,2}\. \p{Lu}/gu)?.length ?? 0) < 2),
    ...page.rows.filter((row) => row.length > 1 && row.length <= 5 && row.filter(({ text }) => boxNumber.test(text)).length < 2 && !row.every(({ text }) => !/\s/.test(text.trim()))).map((row) => ({ text: row.map((line) => line.text).join(' '), lines: row })),
    ...page.lines.map((line) => ({ text: line.text, lines: [line] })),
  ];
  const found = units.map(({ text, lines }) => {
    const carried = carriedBy(text, keywords);
    const words = wordsIn(text).length;
    const torn = lines.length === 1 && text === lines[0]!.text && (page.blocks[lines[0]!.block]?.length ?? 1) > 1 && (!/[.!?:]$/.test(text) || /^\p{Ll}/u.test(text)) ? 0.12 : 0;
    const untold = wordsIn(text).flatMap((word) => word.split(/[-/&]/)).some((word) => word.length > 2 && carriedBy(word, keywords) === 0);
    const only = untold ? 0 : 0.3;
    const group = whoMay && /\b(holders?|residents?|staff|employees?|customers?|members?|visitors?|guests?|persons?|people|children|adults|vehicles?|authori[sz]ed|permits?)\b/i.test(text) ? 0.3 : 0;
    const place = where && /\b(at|in|on|near|from|behind|beside|opposite|to|under|outside) (the |an? |our )?\p{L}{3}/u.test(text) ? 0.12 : 0;
    const reason = why && reasonWords.test(text) ? 0.2 : 0;
    const score = carried - only - torn + group + place + reason - Math.min(0.12, 0.002 * words) + 0.05 * Math.max(...lines.map((line) => line.prominence)) + 0.06 * leadsIn(text, keywords) + (defines(text, subject) ? 0.25 : 0);
    return { ...cutToClauses(text, keywords), lines, score };
  });
  // Where a sentence about it gives a reason, the others do not answer why.
  if (why && found.some(({ value, score }) => score > 0.4 && reasonWords.test(value))) for (const one of found) if (!reasonWords.test(one.value)) one.score *= 0.5;
  return ranked(found.filter(({ score }) => score > 0.05)).map((answer) => withContinuation(page, answer, keywords));
}

/** "Rich is a library" tells what Rich is. */
function defines(text: string, subject: string | undefined): boolean {
  return subject !== undefined && new RegExp(`^\\P{L}*(?:an? |the )?${subject.replace(/[^\p{L}\p{N}]+/gu, '\\P{L}+')}(?:,[^,]+,)? (?:is|are|was|were|means|refers to)\\b`, 'iu').test(text);
}

/** A label that says no more than the question is answered by what follows it: "Ingredients:" by the next line. */
function withContinuation(page: Page, answer: FoundAnswer, keywords: readonly Keyword[]): FoundAnswer {
  const words = wordsIn(answer.value);
  const last = answer.lines.at(-1)!;
  const untold = words.filter((word) => carriedBy(word, keywords) === 0 && word.length > 3).length;
  if (untold > 1 || words.length > 8) return answer;
  const beside = page.rows[last.row]!.find((line) => line.box[0] > last.box[0] && !answer.lines.includes(line));
  const following = beside ?? page.lines[last.index + 1];
  if (!following || answer.lines.includes(following)) return answer;
  return { ...answer, value: firstWords(`${answer.value} ${following.text}`, mostStatementWords), lines: [...answer.lines, following] };
}

/** A long sentence is cut to the neighbouring clauses that carry most of the question. */
function cutToClauses(text: string, keywords: readonly Keyword[]): { value: string } {
  if (wordsIn(text).length <= mostStatementWords) return { value: text.trim() };
  const clauses = text.split(/(?<=[,;:—–)])\s+|\s+(?=\()/);
  let best = { text: '', carried: -1, words: Number.POSITIVE_INFINITY };
  for (let start = 0; start < clauses.length; start += 1) {
    for (let end = start + 1; end <= clauses.length; end += 1) {
      const span = clauses.slice(start, end).join(' ');
      const words = wordsIn(span).length;
      if (words > mostStatementWords) break;
      const carried = carriedBy(span, keywords);
      if (carried > best.carried + 0.01 || (carried > best.carried - 0.01 && words > best.words && carried > 0)) best = { text: span, carried, words };
    }
  }
  const window = bestWindow(text, keywords);
  return { value: (best.carried >= window.carried - 0.01 ? best.text : window.text).trim().replace(/[,;:]$/, '') };
}

/** The run of words that carries most, for sentences whose clauses are too long. */
function bestWindow(text: string, keywords: readonly Keyword[]): { text: string; carried: number } {
  const words = text.split(/\s+/);
  let best = { text: words.slice(0, mostStatementWords).join(' '), carried: -1 };
  for (let start = 0; start + mostStatementWords <= words.length; start += 3) {
    const run = words.slice(start, start + mostStatementWords).join(' ');
    const carried = carriedBy(run, keywords);
    if (carried > best.carried) best = { text: run, carried };
  }
  return best;
}

/** The first words of a text. */
export function firstWords(text: string, most: number): string {
  const words = text.trim().split(/\s+/);
  return words.length > most ? `${words.slice(0, most).join(' ')}…` : words.join(' ');
}
