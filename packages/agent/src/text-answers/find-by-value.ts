import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import type { Page } from './page-layout.js';

/** Where a question names a printed number ("which dessert costs 5.90", "the 10:12 train"): what stands in that row. */
export function findByValue(page: Page, question: string, keywords: readonly Keyword[]): FoundAnswer[] {
  const values: readonly string[] = question.match(/\d+(?:[.,:]\d+)+|\b\d{3,}\b/g) ?? [];
  if (values.length === 0) return [];
  const others = keywords.filter(({ word }) => !/\d/.test(word));
  return ranked(
    page.rows.flatMap((row) => {
      const text = row.map((line) => line.text).join(' ');
      if (!values.some((value) => new RegExp(`(?<![\\d.,:])${value.replace('.', '[.,]')}(?![\\d]|[.,:]\\d)`).test(text))) return [];
      const rest = row.filter((line) => !values.includes(line.text.trim()) && /\p{L}{2}/u.test(line.text));
      const value = rest.map((line) => values.reduce((left, number) => left.replace(number, ''), line.text).trim()).join(' ').trim();
      return value ? [{ value, context: text, lines: row, score: Math.min(0.9, 0.55 + 0.3 * carriedBy(text, others)) }] : [];
    }),
  );
}
