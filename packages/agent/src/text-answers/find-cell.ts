import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, matchOf, type Keyword } from './keywords.js';
import type { Page, PlacedLine } from './page-layout.js';
import { pricedRows } from './receipts.js';
import { amountOf, valuesIn } from './value-patterns.js';
import { wordsIn } from './word-matching.js';

/** Cells of printed tables: under the heading that carries one word of the question, in the row that carries the others. */
export function findCells(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const found: FoundAnswer[] = [];
  for (const keyword of keywords) {
    const others = keywords.filter((other) => other !== keyword);
    for (const head of page.lines) {
      if (wordsIn(head.text).length > 3 || matchOf(keyword, head.text) < 0.75 || page.rows[head.row]!.length < 2) continue;
      for (const cell of page.lines.filter((line) => line.row > head.row && overColumn(head, line))) {
        const row = page.rows[cell.row]!.filter((line) => line !== cell).map((line) => line.text).join(' ');
        const carried = carriedBy(row, others);
        if (carried > 0.25) found.push({ value: cell.text, context: `${row}`, lines: [cell], score: 0.4 + 0.6 * carried });
      }
    }
  }
  return ranked(found);
}

function overColumn(head: PlacedLine, cell: PlacedLine): boolean {
  const overlap = Math.min(head.box[2], cell.box[2]) - Math.max(head.box[0], cell.box[0]);
  return overlap > 0.3 * Math.min(head.box[2] - head.box[0], cell.box[2] - cell.box[0]);
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
