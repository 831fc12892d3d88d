import { lettersToSounds } from './letters-to-sounds.js';

/** How a word sounds; where that depends on its part in the sentence, by part, with a DEFAULT. */
export type Entry = string | { readonly [part: string]: string | null };
export type Dictionary = Readonly<Record<string, Entry>>;

export interface Dictionaries {
  dialect: 'us' | 'gb';
  /** Checked words, and words that were derived from them by rules. */
  gold: Dictionary;
  silver: Dictionary;
}

const vowels = new Set('AIOQWYaiuæɑɒɔəɐɛɜɪʊʌᵻ');
const consonants = new Set('bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ');
const [primary, secondary] = ['ˈ', 'ˌ'];
const spoken = /^[;:,.!?—…"“”()]$/;
const rests = new Set(';:,.!?—…');
const beforeVerbs = new Set("to can could will would shall should may might must do does did not don't doesn't didn't can't won't i you we they who please let let's and".split(' '));
const beforeParticiples = new Set("have has had having was were been be is are i've you've we've they've it's".split(' '));
const beforeNouns = new Set('a an the this that these those my your his her its our their of in on with no some any each every another one two three four five six seven eight nine ten many'.split(' '));
const letterFollowers = new Set('one two three four five six seven eight takes file pawn'.split(' '));

/** Vowels before which American t between vowels is a flap. */
const flapping = new Set('AIOWYiuæɑəɛɪɹʊʌ');

/**
 * English text, all in words (see `spellOut`), as Kokoro's sounds: by misaki's dictionaries, which the model was trained with, by their words' endings and parts, and
 * by the letters of what no dictionary has. Weak and strong forms follow what comes next ("the apple"). What has no letters of the Latin alphabet is left out.
 */
export class Pronouncer {
  readonly #grown = new Map<string, Entry>();

  constructor(readonly dictionaries: Dictionaries) {}

  phonemes(text: string): string {
    const tokens = text.normalize('NFKC').replace(/[‘’ʼ]/g, "'").match(/[\p{L}\p{M}]+(?:'\p{L}+)*'?|[^\p{L}\p{M}\s]|\s+/gu) ?? [];
    const words = tokens.map((token) => (/^\p{L}/u.test(token) ? token : undefined));
    const sounds: string[] = new Array<string>(tokens.length).fill('');
    // From the end, as what comes next decides how "the", "a" and "to" sound.
    let next: boolean | undefined;
    for (let at = tokens.length - 1; at >= 0; at--) {
      const token = tokens[at]!;
      if (words[at] === undefined) sounds[at] = mark(token, tokens[at - 1], tokens[at + 1]);
      else {
        const [before, after] = [wordBefore(words, at), wordAfter(words, at)];
        sounds[at] = this.#word(token, { next, before, after, first: before === undefined });
      }
      next = startsWithVowel(sounds[at]!, next);
    }
    return hyphenated(tokens, sounds).replace(/ +/g, ' ').replace(/ ([,.;:!?…])/g, '$1').trim();
  }

  #word(word: string, place: Place): string {
    const plain = this.#has(word) ? word : word.normalize('NFD').replace(/\p{M}/gu, '').replace(/[øØ]/g, 'o').replace(/[æÆ]/g, 'ae').replace(/ß/g, 'ss').replace(/[łŁ]/g, 'l');
    if (!/^[A-Za-z']+$/.test(plain)) return '';
    const stress = plain === plain.toLowerCase() ? undefined : plain === plain.toUpperCase() && plain.length > 1 ? 2 : 0.5;
    return special(plain, place) ?? this.#known(plain, place, stress) ?? this.#parts(plain, place) ?? this.#guess(plain);
  }

  /** A word of the dictionaries, perhaps with an ending. */
  #known(word: string, place: Place, stress: number | undefined): string | undefined {
    const lower = word.toLowerCase();
    const asWritten = this.#entry(word) !== undefined || (word.length > 1 && word === word.toUpperCase() && this.#entry(lower) === undefined) ? word : lower;
    if (asWritten !== lower && this.#entry(word) === undefined) return this.#endings(lower, place, stress) ?? this.#letters(word);
    const entry = this.#entry(asWritten);
    if (entry !== undefined) {
      const sounds = typeof entry === 'string' ? entry : (entry[partOf(entry, place)] ?? entry.DEFAULT);
      return sounds ? stressed(sounds, stress) : this.#letters(word);
    }
    return this.#endings(lower, place, stress);
  }

  #endings(word: string, place: Place, stress: number | undefined): string | undefined {
    const { dialect } = this.dictionaries;
    const short = dialect === 'us' ? 'ᵻ' : 'ɪ';
    const stem = (...candidates: string[]) => candidates.filter((candidate) => candidate.length > 1 && this.#entry(candidate) !== undefined).map((candidate) => this.#known(candidate, place, stress))[0];
    if (/s'$/.test(word)) return this.#known(word.slice(0, -1), place, stress);
    if (/[^s]s$/.test(word)) {
      const sounds = word.endsWith("'s") ? this.#known(word.slice(0, -2), place, stress) : stem(word.slice(0, -1), ...(word.endsWith('ies') ? [`${word.slice(0, -3)}y`] : word.endsWith('es') ? [word.slice(0, -2)] : []));
      if (sounds) return sounds + (/[ptkfθ]$/.test(sounds) ? 's' : /[szʃʒʧʤ]$/.test(sounds) ? `${short}z` : 'z');
    }
    if (/.{2}ed$/.test(word)) {
      const sounds = stem(word.slice(0, -1), word.slice(0, -2), ...(/([bdgklmnprtvz])\1ed$/.test(word) ? [word.slice(0, -3)] : []), ...(word.endsWith('ied') ? [`${word.slice(0, -3)}y`] : []));
      if (sounds) return /[pkfθʃsʧ]$/.test(sounds) ? `${sounds}t` : sounds.endsWith('d') ? `${sounds}${short}d` : !sounds.endsWith('t') ? `${sounds}d` : this.#flaps(sounds) ? `${sounds.slice(0, -1)}ɾᵻd` : `${sounds}${short}d`;
    }
    if (/.{2}ing$/.test(word)) {
      const sounds = stem(word.slice(0, -3), `${word.slice(0, -3)}e`, ...(/([bdgklmnprtvz])\1ing$/.test(word) ? [word.slice(0, -4)] : []));
      if (sounds) return this.#flaps(sounds) ? `${sounds.slice(0, -1)}ɾɪŋ` : `${sounds}ɪŋ`;
    }
    for (const [ending, sound] of [['ly', 'li'], ['ness', 'nəs'], ['less', 'ləs'], ['ful', 'fəl'], ['er', 'əɹ'], ['like', 'lˌIk']] as const) {
      const sounds = word.endsWith(ending) && word.length > ending.length + 2 ? stem(word.slice(0, -ending.length), ...(ending === 'er' ? [`${word.slice(0, -2)}e`] : [])) : undefined;
      if (sounds) return sounds + sound;
    }
    return undefined;
  }

  #flaps = (sounds: string) => this.dictionaries.dialect === 'us' && sounds.endsWith('t') && flapping.has(sounds.at(-2) ?? '');

  /** Two words written as one ("chessboard"), or names joined by capitals ("OpenStreetMap"). */
  #parts(word: string, place: Place): string | undefined {
    const byCapitals = word.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu);
    if (byCapitals && byCapitals.length > 1 && byCapitals.join('') === word) return byCapitals.map((part) => this.#word(part, place)).join(' ');
    const lower = word.toLowerCase();
    for (let at = lower.length - 3; at >= 3; at--) {
      const [left, right] = [lower.slice(0, at), lower.slice(at)];
      if (this.dictionaries.gold[left] !== undefined && this.dictionaries.gold[right] !== undefined) return `${this.#known(left, place, undefined)}${lessStressed(this.#known(right, place, undefined) ?? '')}`;
    }
    return undefined;
  }

  #guess(word: string): string {
    if (word === word.toUpperCase() && word.length < 6) return this.#letters(word) ?? '';
    const sounds = lettersToSounds(word.toLowerCase().replaceAll("'", ''));
    return this.dictionaries.dialect === 'us' ? sounds : british(sounds);
  }

  /** Said letter by letter, the last one the strongest. */
  #letters(word: string): string | undefined {
    const names = [...word.toUpperCase()].filter((letter) => /[A-Z]/.test(letter)).map((letter) => this.dictionaries.gold[letter]);
    if (names.length === 0 || names.some((name) => typeof name !== 'string')) return undefined;
    const all = (names as string[]).map((name) => name.replace(/[ˈˌ]/g, secondary)).join('');
    const last = all.lastIndexOf(secondary);
    return last === -1 ? all : `${all.slice(0, last)}${primary}${all.slice(last + 1)}`;
  }

  #has = (word: string) => this.#entry(word) !== undefined;

  /** Words stand in the dictionaries as they are mostly written; at the start of a sentence they are capitalised, and names may be written small. */
  #entry(word: string): Entry | undefined {
    const { gold, silver } = this.dictionaries;
    const own = (dictionary: Dictionary, key: string) => (Object.hasOwn(dictionary, key) ? dictionary[key] : undefined);
    const known = this.#grown.get(word);
    if (known !== undefined) return known;
    const capitalised = word.length > 1 ? word[0]!.toUpperCase() + word.slice(1).toLowerCase() : word;
    const other = word === word.toLowerCase() ? capitalised : word === capitalised ? word.toLowerCase() : undefined;
    const found = own(gold, word) ?? (other && word.length > 1 ? own(gold, other) : undefined) ?? own(silver, word) ?? (other && word.length > 1 ? own(silver, other) : undefined);
    if (found !== undefined) this.#grown.set(word, found);
    return found;
  }
}

