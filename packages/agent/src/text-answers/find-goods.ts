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

const asksForGoods = /\b(?:what|which (?:goods|items?|products?|things?|articles?|drinks?|foods?|dish|meal|medicines?|books?)|what (?:goods|items?|products?|drinks?|food))\b(?! (?:shop|store|company|person|time|day|date))(?: (?!the\b)\w+){0,3} (?:(?:bought|sold|ordered|purchased|billed)\b(?! by\b)|(?:did|does) (?:\w+ ){1,3}(?:buy|sell|order|purchase)\b)/i;
const mostGoods = 3;
/** Words of a receipt that name no goods. */
const noGoods = /\b(?:total|tax|gst|vat|cash|change|rounding|price|amount|qty|quantity|description|item|invoice|balance|discount|code|summary|unit|tendered|visa|card|date|tel|fax)\b/i;

/** "What was bought?": the first goods of a receipt or an invoice, by the names that stand in or just over their priced rows. */
export function findBought(page: Page, question: string): FoundAnswer[] {
  if (!asksForGoods.test(question) || /\bwhen|who|where|how\b/i.test(question)) return [];
  const priced = (row: readonly PlacedLine[]) => row.some((line) => valuesIn(line.text, 'money').some(({ rank }) => rank < 2));
  const heads = page.rows.findIndex((row) => row.length > 1 && row.filter(({ text }) => /\b(?:item|description|product|qty|quantity|amount|price|total)\b/i.test(text)).length > 1);
  const first = page.rows.findIndex((row, index) => index > heads && priced(row));
  if (first < 0) return [];
  const body = page.rows.slice(heads >= 0 ? heads + 1 : Math.max(0, first - 1));
  const end = body.findIndex((row) => row.some(({ text }) => /\b(?:sub ?-?total|total|amount due|gst|tax|rounding|balance)\b/i.test(text)));
  const goods = (end < 0 ? body : body.slice(0, end)).flatMap((row) =>
    row.flatMap((line) => {
      const name = line.text.replace(/^\W*(?:\d{5,}|\d{1,3})\s+(?=\p{L})/u, '').replace(/\s*@\s?\d.*$|\s+[$€£]?\d+[.,]\d\d.*$/u, '').trim();
      return (name.match(/\p{L}/gu)?.length ?? 0) >= 4 && !/[:：]/.test(name) && !noGoods.test(name) && !/^[A-Z]?\d/.test(name) ? [{ name, line }] : [];
    }).slice(0, 2),
  );
  // A table names its goods under "description" rather than under what group they are of.
  const titled = heads < 0 ? undefined : page.rows[heads]!.find(({ text }) => /\b(?:description|title|item|name)\b/i.test(text));
  const column = titled ? goods.filter(({ line }) => Math.min(line.box[2], titled.box[2]) > Math.max(line.box[0], titled.box[0])) : [];
  const named = (column.length > 0 ? column : goods).slice(0, mostGoods);
  return named.length === 0 ? [] : [{ value: named.map(({ name }) => name).join(', '), lines: named.map(({ line }) => line), score: 0.58 }];
}

/** "How was it paid?": what a label says of the payment, else the means of payment that a row names with an amount. */
export function findPayment(page: Page, question: string): FoundAnswer[] {
  if (!/\bhow\b(?! (?:much|many|long|often)\b).*\b(?:paid|pay)\b|\b(?:method|means|form|mode|type|kind|way) of (?:the )?payment\b|\bpayment (?:method|mode|type|means)\b|\bpaid (?:with|by) what\b|\bwhich card\b/i.test(question)) return [];
  const labelled = page.lines.flatMap((line): FoundAnswer[] => {
    const label = /\b(?:pay(?:ment|ing)? (?:mode|method|type|by|via|means)|paid (?:by|via|with|through)|method of payment|mode of payment|zahlungsart|mode de paiement)\b\s*[:：]?\s*(.*)$/iu.exec(line.text);
    if (!label) return [];
    const under = page.lines.find((other) => other.row > line.row && other.box[1] - line.box[3] < 1.5 * line.height && Math.min(other.box[2], line.box[2]) > Math.max(other.box[0], line.box[0]));
    const right = page.rows[line.row]!.find((other) => other.box[0] >= line.box[2] - 0.01);
    const beside = under && Math.abs(under.box[0] - line.box[0]) < 0.02 && !/[:：]\s*$/.test(line.text) ? under : right ?? under;
    return label[1] ? [{ value: label[1].replace(/[(（].*$/, '').trim() || label[1], context: line.text, lines: [line], score: 0.75 }] : beside && /\p{L}{3}/u.test(beside.text) ? [{ value: beside.text, context: `${line.text} ${beside.text}`, lines: [line, beside], score: 0.8 }] : [];
  });
  const means = page.rows.flatMap((row): FoundAnswer[] => {
    const text = row.map((line) => line.text).join(' ');
    const name = /\b(?:visa|master ?card|amex|american express|maestro|debit(?: card)?|credit(?: card)?|cash|paypal|cheque|check|ec-?karte|contactless|apple pay|bank transfer)\b/i.exec(text)?.[0];
    const amount = valuesIn(text, 'money').find(({ rank }) => rank < 2);
    return name && amount && amountOf(amount.value) > 0 && !/\bcash ?back\b/i.test(text) ? [{ value: name, context: text, lines: row, score: /cash/i.test(name) ? 0.6 : 0.66 }] : [];
  });
  return ranked([...labelled, ...means]).slice(0, 3);
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
