import { isEnglishWord, isKindOf, sensesOf, singularOf } from '../languages/wordnet.js';
import type { AskedFor } from './asked-for.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import type { Page, PlacedLine } from './page-layout.js';
import { valuesIn } from './value-patterns.js';
import { plainLetters, stem, wordsIn } from './word-matching.js';

const organisationWords = /\b(organi[sz]ations?|universit(y|ät|é)|institut(e|ion)?|inc|ltd|llc|gmbh|corp(oration)?|company|co|plc|s\.?a|ministry|department|dept|council|association|foundation|society|bank|school|college|academy|hospital|museum|agency|commission|union|committee|group|authority|bureau|office|church|club|press|police|government|service|nations|federation|trust|borough|board|centre|center|laborator(y|ies)|verlag|verein|stadt|books|publish(ing|ers?)|publications|records|studios?|media)\b/i;
const notPersonWords = /\b(festival|park|hotel|restaurant|caf[eé]|bar|store|shop|market|supermarket|theat(re|er)|cinema|street|road|city|town|times|herald|news|airport|station|concert|exhibition|sale|game|book|novel|story|winner|prize)\b/i;
const introduced = /^(?:[\p{L}\s]{0,20}\bby(?=\s+\p{Lu})|with|from|starring|featuring|feat\.?|author|editor|cashier|served by|name|server)\b[:\s]+/iu;
const secondary = /\b(foreword|introduction|preface|afterword|illustrat\w+|translat\w+|edited|photographs?)\b/i;
const personTitle = /\b(mr|mrs|ms|miss|dr|prof(essor)?|sir|lady|lord|st|saint|rev|capt(ain)?|president|king|queen|by)\b\.?/i;
const streetWords = /\b\d+[a-z]?[,]?\s+\p{L}|\b(street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|square|sq|place|plaza|highway|hwy|way|parkway|court|terrace|floor|suite|straße|strasse|str|platz|gasse|weg|rue|via|calle|avenida|piazza|jalan|jln|lorong|no)\b\.?|[路街道号區区]/iu;

/** Joined lines that make one name: neighbours of a block with letters of about one size. */
interface NameCandidate {
  text: string;
  lines: PlacedLine[];
  prominence: number;
}

/** Names that printed headings, logos and labels give: of a place, an organisation, a person, or the title itself. */
export function findNames(page: Page, asked: AskedFor, keywords: readonly Keyword[]): FoundAnswer[] {
  const candidates = nameCandidates(page);
  const scored = candidates.map((candidate) => ({
    value: candidate.text,
    lines: candidate.lines,
    score: Math.max(0, formScore(candidate, asked, page) + (described(candidate.text) && asked.form !== 'person' ? 0 : 0.5 * carriedBy(candidate.text, keywords)) + 0.25 * labelBefore(page, candidate, keywords) + placed(candidate, asked)),
  }));
  return ranked(scored);
}

function nameCandidates(page: Page): NameCandidate[] {
  const single = page.lines.filter((line) => /\p{L}/u.test(line.text)).map((line) => ({ text: line.text.trim(), lines: [line], prominence: line.prominence }));
  const joined = page.lines.flatMap((line) => {
    const second = lineUnder(page, line);
    const third = second && lineUnder(page, second);
    return [second ? [line, second] : [], second && third ? [line, second, third] : []].flatMap((run) => {
      const text = run.map((one) => one.text.trim()).join(' ');
      return run.length > 0 && wordsIn(text).length <= 9 ? [{ text, lines: run, prominence: Math.max(...run.map((one) => one.prominence)) - 0.05 * (run.length - 1) }] : [];
    });
  });
  return [...single, ...joined];
}

/** The line that goes on under another, if there is one. */
function lineUnder(page: Page, line: PlacedLine): PlacedLine | undefined {
  return page.lines.filter((other) => other !== line && standsUnder(line, other)).sort((one, other) => one.box[1] - other.box[1])[0];
}

/** "a play by Ruth Ekdal" describes what the name stands beside. */
function described(text: string): boolean {
  return /^(an?|the)\s.*\bby\b/i.test(text) || /^\p{Ll}{2,}\s/u.test(text);
}

/** Close under the line, over the same columns, in letters not very different in size. */
function standsUnder(above: PlacedLine, line: PlacedLine): boolean {
  const ratio = line.height / above.height;
  const gap = line.box[1] - above.box[3];
  const overlap = Math.min(above.box[2], line.box[2]) - Math.max(above.box[0], line.box[0]);
  return ratio > 0.55 && ratio < 1.8 && line.box[1] > above.box[1] + 0.5 * above.height && gap < 1.1 * above.height && gap > -0.6 * above.height && overlap > 0.4 * Math.min(above.box[2] - above.box[0], line.box[2] - line.box[0]);
}