interface Place {
  /** Whether the next sound is a vowel; undefined before a rest. */
  next: boolean | undefined;
  before: string | undefined;
  after: string | undefined;
  first: boolean;
}

const wordBefore = (words: readonly (string | undefined)[], at: number) => words.slice(Math.max(0, at - 3), at).findLast((word) => word !== undefined)?.toLowerCase();
const wordAfter = (words: readonly (string | undefined)[], at: number) => words.slice(at + 1, at + 4).find((word) => word !== undefined)?.toLowerCase();

/** Little words, whose sound follows from what stands around them. */
function special(word: string, { next, after, first }: Place): string | undefined {
  switch (word.toLowerCase()) {
    case 'a':
      return word === 'A' && (!first || letterFollowers.has(after ?? '') || after === undefined) ? 'ˈA' : 'ɐ';
    case 'an':
      return 'ɐn';
    case 'i':
      return `${secondary}I`;
    case 'am':
      return word === 'AM' ? 'ˌAˈɛm' : next === undefined ? 'ˈæm' : 'ɐm';
    case 'pm':
      return word === 'PM' ? 'pˌiˈɛm' : undefined;
    case 'to':
      return next === undefined ? undefined : next ? 'tʊ' : 'tə';
    case 'in':
      return next === undefined ? 'ˈɪn' : 'ɪn';
    case 'the':
      return next === true ? 'ði' : 'ðə';
    case 'used':
      return after === 'to' ? 'jˈust' : 'jˈuzd';
    default:
      return undefined;
  }
}

