const small = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const powers: readonly (readonly [bigint, string])[] = [
  [1_000_000_000_000n, 'trillion'],
  [1_000_000_000n, 'billion'],
  [1_000_000n, 'million'],
  [1_000n, 'thousand'],
  [100n, 'hundred'],
];
/** Numbers of more digits are said digit by digit: nobody follows their names. */
const mostDigits = 15;

/** A whole number as it is said: 1024 is "one thousand twenty-four". Takes digits only. */
export function cardinal(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, '');
  return plain.length > mostDigits ? digitByDigit(digits) : said(BigInt(plain));
}

function said(number: bigint): string {
  if (number < 20n) return small[Number(number)]!;
  if (number < 100n) return `${tens[Number(number / 10n)]}${number % 10n === 0n ? '' : `-${small[Number(number % 10n)]}`}`;
  const [size, name] = powers.find(([power]) => number >= power)!;
  return `${said(number / size)} ${name}${number % size === 0n ? '' : ` ${said(number % size)}`}`;
}

const oddOrdinals: Record<string, string> = { one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth' };

/** 21 is "twenty-first". */
export function ordinal(digits: string): string {
  return cardinal(digits).replace(/[a-z]+$/, (last) => oddOrdinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`));
}

/** 1999 is "nineteen ninety-nine", 1905 "nineteen oh five", 2007 "two thousand seven". */
export function year(digits: string): string {
  const [century, rest] = [digits.slice(0, 2), digits.slice(2)];
  if (digits.length !== 4 || digits.startsWith('0') || /^.00/.test(digits)) return cardinal(digits);
  if (rest === '00') return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest.startsWith('0') ? `oh ${cardinal(rest)}` : cardinal(rest)}`;
}

/** "zero zero seven". */
export const digitByDigit = (digits: string) => [...digits].filter((digit) => /\d/.test(digit)).map((digit) => small[Number(digit)]!).join(' ');

/** Digits with separators of thousands and a decimal point: "1,024.5" is "one thousand twenty-four point five". */
export function decimal(number: string): string {
  const [whole = '', fraction] = number.replaceAll(',', '').split('.');
  const before = whole === '' ? 'zero' : cardinal(whole);
  return fraction ? `${before} point ${digitByDigit(fraction)}` : before;
}
