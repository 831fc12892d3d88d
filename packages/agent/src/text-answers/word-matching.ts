import { distance } from 'fastest-levenshtein';
import { baseForms, isEnglishWord } from '../languages/wordnet.js';

/** A word for comparing: lower case, without accents, with the letters that readers of print confuse made one. */
function folded(word: string): string {
  return plainLetters(word).replace(/[0]/g, 'o').replace(/[1|!i]/g, 'l').replace(/5/g, 's').replace(/8/g, 'b');
}

/** Lower case without accents, of any script. */
export function plainLetters(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/\p{M}+/gu, '').replace(/ß/g, 'ss').replace(/[’‘`]/g, "'");
}

/** The words and numbers of a text; Chinese, Japanese and Korean signs one by one would say nothing, so runs stay whole. */
export function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’.@&/-][\p{L}\p{N}]+)*/gu) ?? [];
}

const stems = new Map<string, string>();

/** A light English stem (after Porter 1980, steps 1 and a few common endings), enough to join "cooked", "cooking" and "cook". */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known) return known;
  let result = plainLetters(word).replace(/'s?$/, '').replace(/^(colo|favo|flavo|hono|neighbo|labo|harbo)ur/, '$1r').replace(/isation/, 'ization');
  if (result.length > 3) {
    result = result
      .replace(/(ss|sh|ch|x|z)es$/, '$1').replace(/ies$/, 'y').replace(/([^su])s$/, '$1')
      .replace(/(\w{3,})(ations?|ators?|ation)$/, '$1ate').replace(/(\w{3,})(ment|ness|ful|ly)s?$/, '$1')
      .replace(/(\w{3,})ied$/, '$1y').replace(/([aeiouy]\w+|\w*[aeiouy]\w)(ed|ing)$/, '$1').replace(/([bdfgmnprt])\1$/, '$1').replace(/(\w{3,})e$/, '$1').replace(/(\w{3,})y$/, '$1i');
  }
  if (stems.size > 20_000) stems.clear();
  stems.set(word, result);
  return result;
}

/** The stems of a word and of the base forms of its irregular inflections ("won": "win"). */
export function stemsOf(word: string): string[] {
  return [...new Set([stem(word), ...baseForms(word).slice(1, 2).map(stem)])];
}

/**
 * How well a wanted stem is met by a read word: 1 the same, less for the misreadings of print, 0 not at all.
 */
export function likeness(wanted: string, read: string): number {
  const found = stem(read);
  if (found === wanted) return 1;
  const [one, other] = [folded(wanted), folded(found)];
  if (one === other) return 0.95;
  if (/^\p{L}{3,5}$/u.test(read) && wanted.length > read.length + 1 && wanted.startsWith(plainLetters(read)) && !isEnglishWord(plainLetters(read))) return 0.7;
  const longest = Math.max(one.length, other.length);
  if (longest < 5 || Math.abs(one.length - other.length) > 2 || one[0] !== other[0]) return 0;
  const errors = distance(one, other);
  return errors <= (longest >= 8 ? 2 : 1) ? 0.8 - 0.1 * errors : 0;
}

/** Whether a wanted stem stands somewhere in a text whose spaces the reader lost ("NOLITTER"). */
export function standsIn(wanted: string, text: string): boolean {
  return wanted.length >= 4 && folded(text).replace(/[^\p{L}\p{N}]/gu, '').includes(folded(wanted));
}
