/** What kind of value answers a question. */
export type ValueKind = 'money' | 'percent' | 'number' | 'time' | 'date' | 'year' | 'phone' | 'email' | 'website' | 'postcode' | 'measure' | 'weekday' | 'question' | 'quotation' | 'code-number' | 'duration' | 'ip' | 'version' | 'shortcut' | 'filename';

const month = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
const weekday = '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const amount = '\\d{1,3}(?:[,. \\u00a0]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?';
const clock = '(?:\\d{1,2}\\s?[:.h]\\s?\\d{2}(?:\\s?[:.]\\s?\\d{2})?(?:\\s?[ap]\\.?\\s?m\\b\\.?)?|\\d{1,2}\\s?(?:a\\.?m\\b\\.?|p\\.?m\\b\\.?|o\'?clock|uhr)|noon|midnight)';
const numberWord = '(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen)';

const timeUnit = '(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|h|days?|dys?|weeks?|months?|years?|yrs?)\\b';

/** Patterns of values as they are printed; the first of several for a kind is the most telling. */
const patterns: Record<ValueKind, RegExp[]> = {
  money: [
    new RegExp(`(?:US|A|CA|HK|S)?[$€£¥₩₹฿]\\s?(?:${amount})|(?:${amount})\\s?(?:[$€£¥₩₹฿]|(?:eur|euros?|usd|gbp|dollars?|pounds?|cents?|chf|kr|zł|yen|won|rm|rp|p)\\b)|\\b(?:rm|rp|rs\\.?|chf|eur|usd|gbp|sgd|myr|hkd|kr)\\s?(?:${amount})`, 'giu'),
    /(?<![\d.,:/]|[\d\p{L}]-)\d{1,3}(?:[., ]?\d{3})*[.,]\d{2}(?![\d%:/\p{L}-]|[.,]\d|\s?%)/gu,
    /(?<![\d.,:/-])\d{1,3}(?:,\d{3})+(?![\d%:/-])/gu,
    new RegExp(`(?:[$€£]\\s?)?\\d+(?:[.,]\\d+)?\\s(?:thousand|million|billion|bn)\\b(?:\\s(?:dollars?|euros?|pounds?|yen))?`, 'giu'),
  ],
  percent: [/\d+(?:[.,]\d+)?\s?(?:%|％|percent\b|per cent\b|pct\b)/giu],
  number: [/(?<![\p{L}\d.,])\d{1,3}(?:,\d{3})+(?![\d])|(?<![\p{L}\d.,])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?! ?\d|[.,]\d)|\d+(?:\.\d+)?/gu, new RegExp(`\\b${numberWord}(?:[- ]${numberWord})*\\b`, 'giu')],
  time: [new RegExp(`${clock}(?:\\s?(?:-|–|—|to|until|till|bis|à)\\s?${clock})?`, 'giu'), /\b(?:24|12)\s?(?:hours?|hrs?|h)\b|\b24\s?\/\s?7\b|\b\d{4}\s?hrs\b/giu, /\b\d{1,2}\s?[-–]\s?\d{1,2}\s?(?:am|pm)?\b/giu],
  date: [
    new RegExp(`(?:${weekday}\\.?,?\\s+)?\\d{1,2}(?:st|nd|rd|th|\\.)?\\s?(?:[-–]\\s?\\d{1,2}(?:st|nd|rd|th|\\.)?\\s?)?(?:of )?${month}(?!\\p{L})\\.?(?:,?\\s?'?\\d{2,4})?`, 'giu'),
    new RegExp(`(?:${weekday}\\.?,?\\s+)?\\b${month}\\.?\\s?\\d{1,2}(?!\\d)(?:st|nd|rd|th)?(?:\\s?[-–]\\s?\\d{1,2}(?:st|nd|rd|th)?)?(?:,?\\s?\\d{4})?`, 'giu'),
    /(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)|\d{4}年\s?\d{1,2}月(?:\s?\d{1,2}日)?|\d{1,2}月\d{1,2}日/gu,
    new RegExp(`\\b${month}\\.?,? \\d{4}\\b`, 'giu'),
    /(?<![\d/.-])(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:19|20)\d\d(?![\d/.-])/gu,
    new RegExp(`\\b${month}\\.?\\s?(?:-|–|—|to|until|till|bis|à|through)\\s?${month}\\b\\.?`, 'giu'),
  ],
  year: [/(?<![\d.,$€£])(?:1[0-9]|20)\d\d\s?(?:[-–—/]|to|until|till|bis|à)\s?(?:(?:1[0-9]|20)?\d\d)(?!\d)/gu, /(?<![\d.,$€£/-])(?<!\d:)(?:1[0-9]|20)\d\d(?![\d.,]\d|[/:-]\d)/gu],
  phone: [/(?:\+\s?\d{1,3}[\s.-]?)?\(?\d{2,5}\)?[\s./-]{0,2}\d{2,4}(?:[\s.-]?\d{2,4}){1,3}(?!\d)/gu, /\b(?:\d{3}[- ])?\d{3}-[A-Z]{4}\b/gu, /\b1?[- ]?(?:800|888|877|0800|0900)[- ][A-Z0-9-]{4,9}\b/gu],
  email: [/[\p{L}\p{N}._%+-]+\s?@\s?[\p{L}\p{N}.-]+\.\s?\p{L}{2,}/gu],
  website: [/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?![\d.])/gu, /(?:https?:\s?\/\/|www\s?[.,]\s?)[^\s]+/giu, /\b[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|org|net|edu|gov|io|co|info|biz|eu|uk|de|fr|es|it|nl|be|ch|at|pl|se|no|dk|fi|pt|us|ca|au|jp|kr|cn|hk|sg|my|in|th|vn|tw|tv|me|app|dev|ai|xyz)(?:\.[a-z]{2})?(?:\/[^\s]*)?(?![\p{L}\p{N}])/giu],
  postcode: [/\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b(?:[A-Z]{2}[- ]?)?\d{5}(?:-\d{4})?\b|\b\d{4}\s?[A-Z]{2}\b|〒\s?\d{3}-\d{4}|\b\d{3}-\d{4}\b/gu],
  measure: [new RegExp(`\\b${numberWord}(?:[- ]${numberWord})* (?:metres?|meters?|kilomet(?:re|er)s?|miles?|feet|inches|minutes?|hours?|days?|weeks?|months?|years?|kilos?|pounds?|tons?|litres?|liters?)\\b`, 'giu'), /\d+(?:[.,]\d+)?\s?(?:°\s?[CF]?|km\s?\/?\s?h|kph|mph|km|cm|mm|m²|m2|metres?|meters?|miles?|feet|foot|ft|inch(?:es)?|kg|g|mg|lbs?|oz|ml|cl|dl|l|litres?|liters?|kwh|kw|w|watts?|v|volts?|mb|gb|tb|min(?:ute)?s?|hours?|hrs?|h|days?|weeks?|months?|years?|yrs?|kcal|cal|kj|cups?|spoons?|tablespoons?|teaspoons?|tbsp|tsp|gr|grams?|slices?|ounces?|f|c|m|t|tons?|tonnes?|persons?|people|seats?|floors?|pages?|dpi|px|pixels?|points?|pt|fps|hz|ghz|mhz|[kmgt]i?b?)(?![\p{L}])/giu],
  duration: [new RegExp(`(?:\\d+(?:[.,]\\d+)?|\\b${numberWord}(?:[- ]${numberWord})*)[ -]?${timeUnit}(?:\\.?(?:,| and| &|,? and)? \\d+[ -]?${timeUnit})*`, 'giu')],
  version: [/(?<![\d.])v?\d+(?:\.\d+)+(?:[-+~]?[\w.+~-]*\w)?/giu, /\bv ?\d+\b/giu, /(?<![\d.,:/-])\d{1,3}(?![\d.,:/%-])/gu],
  shortcut: [/\b(?:(?:ctrl|control|alt|shift|cmd|super|meta|win)\s?[+-]\s?)+[\p{L}\d]+|(?<![\p{L}\d])F\d{1,2}\b|[⌘⌥⇧]+[\p{L}\d]/giu],
  filename: [/(?:[\w~.-]*\/)*[\w-]+(?:\.[\w-]+)*\.(?:pdf|png|jpe?g|gif|svg|txt|csv|docx?|xlsx?|pptx?|zip|tar|gz|py|js|ts|html?|css|xml|json|ya?ml|md|mp[34]|wav|avi|exe|sh|c|cpp|h|java|rb|kmy|db|sql|log|ini|conf|cfg|tex|odt|ods|iso|deb)\b/giu],
  ip: [/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2}|:\d{2,5})?(?![\d.])/gu],
  weekday: [new RegExp(`\\b${weekday}s?\\.?(?:\\s?(?:-|–|to|bis|&|and|\\/)\\s?${weekday}s?)?\\b|\\bdaily\\b|\\bevery ?day\\b|\\bweekends?\\b|\\bweekdays?\\b|\\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\\b`, 'giu')],
  question: [/[^.!?]*[?？]/gu],
  quotation: [/["“„«][^"”“»]{2,}["”“»]/gu],
  'code-number': [/(?<![\p{L}\d])(?=[\p{L}\d]*\d)(?=[\p{L}\d]*\p{Ll})(?=\d|\p{Lu}{1,4}\d)[\p{L}\d]{8,}(?![\p{L}\d])/gu, /\b[A-Z]{1,3}[- ]?\d{1,4}\b/gu, /\b[A-Z]{0,4}[-#]?\d[\dA-Z-]{1,}\b/gu, /\d+/gu],
};

/** A value found in a text. */
export interface FoundValue {
  value: string;
  /** Where it starts, in characters. */
  start: number;
  /** 0 for the most telling pattern of its kind, then 1, ... */
  rank: number;
}

/** Every value of a kind in a text, from left to right, without those inside another. */
export function valuesIn(text: string, kind: ValueKind): FoundValue[] {
  const found: FoundValue[] = [];
  for (const [rank, pattern] of patterns[kind].entries()) {
    for (const match of text.matchAll(pattern)) {
      const value = match[0].trim();
      const start = match.index + match[0].indexOf(value);
      if (kind === 'phone' && (value.replace(/\D/g, '').length < 7 && !/[A-Z]/.test(value) || /^\d{8}$/.test(value) && !/\p{L}\W*$/u.test(text.slice(0, start)))) continue;
      if (kind === 'date' && !couldBeDate(value)) continue;
      if (kind === 'phone' && (['date', 'time'] as const).some((other) => valuesIn(text, other).some((one) => start < one.start + one.value.length && one.start < start + value.length))) continue;
      if (value && !found.some((other) => start < other.start + other.value.length && other.start < start + value.length)) found.push({ value, start, rank });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Three numbers are a date only if a day and a month are among them. */
function couldBeDate(value: string): boolean {
  const numbers = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(value)?.slice(1).map(Number);
  if (!numbers) return true;
  const [first, second, third] = numbers as [number, number, number];
  const dayAndMonth = (one: number, other: number) => one >= 1 && other >= 1 && Math.min(one, other) <= 12 && Math.max(one, other) <= 31;
  return first > 31 ? dayAndMonth(second, third) : dayAndMonth(first, second);
}

/** The number of an amount of money, or 0: "1.234,50 €" is 1234.5. */
export function amountOf(value: string): number {
  const digits = value.replace(/[^\d.,]/g, '');
  return Number(digits.replace(/[.,](?=\d{3}(?!\d))/g, '').replace(',', '.')) || 0;
}
