import { cardinal, decimal, digitByDigit, ordinal, year } from './number-words.js';

const pieces: Record<string, string> = { K: 'king', Q: 'queen', R: 'rook', B: 'bishop', N: 'knight' };
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const monthName = `(?:${months.join('|')}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?`;
const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;

/** Units by how they are written: one, many. */
const units: Record<string, readonly [string, string]> = {
  km: ['kilometer', 'kilometers'], m: ['meter', 'meters'], cm: ['centimeter', 'centimeters'], mm: ['millimeter', 'millimeters'], µm: ['micrometer', 'micrometers'], μm: ['micrometer', 'micrometers'],
  mi: ['mile', 'miles'], ft: ['foot', 'feet'], yd: ['yard', 'yards'], kg: ['kilogram', 'kilograms'], g: ['gram', 'grams'], mg: ['milligram', 'milligrams'], lb: ['pound', 'pounds'], lbs: ['pound', 'pounds'], oz: ['ounce', 'ounces'],
  l: ['liter', 'liters'], L: ['liter', 'liters'], ml: ['milliliter', 'milliliters'], mL: ['milliliter', 'milliliters'], s: ['second', 'seconds'], sec: ['second', 'seconds'], ms: ['millisecond', 'milliseconds'], min: ['minute', 'minutes'], h: ['hour', 'hours'], hr: ['hour', 'hours'], hrs: ['hour', 'hours'],
  'km/h': ['kilometer per hour', 'kilometers per hour'], 'm/s': ['meter per second', 'meters per second'], mph: ['mile per hour', 'miles per hour'], kph: ['kilometer per hour', 'kilometers per hour'],
  B: ['byte', 'bytes'], kB: ['kilobyte', 'kilobytes'], KB: ['kilobyte', 'kilobytes'], MB: ['megabyte', 'megabytes'], GB: ['gigabyte', 'gigabytes'], TB: ['terabyte', 'terabytes'], px: ['pixel', 'pixels'], MP: ['megapixel', 'megapixels'], dpi: ['dot per inch', 'dots per inch'], fps: ['frame per second', 'frames per second'],
  Hz: ['hertz', 'hertz'], kHz: ['kilohertz', 'kilohertz'], MHz: ['megahertz', 'megahertz'], GHz: ['gigahertz', 'gigahertz'], V: ['volt', 'volts'], W: ['watt', 'watts'], kW: ['kilowatt', 'kilowatts'], kWh: ['kilowatt hour', 'kilowatt hours'], A: ['ampere', 'amperes'], mAh: ['milliampere hour', 'milliampere hours'],
  '%': ['percent', 'percent'], '°C': ['degree Celsius', 'degrees Celsius'], '°F': ['degree Fahrenheit', 'degrees Fahrenheit'], '°': ['degree', 'degrees'], 'm²': ['square meter', 'square meters'], 'km²': ['square kilometer', 'square kilometers'], 'cm²': ['square centimeter', 'square centimeters'], 'm³': ['cubic meter', 'cubic meters'],
};
const unitPattern = Object.keys(units).sort((a, b) => b.length - a.length).map((unit) => unit.replace(/[/%²³]/g, '\\$&')).join('|');
const currencies: Record<string, readonly [string, string, string, string]> = { $: ['dollar', 'dollars', 'cent', 'cents'], '£': ['pound', 'pounds', 'penny', 'pence'], '€': ['euro', 'euros', 'cent', 'cents'], '¥': ['yen', 'yen', '', ''] };
const abbreviations: readonly [RegExp, string][] = [
  [/\bMr\.?(?=\s)/g, 'Mister'], [/\bMrs\.?(?=\s)/g, 'Missus'], [/\bMs\.(?=\s)/g, 'Miss'], [/\bDr\.(?=\s+\p{Lu})/gu, 'Doctor'], [/\bProf\.(?=\s)/g, 'Professor'], [/\bSt\.(?=\s+\p{Lu})/gu, 'Saint'],
  [/\be\.\s?g\.,?/g, 'for example,'], [/\bi\.\s?e\.,?/g, 'that is,'], [/\betc\.(?=\s*(?:\p{Lu}|$))/gu, 'and so on.'], [/\betc\./g, 'and so on'], [/\bvs\.?(?=\s)/g, 'versus'], [/\bapprox\.?(?=\s)/g, 'approximately'], [/\bNo\.\s?(?=\d)/g, 'number '], [/\bca\.\s?(?=\d)/g, 'about '],
];
const symbols: readonly [RegExp, string][] = [
  [/\s*(?:→|⇒|->|=>)\s*/g, ' to '], [/\s*×\s*/g, ' by '], [/\s*±\s*/g, ' plus or minus '], [/\s*≈\s*/g, ' about '], [/\s*≤\s*/g, ' at most '], [/\s*≥\s*/g, ' at least '], [/\s*≠\s*/g, ' is not '], [/\s+=\s+/g, ' is '],
  [/\s*&\s*/g, ' and '], [/\s+\+\s+/g, ' plus '], [/#(?=\d)/g, 'number '], [/\s*·\s*/g, ', '], [/½/g, ' one half'], [/¼/g, ' one quarter'], [/¾/g, ' three quarters'], [/(?<=\S)\s*\/\s*(?=\S)/g, ' or '],
];
const fractions: Record<string, string> = { '1/2': 'one half', '1/3': 'one third', '2/3': 'two thirds', '1/4': 'one quarter', '3/4': 'three quarters' };

/**
 * Plain text with everything that is not a word written as a person would say it: numbers, dates, times, money, units, chess moves and squares ("Nf3" is
 * "knight F three"), abbreviations, symbols. English; letters that are said by their names are left as capitals.
 */
export function spellOut(text: string): string {
  let out = text.normalize('NFC').replace(/[\u2018\u2019\u02bc]/g, "'").replace(/\u2212/g, '-').replace(/[\u00a0\u2009\u202f]/g, ' ');
  out = out.replace(/https?:\/\/\S*[^\s.,;:!?)]|\bwww\.\S*[^\s.,;:!?)]/g, 'a link').replace(/\b[\w.+-]+@[\w-]+\.[\w.-]*\w/g, 'an e-mail address');
  for (const [found, words] of abbreviations) out = out.replace(found, words);
  out = chess(dates(times(money(out))));
  // 192.168.0.1 and 1.2.3 are no decimals.
  out = out.replace(/\bv?(\d+(?:\.\d+){2,})\b/g, (_, version: string) => version.split('.').map(cardinal).join(' point '));
  out = out.replace(/\b([123])\/([234])\b(?!\/)/g, (all) => fractions[all] ?? all);
  out = out.replace(new RegExp(`(?<![\\w.])(${number})\\s?(?:-|–|to)\\s?(${number})(?=\\s?(?:${unitPattern})(?![\\w]))`, 'g'), '$1 to $2');
  out = out.replace(new RegExp(`(?<![\\w.,])(-?)(${number})[  ]?(${unitPattern})(?![\\w°])`, 'g'), (all: string, minus: string, amount: string, unit: string) => {
    // "4 A" and "3 s" may be no units at all when the letter starts a word group; only what stands at the number is certain.
    if (unit.length === 1 && /[A-Za-z]/.test(unit) && /\s/.test(all) && !/[mglsh]/.test(unit)) return all;
    return `${minus ? 'minus ' : ''}${decimal(amount)} ${units[unit]![amount === '1' ? 0 : 1]}`;
  });
  out = out.replace(/\b(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)\b/g, (_, digits: string) => ordinal(digits.replaceAll(',', '')));
  for (const [found, words] of symbols) out = out.replace(found, words);
  return numbers(out).replace(/[^\S\n]+/g, ' ').replace(/ ([,.;:!?)\]])/g, '$1').replace(/([(\[]) /g, '$1').trim();
}

/** {@link spellOut} of each line. */
export const inWords = (text: string): string => text.split('\n').map(spellOut).join('\n');

function money(text: string): string {
  return text.replace(/([$£€¥])\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d\d)(?!\d)|(\.\d+))?(?:\s?(hundred|thousand|million|billion|trillion|[kmb]n?\b))?|(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+)(?:[.,](\d\d))?\s?(€|£)(?!\w)/gi,
    (all, sign: string | undefined, whole: string | undefined, cents: string | undefined, part: string | undefined, size: string | undefined, wholeBefore: string | undefined, centsBefore: string | undefined, signAfter: string | undefined) => {
      const names = currencies[(sign ?? signAfter)!];
      if (!names) return all;
      const [amount, small] = [(whole ?? wholeBefore)!.replaceAll(',', ''), cents ?? centsBefore];
      const sizeName = { k: 'thousand', m: 'million', b: 'billion' }[size?.[0]?.toLowerCase() ?? ''];
      if (size) return `${decimal(`${amount}${part ?? (small ? `.${small}` : '')}`)} ${size.length > 2 ? size : sizeName} ${names[1]}`;
      if (part) return `${decimal(amount + part)} ${names[1]}`;
      const large = `${cardinal(amount)} ${names[amount === '1' ? 0 : 1]}`;
      if (!small || small === '00') return large;
      const rest = `${cardinal(small)} ${names[small === '01' ? 2 : 3]}`;
      return /^0+$/.test(amount) ? rest : `${large} and ${rest}`;
    });
}