function formScore(candidate: NameCandidate, asked: AskedFor, page: Page): number {
  const { text, prominence, lines } = candidate;
  const words = wordsIn(text.replaceAll('_', ''));
  if (described(text) && asked.form !== 'person') return 0.1;
  const digits = asked.form === 'title' ? 0 : (text.match(/\d/g) ?? []).length / Math.max(text.length, 1);
  const long = words.length > 8 ? 0.3 : words.length > 5 ? 0.1 : 0;
  const ordinary = /[.!?]$/.test(text.trim()) && words.length > 4 ? 0.2 : 0;
  const shouted = asked.form !== 'title' && /[!?]$/.test(text.trim()) ? 0.25 : 0;
  const labelled = asked.form !== 'title' && asked.form !== 'person' && /^\p{L}[\p{L} .]{0,16}:\s?\S/u.test(text) ? 0.3 : 0;
  const polite = /\b(thank|welcome|please|receipt|invoice|tel|phone|date|total)\b/i.test(text) ? 0.8 : 0;
  const top = 1 - (lines[0]!.box[1] + lines[0]!.box[3]) / 2;
  const shape = 0.4 * prominence + 0.15 * top - digits - long - ordinary - polite - shouted - labelled;
  switch (asked.form) {
    case 'title':
      return 0.25 + shape + 0.1 * top - (lines.length > 1 ? 0 : joinsOther(page, lines[0]!) ? 0.05 : 0);
    case 'organisation':
      return 0.05 + 0.7 * shape + (organisationWords.test(text) ? 0.4 : 0) + (isShortLabel(words) ? 0.12 : 0) + coinedBonus(words) - valuePenalty(text) + (knownAs(text, asked.noun) ? 0.4 : 0);
    case 'person':
      return shape * 0.6 + personScore(text, words);
    case 'name':
      return 0.15 + shape + (asked.noun && names(text, asked.noun) ? 0.3 : 0) + (isShortLabel(words) ? 0.05 : 0) + coinedBonus(words) - valuePenalty(text) - (asked.noun && onlyDescribes(text, words, asked.noun) ? 0.45 : 0) + (asked.noun && /person|man|woman|author|player|artist/.test(asked.noun) ? personScore(text, words) : 0);
    default:
      return shape;
  }
}

function joinsOther(page: Page, line: PlacedLine): boolean {
  return (page.blocks[line.block]?.length ?? 0) > 1;
}

function isShortLabel(words: readonly string[]): boolean {
  return words.length > 0 && words.length <= 4;
}

/** Names of firms are seldom dictionary words; "Korean restaurant" alone names none. */
function coinedBonus(words: readonly string[]): number {
  if (words.length === 0 || words.length > 5) return 0;
  return words.some((word) => /^\p{L}{2,}$/u.test(word) && !isEnglishWord(plainLetters(word))) ? 0.15 : 0;
}

/** "Korean restaurant" says what it is; the name stands beside it. */
function onlyDescribes(text: string, words: readonly string[], noun: string): boolean {
  return words.length <= 3 && names(text, noun) && words.every((word) => isEnglishWord(plainLetters(word)));
}

/** A line with a price, a share, a date or a telephone number names nobody. */
function valuePenalty(text: string): number {
  return (['money', 'percent', 'date', 'phone', 'time'] as const).some((kind) => valuesIn(text, kind).length > 0) ? 0.3 : 0;
}

/** Whether the text carries the noun itself or a word for something of its kind ("café" names a restaurant). */
function names(text: string, noun: string): boolean {
  const wanted = singularOf(noun.split(' ').at(-1)!);
  return wordsIn(text).some((word) => {
    const read = singularOf(plainLetters(word));
    return stem(read) === stem(wanted) || (read.length > 3 && isKindOf(read, wanted, 2));
  });
}

/** Whether WordNet knows the words as one of the kind asked for: "Paris" is a city. */
function knownAs(text: string, noun: string | undefined): boolean {
  return noun !== undefined && sensesOf(plainLetters(text), 'noun').length > 0 && isKindOf(plainLetters(text), singularOf(noun.split(' ').at(-1)!), 4);
}

