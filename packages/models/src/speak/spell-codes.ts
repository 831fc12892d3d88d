import { cardinal, digitByDigit } from './number-words.js';

const fileTypes = 'jpe?g|png|gif|webp|hei[cf]|avif|tiff?|bmp|svg|pdf|txt|md|csv|json|xml|html?|docx?|xlsx?|pptx?|zip|gz|mp[34]|m4a|wav|ogg|opus|flac|webm|mov|mkv|js|ts|py|exe|srt|vtt|raw|dng|cr2|nef';
const endsOfNames = 'com|org|net|edu|gov|io|info|dev|app|ai|me|tv|eu|uk|de|fr|es|it|nl|be|at|ch|se|no|dk|fi|pl|cz|pt|ie|us|ca|au|nz|jp|cn|in|br|mx|ru';
const fileName = new RegExp(String.raw`(?<![\w.])(?:(?:[A-Za-z]:\\|\.{0,2}/|~/)(?:[\w .-]*[\w-][\\/])*)?([\w-][\w.-]{0,80}?)\.(${fileTypes})(?![\w.]*\w)`, 'gi');
/** What a person sees that it is long, and does not read. */
const onScreen = 'a code that is on the screen';

/**
 * What is not words: addresses are named, names of files said without their marks, numbers of telephones, cards and books said digit by digit, and what no person would
 * read (hashes, keys, the contents of codes) is left to the screen.
 */
export function spellCodes(text: string): string {
  return text
    .replace(/(?:https?|ftp):\/\/[^\s"”’»<>]*[^\s.,;:!?)"”’»<>]|\bwww\.[^\s"”’»<>]*[^\s.,;:!?)"”’»<>]/gi, (_, at: number, whole: string) => (/\w/.test(whole[at - 1] ?? '') ? ' a link' : 'a link'))
    .replace(/\bmailto:/gi, '')
    .replace(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, 'an e-mail address')
    .replace(fileName, (_, name: string, type: string) => `${named(name)} dot ${type.toUpperCase()}`)
    .replace(new RegExp(String.raw`(?<![\w.@-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}(?:${endsOfNames}))(?![\w-]|\.\w)(/[^\s"”’»]*[^\s.,;:!?)"”’»])?`, 'gi'), (all, host: string, path: string | undefined) =>
      path ? 'a link' : /[a-z]{2}.*\.[a-z]+$/i.test(host) && !/^[a-z]\.[a-z]/i.test(host) ? host.replaceAll('.', ' dot ') : all)
    // Contents of QR codes, which hold passwords too: "WIFI:S:...;".
    .replace(/\b(?:WIFI|MECARD|BEGIN|otpauth|geo|tel|sms|smsto|bitcoin):[^\s"”’»]*[^\s"”’».,!?]/gi, onScreen)
    .replace(/(?<![\w-])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w-])/gi, onScreen)
    .replace(/(?<!\w)#([\da-f]{6}|[\da-f]{3})(?!\w)/gi, (all, digits: string) => (/^\d{1,3}$/.test(digits) ? all : `hex ${[...digits].map((one) => (/\d/.test(one) ? cardinal(one) : one.toUpperCase())).join(' ')}`))
    .replace(/\brgba?(?=\()/g, 'RGB ')
    .replace(/\b([A-Z]{2})(\d\d)((?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?)\b/g, (_, country: string, check: string, rest: string) => [country, digitByDigit(check), ...rest.trim().split(' ').map(oneByOne)].join(', '))
    .replace(/[^\s"“”‘’«»]{20,}/g, (long) => (isKey(long) ? `${onScreen}${/[.,;:!?)]*$/.exec(long)![0]}` : long))
    .replace(/\p{L}{46,}/gu, 'a very long word')
    .replace(/(?<![\w.,:/+-])(\+\s?)?(\(?\d{1,5}\)?(?:[ ./-]\(?\d{1,8}\)?){1,7})(?![\w/-]|[.,]\d)/g, (all, plus: string | undefined, digits: string, at: number, whole: string) => {
      const groups = digits.match(/\d+/g)!;
      const count = groups.join('').length;
      const before = whole.slice(Math.max(0, at - 16), at);
      const isNumber = plus !== undefined || digits.startsWith('(') || (/^0/.test(digits) && groups.length > 1 && !/[./-]/.test(digits)) || /(?:phone|telephone|tel|fax|call|mobile|cell|dial|ring|ISBN)\W*$/i.test(before) || (groups.length >= 3 && count >= 9 && !/[./]/.test(digits) && groups.every(({ length }) => length <= 8));
      return isNumber && count >= 6 ? `${plus ? 'plus ' : ''}${groups.map(digitByDigit).join(', ')}` : thousands(all, groups);
    })
    .replace(/(?<![\w,.])\+(\d{7,15})(?!\w)/g, (_, digits: string) => `plus ${digitByDigit(digits)}`)
    .replace(/(?<=[\p{L}\d])_+(?=[\p{L}\d])/gu, ' ')
    .replace(/(?<=\w)\(\)/g, '');
}

/** Letters and digits mixed, or hardly a word in it: a hash, a key, a token. */
function isKey(text: string): boolean {
  const plain = text.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
  if (plain.length < 20 || /^[\d.,]+$/.test(plain)) return false;
  const changes = plain.match(/\d(?=\p{L})|\p{L}(?=\d)/gu)?.length ?? 0;
  return changes >= 4 || /^[\da-f]{20,}$/i.test(plain) || (/[=&;%|{}\\]/.test(plain) && /\d|;.*;|\{/.test(plain));
}

/** "1 000 000" is one number. */
function thousands(all: string, groups: readonly string[]): string {
  const isOne = groups.length > 1 && groups[0]!.length <= 3 && !groups[0]!.startsWith('0') && groups.slice(1).every(({ length }) => length === 3) && groups.join('').length <= 7;
  return isOne && /^[\d ]+$/.test(all) ? groups.join('') : all;
}

/** A file's name without its ending: "IMG_1234" is "IMG one two three four"; more digits are a number that nobody reads. */
function named(name: string): string {
  const parts = name.split(/[_.\s-]+|(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/u).filter(Boolean);
  const said = parts.map((part) => (/^\d{6,}$/.test(part) ? 'a number' : /^(?:19|20)\d\d$/.test(part) ? part.replace(/(..)(..)/, (_, a: string, b: string) => `${cardinal(a)} ${b === '00' ? 'hundred' : b.startsWith('0') ? `oh ${cardinal(b)}` : cardinal(b)}`) : /^\d+$/.test(part) ? (part.length > 2 ? digitByDigit(part) : cardinal(part)) : isRow(part) ? 'letters' : part));
  return said.filter((part, at) => part !== said[at - 1]).join(' ');
}

/** Letters in which there is no word. */
const isRow = (part: string) => part.length > 24;

const oneByOne = (group: string) => [...group].map((one) => (/\d/.test(one) ? cardinal(one) : one)).join(' ');