function times(text: string): string {
  return text.replace(/\b([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?:\s?([ap])\.?m\b\.?)?(?![\d:])/gi, (_, hour: string, minute: string, half: string | undefined) => {
    const past = minute === '00' ? (half ? '' : " o'clock") : minute.startsWith('0') ? ` oh ${cardinal(minute)}` : ` ${cardinal(minute)}`;
    return `${cardinal(hour)}${past}${half ? ` ${half.toUpperCase()}M` : ''}`;
  }).replace(/\b(1[0-2]|[1-9])\s?([ap])\.?m\b\.?/gi, (_, hour: string, half: string) => `${cardinal(hour)} ${half.toUpperCase()}M`);
}

function dates(text: string): string {
  const monthFull = (name: string) => months.find((month) => month.startsWith(name.slice(0, 3)))!;
  return text
    .replace(/\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b(?:T(?=\d))?/g, (_, y: string, m: string, d: string) => `${months[Number(m) - 1]} ${ordinal(d)}, ${year(y)} `)
    .replace(new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.? (${monthName})(?:,? (\\d{4}))?\\b`, 'g'), (_, d: string, m: string, y: string | undefined) => `the ${ordinal(d)} of ${monthFull(m)}${y ? `, ${year(y)}` : ''}`)
    .replace(new RegExp(`\\b(${monthName}) (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (\\d{4})\\b)?`, 'g'), (_, m: string, d: string, y: string | undefined) => `${monthFull(m)} ${ordinal(d)}${y ? `, ${year(y)}` : ''}`)
    .replace(new RegExp(`\\b(${monthName}) (\\d{4})\\b`, 'g'), (_, m: string, y: string) => `${monthFull(m)} ${year(y)}`)
    .replace(/\b(\d{3})0s\b/g, (_, decade: string) => `${year(`${decade}0`).replace(/y$/, 'ie')}s`);
}

const move = '(?:[KQRBN][a-h]?[1-8]?x?[a-h][1-8]|[a-h]x[a-h][1-8]|[a-h][1-8]|O-O(?:-O)?)(?:=[QRBN])?[+#]?';
const oneAfterAnother = new RegExp(`(?<![\\w/-])${move}[ \\u00a0]+(?=${move}(?!\\w))`, 'g');

/** Moves in algebraic notation (FIDE Laws of Chess, appendix C) and squares: "exd5+" is "E takes D five, check". */
function chess(text: string): string {
  const square = (name: string) => `${name[0]!.toUpperCase()} ${cardinal(name[1]!)}`;
  return text
    .replace(oneAfterAnother, (all) => all.trimEnd().replace(/,?$/, ', '))
    .replace(/(?<![\w-])([O0])-\1-\1([+#])?/g, (_, __: string, end: string | undefined) => `castles queenside${ending(end)}`)
    .replace(/(?<![\w-])([O0])-\1(?![\w-])([+#])?/g, (_, __: string, end: string | undefined) => `castles kingside${ending(end)}`)
    .replace(/(?<!\w)(\d{1,3})\.(?:\.\.|…)?\s?(?=(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8]|castles)(?!\w))/g, (_, move: string, at: number) => `${at > 0 ? ', ' : ''}${cardinal(move)}: `)
    .replace(/(?<![\w/])([KQRBN])([a-h]?[1-8]?)(x)?([a-h][1-8])([+#])?(?!\w)/g, (_, piece: string, from: string, takes: string | undefined, to: string, end: string | undefined) =>
      `${pieces[piece]}${[...from].map((one) => ` ${/\d/.test(one) ? cardinal(one) : one.toUpperCase()}`).join('')}${takes ? ' takes' : ''} ${square(to)}${ending(end)}`)
    .replace(/(?<![\w/])([a-h])x([a-h][1-8])(?:=([QRBN]))?([+#])?(?!\w)/g, (_, from: string, to: string, becomes: string | undefined, end: string | undefined) => `${from.toUpperCase()} takes ${square(to)}${promotion(becomes)}${ending(end)}`)
    .replace(/(?<![\w/])([a-h][1-8])\s?[-–]\s?([a-h][1-8])(?!\w)/g, (_, from: string, to: string) => `${square(from)} to ${square(to)}`)
    .replace(/(?<![\w/])([a-h][1-8])(?:=([QRBN]))?([+#])?(?!\w)/g, (_, to: string, becomes: string | undefined, end: string | undefined) => `${square(to)}${promotion(becomes)}${ending(end)}`)
    .replace(/\b([a-h])-(file|pawn)/g, (_, file: string, what: string) => `${file.toUpperCase()} ${what}`);
}
const ending = (sign: string | undefined) => (sign === '+' ? ', check' : sign === '#' ? ', mate' : '');
const promotion = (piece: string | undefined) => (piece ? `, becoming a ${pieces[piece]}` : '');

/** What is left of digits. */
function numbers(text: string): string {
  return text
    .replace(/(?<=\b(?:in|since|from|until|till|by|of|after|before|during|year|to|around|about|circa|between|and|spring|summer|autumn|fall|winter) )(1[1-9]\d\d|20\d\d)(?![\d,.]\d|\w| (?:[a-z]+s|people)\b)/g, (digits) => year(digits))
    .replace(/(?<![\d.,])(\d{3})[- ](\d{3})[- ](\d{4})(?!\d)/g, (_, ...parts: string[]) => parts.slice(0, 3).map(digitByDigit).join(', '))
    .replace(new RegExp(`(?<![\\w.])(${number})\\s?[-–]\\s?(?=\\d)`, 'g'), (_, from: string) => `${plainNumber(from)} to `)
    .replace(new RegExp(`(^|[\\s(,:=])-(?=${number})`, 'g'), '$1minus ')
    .replace(/(?<=\d):(?=\d)/g, ' to ')
    .replace(new RegExp(`(?<![\\d.])(?:${number})(?!\\d)`, 'g'), (digits) => ` ${plainNumber(digits)} `)
    .replace(/(?<=\w) +(?=[-'])/g, '');
}

/** Leading zeros and long rows of digits are codes, not amounts. */
const plainNumber = (digits: string) => (/^0\d/.test(digits) || /^\d{8,}$/.test(digits) ? digitByDigit(digits) : decimal(digits));
