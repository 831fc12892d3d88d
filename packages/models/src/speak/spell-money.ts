import { cardinal, decimal } from './number-words.js';

/** One, many, a hundredth, hundredths. */
const currencies: Record<string, readonly [string, string, string, string]> = {
  $: ['dollar', 'dollars', 'cent', 'cents'], '£': ['pound', 'pounds', 'penny', 'pence'], '€': ['euro', 'euros', 'cent', 'cents'], '¥': ['yen', 'yen', '', ''], '₹': ['rupee', 'rupees', 'paisa', 'paise'],
  '₩': ['won', 'won', '', ''], '₽': ['ruble', 'rubles', 'kopeck', 'kopecks'], '₺': ['lira', 'lira', 'kurush', 'kurush'], '₿': ['bitcoin', 'bitcoins', '', ''], CHF: ['franc', 'francs', 'centime', 'centimes'],
  USD: ['dollar', 'dollars', 'cent', 'cents'], EUR: ['euro', 'euros', 'cent', 'cents'], GBP: ['pound', 'pounds', 'penny', 'pence'], JPY: ['yen', 'yen', '', ''], INR: ['rupee', 'rupees', 'paisa', 'paise'],
  CAD: ['Canadian dollar', 'Canadian dollars', 'cent', 'cents'], AUD: ['Australian dollar', 'Australian dollars', 'cent', 'cents'],
};
const sign = `(?:[$£€¥₹₩₽₺₿]|(?<![A-Z])(?:${Object.keys(currencies).filter((code) => code.length === 3).join('|')})(?![A-Za-z]))`;
const amount = String.raw`(?:\d{1,3}(?:[,'’]\d{3})+|\d{1,3}(?:\.\d{3})+(?=,\d\d(?!\d))|\d+)`;
const cents = String.raw`(?:[.,](\d\d)(?![\d])(?!,\d{3})|[.,](?:-{1,2}|–|—)(?!\d)|(\.\d+))`;
const size = String.raw`(?:\s?(hundred|thousand|million|billion|trillion|(?:[kmb]n?)\b))`;
const before = new RegExp(`(-)?(${sign})\\s?(${amount})${cents}?${size}?`, 'gi');
const after = new RegExp(`(?<![\\w.,])(-)?(${amount})${cents}?${size}?\\s?(${sign})(?!\\w)`, 'gi');
const range = new RegExp(`(${sign})\\s?(\\d[\\d.,]*?)(?:\\s?[-–—]\\s?|\\sto\\s)(${sign})?\\s?(?=\\d)`, 'g');
const rangeAfter = new RegExp(`(?<![\\w.,])(\\d[\\d.,]*?)\\s?[-–—]\\s?(?=\\d[\\d.,]*\\s?${sign}(?!\\w))`, 'g');

/** Sums of money: "$3.50", "3,99 €", "CHF 12.–", "$2.5 million", "$5–10". */
export function spellMoney(text: string): string {
  return text
    .replace(range, (_, first: string, from: string, second: string | undefined) => `${first}${from} to ${second ?? first}`)
    .replace(rangeAfter, (_, from: string) => `${decimal(from.replace(/,(?=\d\d$)/, '.'))} to `)
    .replace(before, (all, minus: string | undefined, currency: string, whole: string, small: string | undefined, part: string | undefined, large: string | undefined) => said(all, minus, currency, whole, small, part, large))
    .replace(after, (all, minus: string | undefined, whole: string, small: string | undefined, part: string | undefined, large: string | undefined, currency: string) => said(all, minus, currency, whole, small, part, large))
    .replace(/(?<![\w.,])(\d{1,3})\s?¢/g, (_, whole: string) => `${cardinal(whole)} cent${whole === '1' ? '' : 's'}`);
}

function said(all: string, minus: string | undefined, currency: string, whole: string, small: string | undefined, part: string | undefined, large: string | undefined): string {
  const names = currencies[currency.toUpperCase()];
  if (!names) return all;
  const plain = whole.replace(/[,.'’]/g, '');
  const negative = minus ? 'minus ' : '';
  const sizeName = { k: 'thousand', m: 'million', b: 'billion' }[large?.[0]?.toLowerCase() ?? ''];
  if (large) return `${negative}${decimal(`${plain}${part ?? (small ? `.${small}` : '')}`)} ${large.length > 2 ? large : sizeName} ${names[1]}`;
  if (part) return `${negative}${decimal(plain + part)} ${names[1]}`;
  const many = `${cardinal(plain)} ${names[plain === '1' ? 0 : 1]}`;
  if (!small || small === '00' || names[2] === '') return negative + many;
  const rest = `${cardinal(small)} ${names[small === '01' ? 2 : 3]}`;
  return negative + (/^0+$/.test(plain) ? rest : `${many} and ${rest}`);
}
