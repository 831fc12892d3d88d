import { cardinal, decimal, digitByDigit, ordinal, year } from './number-words.js';
import { nameFens, spellChess } from './spell-chess.js';
import { spellCodes } from './spell-codes.js';
import { spellDates } from './spell-dates.js';
import { spellMoney } from './spell-money.js';

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;

/** Units by how they are written: one, many. */
const units: Record<string, readonly [string, string]> = {
  km: ['kilometer', 'kilometers'], m: ['meter', 'meters'], cm: ['centimeter', 'centimeters'], mm: ['millimeter', 'millimeters'], µm: ['micrometer', 'micrometers'], μm: ['micrometer', 'micrometers'],
  mi: ['mile', 'miles'], ft: ['foot', 'feet'], yd: ['yard', 'yards'], kg: ['kilogram', 'kilograms'], g: ['gram', 'grams'], mg: ['milligram', 'milligrams'], lb: ['pound', 'pounds'], lbs: ['pound', 'pounds'], oz: ['ounce', 'ounces'],
  l: ['liter', 'liters'], L: ['liter', 'liters'], cl: ['centiliter', 'centiliters'], ml: ['milliliter', 'milliliters'], mL: ['milliliter', 'milliliters'], s: ['second', 'seconds'], sec: ['second', 'seconds'], ms: ['millisecond', 'milliseconds'], min: ['minute', 'minutes'], h: ['hour', 'hours'], hr: ['hour', 'hours'], hrs: ['hour', 'hours'],
  'km/h': ['kilometer per hour', 'kilometers per hour'], 'm/s': ['meter per second', 'meters per second'], mph: ['mile per hour', 'miles per hour'], kph: ['kilometer per hour', 'kilometers per hour'],
  B: ['byte', 'bytes'], kB: ['kilobyte', 'kilobytes'], KB: ['kilobyte', 'kilobytes'], MB: ['megabyte', 'megabytes'], GB: ['gigabyte', 'gigabytes'], TB: ['terabyte', 'terabytes'], 'MB/s': ['megabyte per second', 'megabytes per second'], 'GB/s': ['gigabyte per second', 'gigabytes per second'],
  px: ['pixel', 'pixels'], MP: ['megapixel', 'megapixels'], dpi: ['dot per inch', 'dots per inch'], fps: ['frame per second', 'frames per second'], Hz: ['hertz', 'hertz'], kHz: ['kilohertz', 'kilohertz'], MHz: ['megahertz', 'megahertz'], GHz: ['gigahertz', 'gigahertz'], dB: ['decibel', 'decibels'],
  V: ['volt', 'volts'], W: ['watt', 'watts'], kW: ['kilowatt', 'kilowatts'], kWh: ['kilowatt hour', 'kilowatt hours'], A: ['ampere', 'amperes'], mA: ['milliampere', 'milliamperes'], mAh: ['milliampere hour', 'milliampere hours'], kcal: ['kilocalorie', 'kilocalories'], kJ: ['kilojoule', 'kilojoules'],
  '%': ['percent', 'percent'], '‰': ['per mille', 'per mille'], '°C': ['degree Celsius', 'degrees Celsius'], '°F': ['degree Fahrenheit', 'degrees Fahrenheit'], '°': ['degree', 'degrees'], 'm²': ['square meter', 'square meters'], 'km²': ['square kilometer', 'square kilometers'], 'cm²': ['square centimeter', 'square centimeters'], 'm³': ['cubic meter', 'cubic meters'],
};
const unitPattern = Object.keys(units).sort((a, b) => b.length - a.length).map((unit) => unit.replace(/[/%²³]/g, '\\$&')).join('|');
/** Letters that stand for a unit at a number even where a space is between, as no word is written so. */
const clearUnits = /[mglshVW]/;

