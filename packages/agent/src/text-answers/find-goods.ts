import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, matchOf, type Keyword } from './keywords.js';
import type { Page, PlacedLine } from './page-layout.js';
import { amountOf, valuesIn } from './value-patterns.js';
import { wordsIn } from './word-matching.js';

const asksForOne = /\bhow much (?:does|do|did|is|was|are|were) (?:one|a single|each)\b|\b(?:price|cost) (?:of|for|per) (?:one|each|a single|unit|piece)\b|\bunit price\b|\bhow much .*\b(?:each|apiece|per (?:piece|unit|item))\b/i;
const asksHowMany = /\bhow many (.+?) (?:were|was|are|is|did|do|has|have) .*\b(?:bought|buy|ordered|order|purchased?|sold|billed|invoiced|charged)\b/i;

/** Words that ask for a price or a quantity and name no goods. */
const ofTrade = /^(price|costs?|one|single|each|unit|piece|pieces|bought|buy|ordered|order|purchased?|sold|billed|invoiced|charged|bottles?|packs?|packets?|cans?|boxes|bags?|cups?|glasses|portions?|units?)$/;

/** "How much does one chair cost?", "How many chairs were ordered?": the unit price and the quantity in the row of the goods. */
export function findGoods(page: Page, question: string, keywords: readonly Keyword[]): FoundAnswer[] {
  const one = asksForOne.test(question);
  if (!one && !asksHowMany.test(question)) return [];
  const goods = keywords.filter(({ word, weak }) => !weak && !ofTrade.test(word));
  if (goods.length === 0) return [];
  return ranked(
    page.rows.flatMap((row) => {
      const text = row.map((line) => line.text).join('  ');
      const carried = carriedBy(text, goods);
      const priced = pricedIn(row);
      if (carried < 0.5 || priced === undefined) return [];
      const value = one ? priced.price : priced.quantity;
      return value ? [{ value, context: row.map((line) => line.text).join(' '), lines: row, score: 0.4 + 0.4 * carried }] : [];
    }),
  );
}

/** What a row prints of its goods: "2 x 1.20  2.40" or "6  100.00  600.00"; where only one amount stands, it is for one. */
function pricedIn(row: readonly PlacedLine[]): { price: string; quantity?: string } | undefined {
  const text = row.map((line) => line.text).join('  ');
  const times = /(?<![\d.,])(\d{1,4})\s?(?:x|×|\*|@|pcs\.?|stk\.?|pieces?)\s?(?:[$€£]\s?)?(\d+(?:[.,]\d{1,2})?)/iu.exec(text);
  if (times) return { price: times[2]!, quantity: times[1]! };
  const amounts = row.flatMap((line) => valuesIn(line.text, 'money').filter(({ rank }) => rank < 3).map(({ value }) => value));
  const counts = [...text.matchAll(/(?<![\d.,/:\p{L}-])([1-9]\d{0,3})(?:[.,]0{1,3})?(?![\d.,/:%\p{L}-])/gu)].map((match) => match[1]!);
  for (const price of amounts)
    for (const quantity of counts)
      if (amounts.some((sum) => sum !== price && Math.abs(amountOf(sum) - amountOf(price) * Number(quantity)) < 0.01)) return { price, quantity };
  const [only] = amounts;
  return amounts.length === 1 && only ? { price: only, ...(counts.length === 1 ? { quantity: counts[0]! } : {}) } : undefined;
}

const mostEntries = 30;

/** "How many main courses are there?": the priced rows under the heading that names them. */
export function countPriced(page: Page, question: string, keywords: readonly Keyword[]): FoundAnswer[] {
  if (!/\bhow many\b.*\b(?:are there|listed|offered|on the (?:menu|list|card)|does|do you)\b/i.test(question)) return [];
  const isPriced = (row: readonly PlacedLine[]) => row.some((line) => valuesIn(line.text, 'money').some(({ rank }) => rank < 2));
  return page.rows.flatMap((row, index): FoundAnswer[] => {
    const [heading] = row;
    const words = wordsIn(heading!.text);
    if (row.length > 1 || isPriced(row) || words.length > 3 || !keywords.some((keyword) => !keyword.weak && matchOf(keyword, heading!.text) > 0.6)) return [];
    const rest = page.rows.slice(index + 1, index + 1 + mostEntries);
    const end = rest.findIndex((other) => !isPriced(other));
    const entries = end < 0 ? rest : rest.slice(0, end);
    return entries.length > 1 ? [{ value: String(entries.length), context: `${heading!.text}: ${entries.length} priced lines`, lines: [heading!, ...entries.flat()], score: 0.55 }] : [];
  });
}