/** Which of an entry's parts of speech a word most likely is. */
function partOf(entry: Exclude<Entry, string>, { next, before = '' }: Place): string {
  if (next === undefined && 'None' in entry) return 'None';
  if (beforeParticiples.has(before)) return 'VBN' in entry ? 'VBN' : 'ADJ' in entry ? 'ADJ' : 'DEFAULT';
  if (beforeVerbs.has(before) && 'VERB' in entry) return 'VERB';
  if (beforeNouns.has(before) && entry.NOUN) return 'NOUN';
  return 'DEFAULT';
}

function mark(token: string, before: string | undefined, after: string | undefined): string {
  if (/^\s+$/.test(token)) return ' ';
  if (token === '-' || token === '–' || token === '—') return /^\s*$/.test(before ?? '') && /^\s*$/.test(after ?? '') ? '—' : token === '-' ? '' : '—';
  if (token === '«' || token === '»') return token === '«' ? '“' : '”';
  return spoken.test(token) ? token : '';
}

/** Words joined by hyphens are one: all but its strongest half lose their stress. */
function hyphenated(tokens: readonly string[], sounds: readonly string[]): string {
  return sounds.map((sound, at) => (tokens[at + 1] === '-' && sounds[at + 1] === '' && sounds[at + 2] ? lessStressed(sound) : sound)).join('');
}

function startsWithVowel(sounds: string, otherwise: boolean | undefined): boolean | undefined {
  for (const sound of sounds) {
    if (vowels.has(sound)) return true;
    if (consonants.has(sound)) return false;
    if (rests.has(sound)) return undefined;
  }
  return otherwise;
}

const lessStressed = (sounds: string) => (sounds.includes(primary) ? sounds.replaceAll(secondary, '').replaceAll(primary, secondary) : sounds);

/** Capitals are stressed a little (a name) or much (a shout), as misaki does. */
function stressed(sounds: string, stress: number | undefined): string {
  if (stress === undefined || sounds.includes(primary)) return sounds;
  if (sounds.includes(secondary)) return stress >= 1 ? sounds.replace(secondary, primary) : sounds;
  const at = [...sounds].findIndex((sound) => vowels.has(sound));
  return at === -1 ? sounds : `${sounds.slice(0, at)}${stress > 1 ? primary : secondary}${sounds.slice(at)}`;
}

/** American sounds as a British voice says them. */
const british = (sounds: string) =>
  sounds.replaceAll('O', 'Q').replaceAll('æ', 'a').replaceAll('ɜɹ', 'ɜː').replace(/ɑɹ(?![AIQWYaiuɑɔəɛɪʊʌ])/g, 'ɑː').replace(/ɔɹ(?![AIQWYaiuɑɔəɛɪʊʌ])/g, 'ɔː').replace(/əɹ(?![AIQWYaiuɑɔəɛɪʊʌˈˌ])/g, 'ə').replace(/ɑ(?!ː)/g, 'ɒ').replace(/ˈi/g, 'ˈiː').replace(/u(?!ː)/g, 'uː').replaceAll('ᵻ', 'ɪ');
