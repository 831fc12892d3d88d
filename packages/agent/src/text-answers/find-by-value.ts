import { isEnglishWord } from '../languages/wordnet.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, matchOf, type Keyword } from './keywords.js';
import type { Page } from './page-layout.js';
import { wordsIn } from './word-matching.js';

/** Where a cell says what the question says ("free", "cancelled"): the other cells of its row. */
export function findByCell(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const whole = keywords.reduce((sum, { weight }) => sum + weight, 0);
  return ranked(
    page.rows
      .filter((row) => row.length > 1 && row.length <= 6)
      .flatMap((row) =>
        row.flatMap((cell) => {
          const words = wordsIn(cell.text);
          const meant = keywords.filter((keyword) => !keyword.weak && matchOf(keyword, cell.text) >= 0.9);
          const others = row.filter((other) => other !== cell && /[\p{L}\p{N}]/u.test(other.text) && !/[:：]$/.test(other.text));
          if (words.length === 0 || words.length > 3 || meant.length < words.length || others.length === 0) return [];
          const code = row.length === 2 && /^(?:[A-Z]{0,2}-?\d{1,3}|[A-Z]\d?)$/.test(others[0]!.text.trim()) ? others[0]! : undefined;
          if (!code && !others.some(({ text }) => /\p{L}{2}/u.test(text))) return [];
          const share = meant.reduce((sum, { weight }) => sum + weight, 0) / whole;
          return [{ value: code?.text ?? others.filter(({ text }) => /\p{L}{2}/u.test(text)).map(({ text }) => text).join(' '), context: row.map(({ text }) => text).join(' '), lines: row, score: (meant.every(({ word }) => word.length > 2 && !isEnglishWord(word)) ? 0.6 : 0.3) + 0.4 * share }];
        }),
      ),
  );
}

/** Where a question names a printed number ("which dessert costs 5.90", "the 10:12 train"): what stands in that row. */
export function findByValue(page: Page, question: string, keywords: readonly Keyword[]): FoundAnswer[] {
  const values: readonly string[] = question.match(/\d+(?:[.,:/]\d+)+|\b\d{3,}\b|\b(?:(?:ctrl|alt|shift|cmd|meta)\+)+\w+|\bF\d{1,2}\b/gi) ?? [];
  const cells: readonly string[] = question.match(/\b\d{1,2}\b/g) ?? [];
  if (values.length === 0 && cells.length === 0) return [];
  const others = keywords.filter(({ word }) => !/\d/.test(word));
  const numbered = /\b(?:row|line|number|no\.?|item|entry|step|rank|place|position|lap|lane|question|section|chapter|revision|version) #?(\d{1,3}(?:\.\d+)?)\b/i.exec(question)?.[1];
  const heading = numbered === undefined ? [] : page.rows.filter((row) => row.length > 1 && row[0]!.text.replace(/[.):]$/, '').trim() === numbered).sort((one, other) => other.length - one.length);
  const most = heading[0];
  if (most) {
    const rest = most.slice(1).filter(({ text }) => /\p{L}{2}/u.test(text));
    if (rest.length > 0) return [{ value: rest.map(({ text }) => text).join(' '), context: most.map(({ text }) => text).join(' '), lines: most, score: Math.min(0.95, 0.7 + 0.3 * carriedBy(rest.map(({ text }) => text).join(' '), others)) }];
  }
  return ranked(
    page.rows.flatMap((row) => {
      const text = row.map((line) => line.text).join(' ');
      const inCell = row.length > 2 && row.some((line) => cells.includes(line.text.trim()));
      if (!inCell && !values.some((value) => new RegExp(`(?<![\\d.,:+\\p{L}])${value.replace(/[+/]/g, '\\$&').replace('.', '[.,]')}(?![\\d\\p{L}+]|[.,:]\\d)`, 'iu').test(text))) return [];
      const rest = row.filter((line) => ![...values, ...cells].includes(line.text.trim()) && /\p{L}{2}/u.test(line.text));
      const own = rest.map((line) => values.reduce((left, number) => left.replace(number, ''), line.text).trim()).join(' ').trim();
      // Receipts print the code and the price of goods under their name.
      const over = own === '' || !/\p{L}{4}/u.test(own) ? page.rows[row[0]!.row - 1]?.find(({ text: name }) => /\p{L}{4}/u.test(name) && !/\btotal\b/i.test(name)) : undefined;
      const value = over && row.every(({ text: cell }) => !/\p{L}{4}/u.test(cell)) ? over.text : own;
      return value ? [{ value, context: text, lines: row, score: Math.min(0.95, (inCell ? 0.85 : over && value === over.text ? 0.75 : 0.6) + 0.3 * carriedBy(text, others)) }] : [];
    }),
  );
}
