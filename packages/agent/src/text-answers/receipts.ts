import { ranked, type FoundAnswer } from './found-answer.js';
import type { Page, PlacedLine } from './page-layout.js';
import { amountOf, valuesIn } from './value-patterns.js';

const receiptWords = /\b(total|sub ?total|cash|change|tax|gst|vat|mwst|tva|amount|receipt|invoice|qty|cashier|rounding|visa|mastercard|balance|tendered|summe|bar|ttc)\b/i;

/** Whether a page is a receipt or a bill: priced rows, and several words that those print. */
export function isReceipt(page: Page): boolean {
  const priced = page.rows.filter((row) => row.some((line) => valuesIn(line.text, 'money').some(({ rank }) => rank < 2)));
  return priced.length >= 2 && page.lines.filter((line) => receiptWords.test(line.text)).length >= 3;
}

/** The rows of a receipt that carry a price and are no total, tax or payment: its items. */
export function pricedRows(page: Page): PlacedLine[][] {
  const priced = page.rows.filter((row) => row.some((line) => valuesIn(line.text, 'money').some(({ rank }) => rank < 2)));
  const end = priced.findIndex((row) => row.some((line) => /total|sum\b|summe|subtotal|balance|amount|tax|vat|cash|change/i.test(line.text)));
  return (end < 0 ? priced : priced.slice(0, end)).filter((row) => row.some((line) => /\p{L}{2,}/u.test(line.text)));
}

const headEnds = /\b(tel|phone|ph|fax|gst|tax|vat|reg|id|date|time|invoice|receipt|bill|table|cashier|order|qty|item|description|price|amount|welcome|thank|guest|check|www|email|open|hours)\b|https?:/i;
const firm = /\b(sdn|bhd|s\/b|ltd|limited|inc|llc|llp|gmbh|ag|s\.?a\.?|s\.?r\.?l|plc|corp|co|pte|enterprise|trading|store|stores|shop|mart|market|supermarket|restaurant|restoran|cafe|café|coffee|bakery|bar|grill|kitchen|pizza|hotel|pharmacy|hardware|stationery|books|kedai|pasar|bistro|deli|diner|house|hospital|station|petrol|boutique|salon)\b/i;

/** 0..1: how likely lines at the head of a receipt name who gave it. Zero elsewhere on it. */
export function issuerScore(page: Page, lines: readonly PlacedLine[]): number {
  const text = lines.map((line) => line.text).join(' ');
  const isFirm = firm.test(text);
  if (isOther(text) && !isFirm) return 0;
  const first = Math.min(...lines.map((line) => line.row));
  const goods = page.rows.findIndex((row) => row.some((line) => valuesIn(line.text, 'money').some(({ rank }) => rank < 2)) || row.filter((line) => columnWords.test(line.text)).length > 1);
  if (goods >= 0 && first >= goods && !isFirm) return 0;
  const order = page.rows.slice(0, first).filter((row) => row.some((line) => (line.text.match(/\p{L}/gu)?.length ?? 0) >= 4 && !isOther(line.text))).length;
  const after = page.rows.slice(0, first).filter((row) => row.some((line) => isOther(line.text))).length;
  return Math.max(0, 0.6 - 0.12 * order - 0.08 * after) + (isFirm && order + after < 8 ? 0.3 : 0);
}

const columnWords = /\b(description|qty|quantity|item|price|amount|unit|u\.?p|disc)\b/i;

/** Addresses, numbers and greetings of a receipt's head. */
function isOther(text: string): boolean {
  return headEnds.test(text) || valuesIn(text, 'postcode').length > 0 || /\b(no|lot|jalan|jln|street|road|ave|avenue|blvd)\b\.?\s?\S*\d|\d+,? \p{L}+ (st|street|rd|road|ave|avenue|blvd|lane|drive)\b/iu.test(text);
}