/** Two to four capitalised words, some of them no dictionary words, with no word of places or organisations. */
function personScore(printed: string, printedWords: readonly string[]): number {
  const lead = introduced.exec(printed)?.[0] ?? '';
  const text = printed.slice(lead.length);
  if (lead) return (secondary.test(lead) ? -0.3 : 0.35) + personScore(text, wordsIn(text));
  const words = printedWords;
  if (notPersonWords.test(text)) return -0.2;
  if (organisationWords.test(text) || streetWords.test(text) || /\b(of|the|and|for|in|at|on|to|with)\b/i.test(text.replace(/^by /i, ''))) return personTitle.test(text) ? 0.15 : -0.2;
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  const strange = words.filter((word) => word.length > 2 && !isEnglishWord(plainLetters(word))).length;
  const two = words.length >= 2 && words.length <= 4 && capitals === words.length ? 0.4 : words.length === 1 && capitals === 1 ? 0.1 : 0;
  return two + (strange > 0 ? 0.12 : 0) + (personTitle.test(text) ? 0.25 : 0) + (words.some((word) => isKindOf(plainLetters(word), 'person', 1)) && two > 0 ? -0.05 : 0);
}

/** "by", "Author:", "Cashier" before or above a name. */
function labelBefore(page: Page, { lines }: NameCandidate, keywords: readonly Keyword[]): number {
  const first = lines[0]!;
  const beside = page.rows[first.row]!.filter((line) => line.box[0] < first.box[0]).map((line) => line.text).join(' ');
  const previous = page.lines[first.index - 1];
  return Math.max(carriedBy(beside, keywords), previous ? carriedBy(previous.text, keywords) * 0.8 : 0);
}

function placed({ lines }: NameCandidate, { place }: AskedFor): number {
  const middle = (lines[0]!.box[1] + lines.at(-1)!.box[3]) / 2;
  return place === 'top' ? 0.3 * (1 - middle) : place === 'bottom' ? 0.3 * middle : 0;
}

/** Lines with a street, a house number or a postcode, joined with those of the same address. */
export function findAddresses(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const venue = /\b(park|hall|theat(re|er)|arena|stadium|museum|gallery|centre|center|hotel|church|school|university|library|square|plaza|airport|station|castle|garden|club|room|level|floor)\b/i;
  const isVenue = (line: PlacedLine) => (venue.test(line.text) || /^(at|in|@|venue|where|place|location)\b[:\s]/i.test(line.text)) && wordsIn(line.text).length <= 8 && valuesIn(line.text, 'time').length === 0;
  const isStreet = (line: PlacedLine) => streetWords.test(line.text) && /\d/.test(line.text) && valuesIn(line.text, 'money').length + valuesIn(line.text, 'date').length + valuesIn(line.text, 'time').length === 0 && !/\b(tel|phone|fax|date|time|total)\b/i.test(line.text);
  return ranked(
    page.lines.filter((line) => isStreet(line) || isVenue(line)).map((line) => {
      const next = page.lines[line.index + 1];
      const goesOn = next && next.block === line.block && (valuesIn(next.text, 'postcode').length > 0 || isStreet(next)) ? [line, next] : [line];
      const house = /\b\d+[a-z]?,?\s+\p{L}/iu.test(line.text) ? 0.2 : 0;
      return { value: goesOn.map((one) => one.text).join(', '), lines: goesOn, score: Math.min(1, (isStreet(line) ? 0.35 : 0.32) + house + (valuesIn(line.text, 'postcode').length > 0 ? 0.15 : 0) + 0.3 * carriedBy(line.text, keywords)) };
    }),
  );
}

/** Words on the page that are of the kind asked for: "which city", "what animal", "which fruit". */
export function findOfKind(page: Page, noun: string, keywords: readonly Keyword[]): FoundAnswer[] {
  const place = /\b(city|town|country|state|capital|county|village|place|river|island|continent)$/.test(noun);
  const kind = singularOf(noun.split(' ').at(-1)!);
  if (kind.length < 3 || ['word', 'text', 'phrase', 'letter', 'message', 'side', 'name'].includes(kind)) return [];
  const found: FoundAnswer[] = [];
  for (const line of page.lines) {
    const words = wordsIn(line.text);
    for (let start = 0; start < words.length; start += 1) {
      for (const length of [3, 2, 1]) {
        const run = words.slice(start, start + length);
        if (run.length < length) continue;
        const lemma = singularOf(plainLetters(run.join(' ')));
        if (lemma.length < 3 || stem(lemma) === stem(kind) || sensesOf(lemma, 'noun').length === 0) continue;
        const proper = place && /^\p{Lu}/u.test(run[0]!);
        if (!isKindOf(lemma, kind, proper ? 8 : 2) && !(proper && (kind === 'town' || kind === 'city') && (isKindOf(lemma, 'city', 8) || isKindOf(lemma, 'town', 8)))) continue;
        found.push({ value: run.join(' '), context: line.text, lines: [line], score: Math.min(1, 0.42 + 0.4 * carriedBy(line.text, keywords) + 0.15 * line.prominence + 0.05 * (length - 1)) });
        break;
      }
    }
  }
  return ranked(found);
}