const abbreviations: readonly [RegExp, string][] = [
  [/\bMr\.?(?=\s)/g, 'Mister'], [/\bMrs\.?(?=\s)/g, 'Missus'], [/\bMs\.(?=\s)/g, 'Miss'], [/\bDr\.?(?=\s+\p{Lu})/gu, 'Doctor'], [/\bProf\.(?=\s)/g, 'Professor'], [/\bSt\.(?=\s+\p{Lu})/gu, 'Saint'], [/(?<=\p{L} )St(?:\.(?=[,;])|(?=\.?$|[,;]))/gu, 'Street'], [/(?<=\p{L} )Ave(?:\.(?=[,;])|(?=\.?$|[,;]))/gu, 'Avenue'], [/(?<=\p{L} )Rd(?:\.(?=[,;])|(?=\.?$|[,;]))/gu, 'Road'],
  [/\be\.\s?g\.,?/g, 'for example,'], [/\bi\.\s?e\.,?/g, 'that is,'], [/\betc\.(?=\s*(?:\p{Lu}|$))/gu, 'and so on.'], [/\betc\./g, 'and so on'], [/\bvs\.?(?=\s)/g, 'versus'], [/\bapprox\.?(?=\s)/g, 'approximately'], [/\b(?:No\.|N[º°])\s?(?=\d)/g, 'number '], [/\bca\.\s?(?=\d)/g, 'about '],
  [/\bpp?\.\s?(?=\d)/g, 'page '], [/\b[Ff]ig\.\s?(?=\d)/g, 'figure '], [/\bmin\.\s?(?=\d)/g, 'at least '], [/\bmax\.\s?(?=\d)/g, 'at most '], [/\bw\/o\b/g, 'without'], [/\bw\/(?=\s?\w)/g, 'with '], [/\band\/or\b/g, 'and or'], [/\bn\/a\b/gi, 'not available'], [/\b24\/7\b/g, 'twenty-four seven'], [/\b9\/11\b/g, 'nine eleven'],
  [/(?<!\d ?)\bkm\/h\b/g, 'kilometers per hour'],
];
const symbols: readonly [RegExp, string][] = [
  [/(?<=\d)[x×](?!\w)/g, ' times'], [/^\s*(?:→|⇒|->|=>|←|[✓✔✗✘•‣▪])\s*/gm, ''], [/\s*(?:→|⇒|->|=>)\s*/g, ' to '], [/\s*×\s*/g, ' by '], [/(?<=\d)\s*\*\s*(?=\d)/g, ' times '], [/\s*±\s*/g, ' plus or minus '], [/\s*≈\s*/g, ' about '], [/(?<!\w)~(?=\d)/g, 'about '],
  [/\s*≤\s*/g, ' at most '], [/\s*≥\s*/g, ' at least '], [/\s*≠\s*/g, ' is not '], [/(?<=[\p{L}\d])\s+>\s+(?=[\p{L}\d])/gu, ' is greater than '], [/(?<=[\p{L}\d])\s+<\s+(?=[\p{L}\d])/gu, ' is less than '], [/\s*=\s*/g, ' is '],
  [/\s*&\s*/g, ' and '], [/\s+\+\s+/g, ' plus '], [/#(?=\d)/g, 'number '], [/@(?=\p{L})/gu, 'at '], [/\s*·\s*/g, ', '], [/\s*[|¦]\s*/g, ', '], [/(?<=\d)\s*½/g, ' and a half'], [/(?<=\d)\s*¼/g, ' and a quarter'], [/(?<=\d)\s*¾/g, ' and three quarters'], [/½/g, ' one half'], [/¼/g, ' one quarter'], [/¾/g, ' three quarters'],
  [/(?<=[\p{L}\d])²/gu, ' squared'], [/(?<=[\p{L}\d])³/gu, ' cubed'], [/\^(?=-?\d)/g, ' to the power of '], [/(?<=\d) \/ (?=\d)/g, ' divided by '], [/(?<=\d)\/(?=\d)/g, ' over '], [/(?<=\S)\s*\/\s*(?=\S)/g, ' or '], [/[^\S\n]*[¿¡^~\\<>{}[\]•◦▪■□●○◆◇★☆✓✔✗✘†‡§¶©®™_]+[^\S\n]*/g, ' '],
];
const parts = ['', '', 'half', 'third', 'quarter', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const greek: Record<string, string> = { α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', θ: 'theta', λ: 'lambda', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'phi', ω: 'omega', Δ: 'delta', Ω: 'omega', Σ: 'sigma' };
const scripts: readonly [RegExp, string][] = [
  [/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]*[\p{sc=Hiragana}\p{sc=Katakana}][\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\s、。・]*/gu, 'words in Japanese'], [/\p{sc=Han}[\p{sc=Han}\s，。、]*/gu, 'words in Chinese characters'], [/\p{sc=Hangul}[\p{sc=Hangul}\s]*/gu, 'words in Korean'],
  [/\p{sc=Cyrillic}[\p{sc=Cyrillic}\s\p{M}]*/gu, 'words in Cyrillic letters'], [/\p{sc=Greek}[\p{sc=Greek}\s\p{M}]*/gu, 'words in Greek letters'], [/\p{sc=Arabic}[\p{sc=Arabic}\s\p{M}]*/gu, 'words in Arabic letters'], [/\p{sc=Hebrew}[\p{sc=Hebrew}\s\p{M}]*/gu, 'words in Hebrew letters'],
  [/\p{sc=Devanagari}[\p{sc=Devanagari}\s\p{M}]*/gu, 'words in Devanagari letters'], [/\p{sc=Thai}[\p{sc=Thai}\s\p{M}]*/gu, 'words in Thai letters'],
];
const rulers = 'Louis|Henry|Charles|George|Elizabeth|William|James|Edward|Richard|Benedict|Paul|Napoleon|Philip|Ferdinand|Alexander|Catherine|Peter|Nicholas|Frederick|Friedrich|Wilhelm|Leopold|Gustav|Christian|Pius|Francis';

/**
 * Plain text with everything that is not a word written as a person would say it: numbers, dates, times, money, units, chess moves and squares ("Nf3" is
 * "knight F three"), abbreviations, symbols, names of files; addresses and codes are named, not read. English; letters that are said by their names are left as capitals.
 */
export function spellOut(text: string): string {
  let out = tidy(text);
  out = spellChess(spellDates(spellCodes(nameFens(out))));
  for (const [found, words] of abbreviations) out = out.replace(found, words);
  out = initials(romans(spellMoney(out)));
  out = measures(out);
  for (const [found, words] of symbols) out = out.replace(found, words);
  return numbers(otherScripts(out)).replace(/([.!?,;:])\1{3,}/g, '$1').replace(/[^\S\n]+/g, ' ').replace(/ ([,.;:!?)\]])/g, '$1').replace(/([(\[“«]) /g, '$1').replace(/ (?=[”»])/g, '').trim();
}

/** {@link spellOut} of each line. */
export const inWords = (text: string): string => text.split('\n').map((line) => (line.trim() === '' ? '' : spellOut(line))).join('\n');

/** One form of each sign, and none that nobody sees. */
function tidy(text: string): string {
  return text
    .normalize('NFC')
    // What is left of a link to evidence that was cut off.
    .replace(/\]?\(#e:[^)\s]*\)?/g, '')
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\u20e3]/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[\u2018\u2019\u02bc\u2032]/g, "'")
    .replace(/\u2033/g, '"')
    .replace(/[\u2010\u2011\u2212]/g, '-')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080))
    .replace(/[★☆⭐](?:\s?[★☆⭐])+/gu, (stars) => ` ${[...stars].filter((star) => star === '★' || star === '⭐').length} of ${[...stars].filter((star) => star.trim() !== '').length} stars `)
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/\.{6,}/g, '...');
}