const wantsTotal = /\b(grand total|total|amount (due|payable|to (be )?pa(y|id))|how much (was|is|did|do|does|has|had) (it|this|that|he|she|they|you|we|i|one|the (bill|receipt|meal|purchase|customer|buyer|order|shopping))\b.*|how much (was|is|has been|(?:had|has|have|needs?) to be|must be|should be) (paid|spent|charged)|how much (?:do|does|must|should|will|did) (?:i|we|they|he|she|one|you) (?:have to |need to )?pay\b(?! for)|owed|owing|in all|altogether|how much (did|does|do|was|is|were) (everything|all of (it|this))|sum|final (price|amount)|bill amount)\b/i;
const otherAmount = /\b(sub|sub-?total|tax|gst|vat|tip|discount|items?|quantity|number|before|without|excluding|net|change|cash|rounding|service|points?|saving|savings|saved)\b|\btotal (of|for|price of) (?!the (bill|receipt|purchase|order|meal))/i;

/** Whether a question asks for all that is to be paid. */
export function asksForTotal(question: string): boolean {
  return wantsTotal.test(question) && !otherAmount.test(question);
}

const totalLabel = /\b(total|am(oun)?t\.? (due|payable|paid|to be paid)|balance due|to (be )?pa(y|id)|net(t)? am(oun)?t|summe|gesamt(betrag)?|totale|totaal|montant|importe|jumlah|net ?pay|ttc)\b|合計|合计|합계/i;

/** The sum to pay on a receipt: told by its label, by its place, and by what was given and given back. */
export function findTotal(page: Page): FoundAnswer[] {
  const amountsIn = (row: readonly PlacedLine[]) => row.flatMap((line) => valuesIn(line.text, 'money').filter(({ rank }) => rank < 2).map((value) => ({ value, line })));
  const summary = page.rows.findIndex((row) => row.some((line) => /\b(summary|analysis|breakdown|tax code)\b/i.test(line.text)));
  const labelled = (pattern: RegExp) => page.rows.flatMap((row) => (row.some((line) => pattern.test(line.text)) ? amountsIn(row).slice(-1).map(({ value }) => amountOf(value.value)) : []));
  const given = labelled(/\b(cash|tendered|paid|payment|visa|master|card|debit|bar)\b/i);
  const back = labelled(/\b(change|rückgeld|rendu)\b/i);
  const due = new Set(given.flatMap((one) => [one, ...back.map((other) => Math.round((one - other) * 100) / 100)]));
  return ranked(
    page.rows.flatMap((row, index) => {
      const text = row.map((line) => line.text).join(' ');
      if (!totalLabel.test(text)) return [];
      const own = amountsIn(row);
      const under = own.length === 0 ? amountsIn(page.rows[index + 1] ?? []).slice(-1) : [];
      const found = [...own, ...under].at(-1);
      if (!found) return [];
      const amount = amountOf(found.value.value);
      const rounded = page.rows.slice(Math.max(0, index - 2), index).some((before) => before.some((line) => /\brounding\b/i.test(line.text)));
      const final = rounded || /\b(grand|due|payable|final|nett?|after|rounded|to be paid|incl(usive|uding)?|inc)\b/i.test(text) ? 0.12 : 0;
      const part = /\bsub|\bsupplies|\bexcl|\brounding adj/i.test(text) ? 0.35 : /\b(saving|savings|discount|disc|items?|qty|quantity|points?|before|taxable|tax|gst|vat|change)/i.test(text) && final === 0 ? 0.3 : 0;
      const inSummary = summary >= 0 && index > summary ? 0.3 : 0;
      const fits = due.has(amount) ? 0.2 : 0;
      const several = own.length > 1 ? 0.15 : 0;
      const score = 0.62 + final + (rounded ? 0.06 : 0) + fits - part - inSummary - several - (under.length > 0 ? 0.2 : 0) + 0.1 * found.line.prominence + 0.04 * (index / page.rows.length);
      return amount > 0 ? [{ value: found.value.value, context: text, lines: row.includes(found.line) ? row : [...row, found.line], score: Math.min(1, score) }] : [];
    }),
  );
}
