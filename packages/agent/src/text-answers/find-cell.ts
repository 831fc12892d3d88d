import type { AskedFor } from './asked-for.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, matchOf, type Keyword } from './keywords.js';
import type { Page, PlacedLine } from './page-layout.js';
import { pricedRows } from './receipts.js';
import { isWanted, suits, tablesOf } from './tables.js';
import { amountOf, valuesIn } from './value-patterns.js';
import { wordsIn } from './word-matching.js';

/** Cells of printed tables: in the row that carries the question's words, under the heading that carries the others or suits its form. */
export function findCells(page: Page, question: string, asked: AskedFor, keywords: readonly Keyword[]): FoundAnswer[] {
  const telling = keywords.filter(({ weak }) => !weak);
  const whole = telling.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0) return [];
  const found = tablesOf(page).flatMap(({ columns, rows }) =>
    rows.flatMap((cells) =>
      cells.flatMap((cell, at) => {
        if (!cell || (asked.form !== 'value' && telling.some(({ word }) => /^\d/.test(word)) && !/\p{L}{4}/u.test(cell.text)) || !isWanted(cell, asked) || /[:：]$/.test(cell.text)) return [];
        const others = cells.filter((other): other is PlacedLine => other !== undefined && other !== cell);
        const title = columns[at]!.title;
        const inRow = (keyword: Keyword) => Math.max(0, ...others.map(({ text }) => matchOf(keyword, text)));
        const inHead = (keyword: Keyword) => matchOf(keyword, title);
        const own = telling.some((keyword) => matchOf(keyword, cell.text) > 0.85 && inRow(keyword) < 0.85);
        const named = Math.max(0, ...telling.filter((keyword) => inHead(keyword) < 0.9).map(inRow));
        if (own || named < 0.7) return [];
        const carried = telling.reduce((sum, keyword) => sum + keyword.weight * Math.max(inRow(keyword), inHead(keyword)), 0) / whole;
        const headed = Math.max(0, ...keywords.map(inHead)) > 0.7 ? 0.22 : suits(title, question) ? 0.18 : columns.length === 2 ? 0.1 : 0;
        const headNamed = headed > 0 || asked.form === 'value' && asked.values[0] !== 'number';
        return headNamed ? [{ value: cell.text, context: cells.flatMap((one) => (one ? [one.text] : [])).join(' · '), lines: [cell], score: Math.min(0.97, 0.25 + 0.55 * carried + headed) }] : [];
      }),
    ),
  );
  return ranked([...found, ...(asked.form === 'value' || found.length === 0 ? findUnder(page, keywords).filter(({ lines: [cell] }) => isWanted(cell!, asked)) : [])]);
}

/** Cells under one heading, without a whole table around them. */
function findUnder(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const found: FoundAnswer[] = [];
  for (const keyword of keywords) {
    const others = keywords.filter((other) => other !== keyword);
    for (const head of page.lines) {
      if (/\d/.test(head.text) || wordsIn(head.text).length > 3 || matchOf(keyword, head.text) < 0.75 || page.rows[head.row]!.length < 2) continue;
      for (const cell of page.lines.filter((line) => line.row > head.row && overColumn(head, line))) {
        const row = page.rows[cell.row]!.filter((line) => line !== cell).map((line) => line.text).join(' ');
        const carried = carriedBy(row, others);
        if (carried > 0.25 && carriedBy(cell.text, keywords) === 0) found.push({ value: cell.text, context: `${row}`, lines: [cell], score: 0.4 + 0.6 * carried });
      }
    }
  }
  return ranked(found);
}

function overColumn(head: PlacedLine, cell: PlacedLine): boolean {
  const overlap = Math.min(head.box[2], cell.box[2]) - Math.max(head.box[0], cell.box[0]);
  return overlap > 0.3 * Math.min(head.box[2] - head.box[0], cell.box[2] - cell.box[0]);
}

const least = /\b(lowest|least|smallest|fewest|shortest|youngest|earliest|lightest|slowest|minimum|worst|last)\b/i;
const most = /\b(highest|most|largest|biggest|greatest|longest|oldest|latest|newest|heaviest|fastest|maximum|best)\b/i;
const mostShare = 0.6;

/** "Which game had the lowest attendance?": in the row where a named column of numbers is least or most, the cell under what is asked for, else the first. */
export function findRecord(page: Page, question: string, keywords: readonly Keyword[]): FoundAnswer[] {
  const [low, high] = [least.test(question), most.test(question)];
  if (low === high || !/^\W*(?:which|what|who|where|when|on which|in which|at which)\b/i.test(question)) return [];
  return tablesOf(page).flatMap(({ columns, rows }) => {
    const numbers = columns.map((_, at) => rows.flatMap((cells) => (cells[at] && /\d/.test(cells[at].text) ? [{ cells, amount: amountOf(cells[at].text) }] : [])));
    const named = columns.map(({ title }, at) => ({ at, fit: Math.max(0, ...keywords.filter(({ word }) => !least.test(word) && !most.test(word)).map((keyword) => matchOf(keyword, title))) }));
    const measure = named.filter(({ at, fit }) => fit > 0.55 && numbers[at]!.length > 1 && numbers[at]!.length >= mostShare * rows.length).sort((one, other) => other.fit - one.fit || other.at - one.at)[0];
    if (!measure) return [];
    const [best] = [...numbers[measure.at]!].sort((one, other) => (low ? one.amount - other.amount : other.amount - one.amount));
    const value = /\b(?:what|which) (?:is|was|are|were) the\b/i.test(question) && named.filter(({ fit }) => fit > 0.55).length < 2 ? measure.at : named.filter(({ at, fit }) => at !== measure.at && fit > 0.55).sort((one, other) => other.fit - one.fit)[0]?.at ?? columns.findIndex(({ title }) => suits(title, question));
    const cell = best!.cells[value >= 0 ? value : measure.at === 0 ? 1 : 0];
    return cell ? [{ value: cell.text, context: best!.cells.flatMap((one) => (one ? [one.text] : [])).join(' · '), lines: [cell, best!.cells[measure.at]!], score: 0.66 }] : [];
  });
}

/** The cheapest or the dearest of the priced lines, when a question asks for it. */
export function findExtreme(page: Page, question: string): FoundAnswer[] {
  const lowest = /\b(cheapest|least expensive|lowest[- ]priced?|costs? (the )?least)\b/i.test(question);
  if (!lowest && !/\b(most expensive|dearest|priciest|highest[- ]priced?|costs? (the )?most)\b/i.test(question)) return [];
  const priced = pricedRows(page).flatMap((row) => {
    const text = row.map((line) => line.text).join(' ');
    const price = valuesIn(text, 'money').at(-1);
    const label = price ? text.slice(0, price.start).trim() : '';
    return price && /\p{L}{2,}/u.test(label) ? [{ row, text, label, amount: amountOf(price.value) }] : [];
  });
  const [first] = priced.sort((one, other) => (lowest ? one.amount - other.amount : other.amount - one.amount));
  return first ? [{ value: first.label, context: first.text, lines: first.row, score: 0.6 }] : [];
}
