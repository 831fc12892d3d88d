const small = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const large = ['', 'thousand', 'million', 'billion', 'trillion'];
const ordinals: Record<string, string> = { one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth' };
const abbreviations: Record<string, string> = { mr: 'mister', mrs: 'missus', ms: 'miss', dr: 'doctor', prof: 'professor', vs: 'versus', etc: 'et cetera', '&': 'and', '%': 'percent', '+': 'plus', '=': 'equals', okay: 'ok' };

/**
 * The words of a transcript as they are compared: case, punctuation and apostrophes aside; numbers, titles and signs as words ("10" is "ten", "Mr." is "mister",
 * "37.67" is "thirty seven point six seven", "1984" is "nineteen eighty four", "90210" is spelled digit by digit). English.
 */
export function normalWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘`]/g, '')
    .replace(/[$€£]\s?(\d[\d,]*(?:\.\d+)?)/g, (sign, amount: string) => ` ${amount} ${{ $: 'dollars', '€': 'euros', '£': 'pounds' }[sign[0]!]!} `)
    .replace(/\b\d{1,3}(?:,\d{3})+\b/g, (number) => ` ${counted(Number(number.replaceAll(',', '')))} `)
    .replace(/\d+(?:\.\d+)?(?:st|nd|rd|th)?\b|[%&+=]/g, (number) => ` ${abbreviations[number] ?? numberInWords(number)} `)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => abbreviations[word] ?? word)
    .flatMap((word) => word.split(' '));
}

function numberInWords(text: string): string {
  const ordinal = /^(\d+)(?:st|nd|rd|th)$/.exec(text);
  if (ordinal) return asOrdinal(wholeInWords(ordinal[1]!));
  const [whole, fraction] = text.split('.') as [string, string?];
  return fraction === undefined ? wholeInWords(whole) : `${wholeInWords(whole)} point ${digits(fraction)}`;
}

const digits = (text: string) => [...text].map((digit) => small[Number(digit)]).join(' ');

function wholeInWords(text: string): string {
  if (text.length > 4 || (text.length > 1 && text.startsWith('0'))) return text.endsWith('000') ? counted(Number(text)) : digits(text);
  const value = Number(text);
  if (value >= 1_100 && value < 2_000 && value % 100 !== 0) return `${below100(Math.floor(value / 100))} ${value % 100 < 10 ? `oh ${small[value % 100]}` : below100(value % 100)}`;
  return counted(value);
}

const below100 = (value: number): string => (value < 20 ? small[value]! : `${tens[Math.floor(value / 10)]}${value % 10 === 0 ? '' : ` ${small[value % 10]}`}`);

function counted(value: number): string {
  if (value < 100) return below100(value);
  const groups: string[] = [];
  for (let [rest, power] = [value, 0]; rest > 0; rest = Math.floor(rest / 1_000), power++) {
    const group = rest % 1_000;
    if (group === 0) continue;
    const [hundreds, below] = [Math.floor(group / 100), group % 100];
    groups.unshift([hundreds === 0 ? '' : `${small[hundreds]} hundred`, below === 0 ? '' : below100(below), large[power] ?? ''].filter(Boolean).join(' '));
  }
  return groups.join(' ');
}

function asOrdinal(words: string): string {
  const all = words.split(' ');
  const last = all.pop()!;
  return [...all, ordinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`)].join(' ');
}
