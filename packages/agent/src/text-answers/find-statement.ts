import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import { sentencesOf, type Page, type PlacedLine } from './page-layout.js';
import { wordsIn } from './word-matching.js';

/** Most words of a quoted statement, so that an answer stays short. */
export const mostStatementWords = 24;

/** Lines, rows and sentences that carry the question's words, best first, cut to the clauses that carry most. */
export function findStatements(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  if (keywords.length === 0) return [];
  const units: { text: string; lines: PlacedLine[] }[] = [
    ...page.blocks.flatMap((block) => sentencesOf(block)),
    ...page.rows.filter((row) => row.length > 1 && row.length <= 5).map((row) => ({ text: row.map((line) => line.text).join(' '), lines: row })),
    ...page.lines.map((line) => ({ text: line.text, lines: [line] })),
  ];
  const found = units.map(({ text, lines }) => {
    const carried = carriedBy(text, keywords);
    const words = wordsIn(text).length;
    const only = keywords.length > 0 && words <= keywords.length && carried > 0.9 ? 0.25 : 0;
    const score = carried - only - Math.min(0.12, 0.002 * words) + 0.05 * Math.max(...lines.map((line) => line.prominence));
    return { ...cutToClauses(text, keywords), lines, score };
  });
  return ranked(found.filter(({ score }) => score > 0.05)).map((answer) => withContinuation(page, answer, keywords));
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
