import { isEnglishWord } from '../languages/wordnet.js';
import { plainLetters } from './word-matching.js';

/** Puts right what readers of print do to a line: torn numbers and words, full-width signs, small words glued to their neighbours. */
export function mended(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?<![\p{L}\d])[lI](?=[,.]\d{3}(?!\d))/gu, '1')
    .replace(/(?<=\d[.,]\d?)[oO](?![\p{L}])/gu, '0')
    .replace(/(\d)\s+([.:])\s*(?=\d)/g, '$1$2')
    .replace(/(\d)\.\s+\.(?=\d)/g, '$1.')
    .replace(/[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[a-z]{2,}\b)+/gi, (address) => address.replace(/\s/g, ''))
    .replace(/(?<=[\w-]@[\w.-]+\.|\bwww\.[\w.-]+\.)c[o0](?:n|rn|mn)\b/gi, 'com')
    .replace(/(?<![\d/])(\d{1,2}) ?\/ ?(\d{1,2}) ?\/ ?(\d\d|\d ?\d{3})(?![\d/])/g, (_, first: string, second: string, year: string) => `${first}/${second}/${year.replace(' ', '')}`)
    .replace(/\bwww\s?\.\s?(?=\w)/gi, 'www.')
    .replace(/(\d[.,])\s+(?=\d\d(?!\d))/g, '$1')
    .replace(/(?<=[$€£¥]\s?[\d,\s]{1,16}),\s+(?=\d{3}(?!\d))/g, ',')
    .replace(/\b([B-HJ-Z])\s(?=\p{Ll}{2})/gu, '$1')
    .replace(/\bl(?=[cdfghjkmnpqrstvwxz][a-z])(?!td|lc)/g, 'I')
    .replace(/(?<=\p{Lu})l(?=\p{Lu})/gu, 'I')
    .replace(/(?<=\d\s?h(?:ou)?rs?\.?,? \d{1,2} )Hin(?=s?\b)/gi, 'Min')
    .replace(/\b(be)\s+(cause)\b/gi, '$1$2')
    .replace(/\bsub[\s-]+total/gi, (match) => match.replace(/[\s-]+/, ''))
    .replace(/(?<![\p{L}\d'’-])(\p{L}{1,8}) (\p{L}{2,})(?![\p{L}\d'’-])/gu, rejoined)
    .replace(/[\p{L}\d]{4,}|\bN0\b/gu, withoutDigits)
    .replace(/\p{L}{12,}/gu, withoutHumps)
    .replace(/\p{L}{6,}/gu, unglued);
}

/** "La boratory" is one word, torn at a wide gap: neither that nor its rest is a word by itself. */
function rejoined(both: string, head: string, tail: string): string {
  const [one, other] = [plainLetters(head), plainLetters(tail)];
  if (both.length < 6 || /^\p{Lu}/u.test(tail) !== /\p{Lu}$/u.test(head) || smallWords.includes(one) || smallWords.includes(other) || (one.length > 2 && isEnglishWord(one)) || isEnglishWord(other)) return both;
  return isEnglishWord(one + other) ? head + tail : both;
}

/** "C0NTROL" and "1DEA": a nought or a one among letters is a letter. */
function withoutDigits(token: string): string {
  const letters = token.match(/\p{L}/gu)?.length ?? 0;
  if (token === 'N0') return 'NO';
  if (letters < 3 || !/^\D*[01]\D*$|^\D*[01]\D+[01]\D*$/.test(token)) return token;
  const upper = token === token.toUpperCase();
  const inside = token.replace(/(?<=\p{L})0(?=\p{L})/gu, upper ? 'O' : 'o').replace(/(?<=\p{L})1(?=\p{L})/gu, upper ? 'I' : 'l');
  const whole = inside.replace(/^1/, 'I').replace(/^0/, 'O');
  return whole !== inside && isEnglishWord(plainLetters(whole)) ? whole : inside;
}

/** "IntensiveNightcream" is two words; short ones with a capital inside are names ("YouTube"). */
function withoutHumps(word: string): string {
  const parts = word.split(/(?<=\p{Ll})(?=\p{Lu}\p{Ll})/u);
  return parts.length > 2 || (parts.length === 2 && parts.every((part) => part.length >= 4) && isEnglishWord(plainLetters(parts[0]!))) ? parts.join(' ') : word;
}

/** Small words that print sets close to the next, longest first. */
const smallWords = 'the with from your our and for not you are of to in on at by no is it or we my be do'.split(' ');

/** Words that the dictionary of nouns, verbs, adjectives and adverbs lacks. */
const functionWords = new Set('because although unless whereas without within toward towards into onto upon nobody nothing something anything everything someone anyone everyone everybody somebody yourself yourselves themselves himself herself itself ourselves neither either another whether during between beyond against among amongst beneath inside outside throughout whoever whatever whenever wherever'.split(' '));

/** "THETEN" is "THE TEN": a word that no dictionary has, but one without its small word. */
function unglued(word: string): string {
  const plain = plainLetters(word);
  if (plain.length !== word.length || /\p{Ll}\p{Lu}/u.test(word) || functionWords.has(plain) || isEnglishWord(plain)) return word;
  for (const small of smallWords) {
    // "Thornby" and "Dolorin" are names, no glued words.
    const isName = small.length === 2 && /^\p{Lu}\p{Ll}+$/u.test(word);
    for (const cut of isName ? [small.length] : [small.length, plain.length - small.length]) {
      const [head, tail] = [plain.slice(0, cut), plain.slice(cut)];
      const other = head === small ? tail : tail === small ? head : '';
      if (other.length >= 3 && (small.length > 2 || other.length >= 5) && (isEnglishWord(other) || smallWords.includes(other))) return `${word.slice(0, cut)} ${word.slice(cut)}`;
    }
  }
  return word;
}