/** "U.S.A." is "USA", and "J. R. Smith" has no full stops. */
function initials(text: string): string {
  return text.replace(/(?<![\p{L}.])(?:\p{Lu}\.){2,}/gu, (letters, at: number, whole: string) => letters.replaceAll('.', '') + (at + letters.length === whole.length ? '.' : '')).replace(/(?<![\p{L}\d.])(?:\p{Lu}\. ?){2,}(?=\p{Lu}\p{Ll})/gu, (letters) => letters.replaceAll('.', ' ')).replace(/(?<=\p{Lu}\p{Ll}{1,20} \p{Lu})\.(?= \p{Lu}\p{Ll})/gu, '');
}

/** "Louis XIV" is "Louis the fourteenth", "Chapter IV" is "Chapter four". */
function romans(text: string): string {
  return text
    .replace(new RegExp(`\\b(${rulers}) ([IVX]{1,5})\\b(?!')`, 'g'), (all, name: string, digits: string) => (romanValue(digits) ? `${name} the ${ordinal(String(romanValue(digits)))}` : all))
    .replace(/(?<=\p{Lu}\p{Ll}+ )([IVX]{2,5}|V|X)(?![\p{L}\d'-])/gu, (digits: string) => (romanValue(digits) ? cardinal(String(romanValue(digits))) : digits));
}

function romanValue(digits: string): number {
  if (!/^X{0,3}(?:IX|IV|V?I{0,3})$/.test(digits)) return 0;
  const values: Record<string, number> = { I: 1, V: 5, X: 10 };
  return [...digits].reduce((sum, digit, at) => sum + (values[digit]! < (values[digits[at + 1] ?? ''] ?? 0) ? -values[digit]! : values[digit]!), 0);
}

/** Amounts of something, and what else takes its meaning from signs beside numbers. */
function measures(text: string): string {
  return text
    // 192.168.0.1 and 1.2.3 are no decimals.
    .replace(/\bv?(\d+(?:\.\d+){2,})\b/g, (all, version: string) => (/^\d{1,3}(?:\.\d{3})+$/.test(all) && !/^0/.test(all) ? all.replaceAll('.', ',') : version.split('.').map(cardinal).join(' point ')))
    .replace(/(?<![\d.,])(\d{1,3}(?:\.\d{3})+),(\d+)(?!\d)/g, (_, whole: string, rest: string) => `${whole.replaceAll('.', '')}.${rest}`)
    .replace(new RegExp(`(?<![\\d.,])(\\d+),(\\d\\d(?![\\d,])|\\d(?=\\s?(?:${unitPattern})(?!\\w)))`, 'g'), '$1.$2')
    .replace(new RegExp(`(?<=\\d(?: ?(?:${unitPattern}|in\\.?))?)(?:\\s*×\\s*| x |(?<=[1-9]\\d*)x)(?=\\d)`, 'g'), ' by ')
    .replace(/(?<![\w.])1\/(\d{2,5})\s?s(?:ec(?:ond)?s?)?\b/g, (_, part: string) => `one ${ordinal(part)} of a second`)
    .replace(/(?<!\w)[fƒ]\/(?=\d)/g, 'F ')
    .replace(/(?<![\d/.,])(\d{1,2})\/(\d{1,2})(?![\d/]|[.,]\d)/g, (all, over: string, under: string) => {
      const [a, b] = [Number(over), Number(under)];
      return a > 0 && a < b && b <= 10 ? `${cardinal(over)} ${parts[b]}${a === 1 ? '' : 's'}` : all;
    })
    .replace(/(?<![\w.,])(\d{1,3})°\s?(\d{1,2})'(?:\s?(\d{1,2}(?:\.\d+)?)(?:"|''))?/g, (_, degrees: string, minutes: string, seconds: string | undefined) => `${cardinal(degrees)} ${degrees === '1' ? 'degree' : 'degrees'} ${cardinal(minutes)} minutes${seconds ? ` ${decimal(seconds)} seconds` : ''}`)
    .replace(/(?<![\w.,])(\d{1,2})'\s?(\d{1,2})(?:"|'')/g, (_, feet: string, inches: string) => `${cardinal(feet)} ${feet === '1' ? 'foot' : 'feet'} ${cardinal(inches)} ${inches === '1' ? 'inch' : 'inches'}`)
    .replace(/(?<![\w.,])(\d{1,3}(?:\.\d+)?)\s?"/g, (all, amount: string, at: number, whole: string) => ((whole.slice(0, at).split('"').length - 1) % 2 === 0 ? `${decimal(amount)} ${amount === '1' ? 'inch' : 'inches'} ` : all))
    .replace(/(?<![\w.,])(\d{1,3}(?:\.\d+)?) in(?:\.(?=\s+[a-z])|(?=\sby\s\d|[,;)]|\.?$))/g, (_, amount: string) => `${decimal(amount)} ${amount === '1' ? 'inch' : 'inches'}`)
    .replace(/(?<=\d(?:st|nd|rd|th))\s?[-–—]\s?(?=\d+(?:st|nd|rd|th)\b)/g, ' to ')
    .replace(/(?<=(?:feet|foot) )(\d{1,2}) in\b/g, '$1 inches')
    .replace(new RegExp(`(?<![\\w.])(${number})\\s?(?:-|–|—|to)\\s?(${number})(?=\\s?(?:${unitPattern})(?![\\w]))`, 'g'), '$1 to $2')
    .replace(new RegExp(`(?<![\\w.,])(-?)(${number}) ?(${unitPattern})(?![\\w°])`, 'g'), (all: string, minus: string, amount: string, unit: string) => {
      // "4 A" and "3 s" may be no units at all when the letter starts a word group; only what stands at the number is certain.
      if (unit.length === 1 && /[A-Za-z]/.test(unit) && /\s/.test(all) && !clearUnits.test(unit)) return all;
      return `${minus ? 'minus ' : ''}${decimal(amount)} ${units[unit]![amount === '1' ? 0 : 1]}`;
    })
    .replace(/(?<=\b(?:degrees|minutes|seconds) )([NSEW])\b/g, (_, point: string) => ({ N: 'north', S: 'south', E: 'east', W: 'west' })[point]!)
    .replace(/(?<=\d)k\b(?!\w)/g, ' thousand')
    .replace(/(?<=\d)M\b(?!\w)/g, ' million')
    .replace(/\b(\d{1,2})(\d\d)([pi])\b/g, (_, a: string, b: string, scan: string) => `${cardinal(a)} ${b === '00' ? 'hundred' : cardinal(b)} ${scan.toUpperCase()}`)
    .replace(/\b(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)\b/g, (_, digits: string) => ordinal(digits.replaceAll(',', '')));
}

/** Words in letters that the voice does not have are named by their script, where something else is said. */
function otherScripts(text: string): string {
  let out = text.replace(/(?<!\p{L})[αβγδεθλπρστφωΔΩΣ](?!\p{L})/gu, (letter) => ` ${greek[letter]} `);
  if (!/\p{sc=Latin}|\d/u.test(out)) return out;
  for (const [letters, words] of scripts) out = out.replace(letters, (found) => ` ${words}${/\s$/.test(found) ? ' ' : ''}`);
  return out.replace(/(?<=[“"«(]) (?=words in)/g, '');
}

/** What is left of digits. */
function numbers(text: string): string {
  return text
    .replace(/(?<=\b(?:in|since|from|until|till|by|of|after|before|during|year|to|around|about|circa|between|and|spring|summer|autumn|fall|winter) )(1[1-9]\d\d|20\d\d)(?![\d,.]\d|\w| (?:[a-z]+s|people)\b)/gi, (digits) => year(digits))
    .replace(/(?<=^|\()(1[5-9]\d\d|20[0-4]\d)(?=\.?$|\))/g, (digits) => year(digits))
    .replace(/(?<![\d.,])(\d{3})[- ](\d{3})[- ](\d{4})(?!\d)/g, (_, ...groups: string[]) => groups.slice(0, 3).map(digitByDigit).join(', '))
    .replace(new RegExp(`(?<![\\w.])(${number})\\s?[-–—]\\s?(?=\\d)`, 'g'), (_, from: string) => `${plainNumber(from)} to `)
    .replace(new RegExp(`(^|[\\s(,:=])-(?=${number})`, 'g'), '$1minus ')
    .replace(/(?<=\p{L})[-–](?=\d)/gu, ' ')
    .replace(/(?<=\d):(?=\d)/g, ' to ')
    .replace(new RegExp(`(?<![\\d.])(?:${number})(?!\\d)`, 'g'), (digits) => ` ${plainNumber(digits)} `)
    .replace(/\d+/g, (digits) => ` ${digitByDigit(digits)} `)
    .replace(/(?<=\w) +(?=[-'])/g, '');
}

/** Leading zeros and long rows of digits are codes, not amounts. */
const plainNumber = (digits: string) => (/^0\d/.test(digits) || /^\d{8,}$/.test(digits) ? digitByDigit(digits) : decimal(digits));
