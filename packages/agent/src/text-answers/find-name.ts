import { isEnglishWord, isKindOf, sensesOf, singularOf } from '../languages/wordnet.js';
import type { AskedFor } from './asked-for.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, matchOf, type Keyword } from './keywords.js';
import { nameCandidates, type NameCandidate } from './name-candidates.js';
import type { Page, PlacedLine } from './page-layout.js';
import { isReceipt, issuerScore } from './receipts.js';
import { tablesOf } from './tables.js';
import { valuesIn } from './value-patterns.js';
import { plainLetters, stem, wordsIn } from './word-matching.js';

const organisationWords = /\b(organi[sz]ations?|universit(y|ät|é)|institut(e|ion)?|inc|ltd|llc|gmbh|corp(oration)?|company|co|plc|s\.?a|ministry|department|dept|council|association|foundation|society|bank|school|college|academy|hospital|museum|agency|commission|union|committee|authority|bureau|church|club|nations|federation|trust|borough|centre|center|laborator(y|ies)|verlag|verein|stadt|publish(ing|ers?)|studios?)\b|(?<=\S\s)(group|office|press|police|government|services?|board|books|publications|records|media)\b/i;
const notPersonWords = /\b(festival|park|hotel|restaurant|caf[eé]|bar|store|shop|market|supermarket|theat(re|er)|cinema|street|road|city|town|times|herald|news|airport|station|concert|exhibition|sale|game|book|novel|story|winner|prize)\b/i;
const introduced = /^(?:[\p{L}\s]{0,20}\bby(?=\s+\p{Lu})|with|from|starring|featuring|feat\.?|author|editor|cashier|served by|name|server)\b[:\s]+/iu;
/** Words that the names of such things are made of. */
const usualNames = new Map(Object.entries({
  newspaper: /\b(times|herald|news|post|gazette|daily|tribune|mail|guardian|courier|chronicle|journal|observer|telegraph|express|star|sun|zeitung|tagblatt|kurier|monde|figaro|pais|corriere)\b/i,
  magazine: /\b(magazine|weekly|monthly|review|journal|digest|quarterly)\b/i,
  bank: /(bank|banco|banca|banque|sparkasse|savings|credit union)\b/i,
  airline: /\b(air|airlines?|airways|jet|wings)\b|lines\b/i,
  publisher: /\b(press|books|verlag|publish(ing|ers?)|editions?)\b/i,
}));
const secondary = /\b(foreword|introduction|preface|afterword|illustrat\w+|translat\w+|edited|photographs?)\b/i;
const personTitle = /\b(mr|mrs|ms|miss|dr|prof(essor)?|sir|lady|lord|st|saint|rev|capt(ain)?|president|king|queen|by)\b\.?/i;
const streetWords = /\b\d+[a-z]?[,]?\s+\p{L}|\b(street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|square|sq|place|plaza|highway|hwy|way|parkway|court|terrace|floor|suite|straße|strasse|str|platz|gasse|weg|rue|via|calle|avenida|piazza|jalan|jln|lorong|no)\b\.?|[路街道号區区]/iu;

/** What gives receipts. */
const firms = /\b(shop|store|restaurant|company|business|merchant|supermarket|market|caf[eé]|bar|hotel|seller|vendor|place|firm|retailer|bakery|pharmacy|outlet|mart)s?$/;

/** Names that printed headings, logos and labels give: of a place, an organisation, a person, or the title itself. */
export function findNames(page: Page, asked: AskedFor, keywords: readonly Keyword[]): FoundAnswer[] {
  const issuer = (asked.form === 'organisation' || (asked.form === 'name' && asked.noun !== undefined && firms.test(asked.noun))) && isReceipt(page);
  const cells = new Set(tablesOf(page).flatMap(({ columns, rows }) => [...columns.map(({ head }) => head), ...(rows.length > 2 ? rows.flat() : [])]));
  const scored = nameCandidates(page).map((candidate) => ({
    value: candidate.text,
    lines: candidate.lines,
    score: issuer ? issuerScore(page, candidate.lines) + 0.1 * candidate.prominence + 0.05 * candidate.whole - valuePenalty(candidate.text) : Math.max(0, formScore(page, candidate, asked) + (described(candidate.text) && asked.form !== 'person' ? 0 : 0.25 * carriedBy(candidate.text, keywords)) + 0.25 * labelBefore(page, candidate, keywords) + placed(candidate, asked) - (candidate.lines.some((line) => cells.has(line)) ? 0.35 : 0) - (candidate.lines.some(isCut) ? 0.1 : 0) - (isLabel(candidate.text, asked, keywords) ? 0.5 : candidate.lines.length > 1 && isLabel(candidate.lines[0]!.text, asked, keywords) ? 0.25 : 0)),
  }));
  return ranked(scored.map((name) => ({ ...name, score: name.score > mostNameScore ? mostNameScore + 0.1 * Math.min(1, name.score - mostNameScore) : name.score })));
}

/** What stands out is less sure than what a label names. */
const mostNameScore = 0.78;

/** "Network name" names no network: it says no more than the question. */
function isLabel(text: string, { noun }: AskedFor, keywords: readonly Keyword[]): boolean {
  const told = (word: string) => stem(plainLetters(word)) === stem(noun?.split(' ').at(-1) ?? '') || keywords.some((keyword) => matchOf(keyword, word) > 0.7);
  return wordsIn(text).every(told);
}

/** Print that runs over the picture's edge lacks letters. */
function isCut({ box }: PlacedLine): boolean {
  return box[0] < 0.005 || box[2] > 0.995;
}

/** "a play by Ruth Ekdal" describes what the name stands beside. */
function described(text: string): boolean {
  return /^(an?|the)\s.*\bby\b/i.test(text) || /^\p{Ll}{2,}\s/u.test(text);
}

function formScore(page: Page, candidate: NameCandidate, asked: AskedFor): number {
  const { text, prominence, lines, whole } = candidate;
  const words = wordsIn(text.replaceAll('_', ''));
  if (described(text) && asked.form !== 'person') return 0.1;
  const digits = asked.form === 'title' ? 0 : (text.match(/\d/g) ?? []).length / Math.max(text.length, 1);
  const long = asked.form === 'title' ? (words.length > 12 ? 0.15 : 0) : words.length > 8 ? 0.3 : words.length > 5 ? 0.1 : 0;
  const ordinary = /[.!?]$/.test(text.trim()) && words.length > 4 ? 0.2 : 0;
  const shouted = asked.form !== 'title' && /[!?]$/.test(text.trim()) ? 0.25 : 0;
  const labelled = asked.form !== 'title' && asked.form !== 'person' && /^\p{L}[\p{L} .]{0,16}:\s?\S/u.test(text) ? 0.3 : 0;
  const polite = /\b(thank|welcome|please|dear|regards|sincerely|hello|receipt|invoice|tel|phone|date|total)\b|©|@|\bwww\b|https?:|\bphoto(graph)? by\b|\bcopyright\b/i.test(text) ? 0.8 : 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const label = /[:：]$/.test(text.trim()) ? 0.4 : 0;
  const fragment = /^\P{L}*\p{Ll}/u.test(text) && prominence < 0.8 && asked.form !== 'title' ? 0.25 : 0;
  const code = /[\\{}=<>;]|\(\)|::|\w_\w/.test(text) ? 0.5 : 0;
  const stub = letters <= 2 || (letters === 3 && !/^\p{Lu}+$/u.test(text.trim())) ? 0.3 : 0;
  const top = 1 - (lines[0]!.box[1] + lines[0]!.box[3]) / 2;
  // Menus and buttons of a window, and columns, name nobody.
  const control = (lines.some((line) => page.rows[line.row]!.length >= 5) ? 0.25 : 0) + (/(\.{2,}|…)$/.test(text.trim()) ? 0.3 : 0);
  const open = asked.form !== 'title' && words.length > 1 && /\b(by|of|the|and|to|for|in|at|from|with)$/i.test(text.trim()) ? 0.3 : 0;
  const shape = 0.4 * prominence + 0.15 * top - digits - long - ordinary - polite - shouted - labelled - stub - code - fragment - label - control - open;
  switch (asked.form) {
    case 'title':
      return 0.15 + shape - (words.length === 1 && letters <= 4 ? 0.25 : 0) + 0.1 * top + 0.2 * whole - (/^(chapter|part|section|act|lesson|unit|volume|book|page|kapitel|chapitre)\s+\S+$/i.test(text.trim()) ? 0.4 : 0);
    case 'organisation':
      return 0.7 * shape + 0.08 * whole + (organisationWords.test(text) || usualNames.get(asked.noun?.split(' ').at(-1) ?? '')?.test(text) ? 0.4 : 0) + (isShortLabel(words) ? 0.12 : 0) + coinedBonus(words) + repeated(page, words) - valuePenalty(text) + (knownAs(text, asked.noun) ? 0.4 : 0);
    case 'person':
      return shape * 0.6 + personScore(text, words) + (lines.length > 1 ? 0.1 * (whole - 1) : 0);
    case 'name':
      return 0.08 + shape + 0.12 * whole + (asked.noun && names(text, asked.noun) ? 0.3 : 0) + (isShortLabel(words) ? 0.05 : 0) + coinedBonus(words) - valuePenalty(text) - (asked.noun && onlyDescribes(text, words, asked.noun) ? 0.25 : 0) + (asked.noun && /person|man|woman|author|player|artist/.test(asked.noun) ? 1 : -0.4) * Math.max(0, personScore(text, words) - 0.3);
    default:
      return shape;
  }
}

function isShortLabel(words: readonly string[]): boolean {
  return words.length > 0 && words.length <= 4;
}

/** Names of firms are seldom dictionary words; "Korean restaurant" alone names none. */
function coinedBonus(words: readonly string[]): number {
  if (words.length === 0 || words.length > 5) return 0;
  return words.some((word) => /^\p{L}{2,}$/u.test(word) && !isEnglishWord(plainLetters(word))) ? 0.15 : 0;
}

/** A maker's name comes again on its page, in its text or its address. */
function repeated({ lines }: Page, words: readonly string[]): number {
  const coined = words.length <= 3 ? words.map(plainLetters).filter((word) => word.length >= 4 && !isEnglishWord(word)) : [];
  return coined.some((word) => lines.filter((line) => plainLetters(line.text).replace(/\s/g, '').includes(word)).length > 1) ? 0.15 : 0;
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
  if (usualNames.get(wanted)?.test(text)) return true;
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
  const owner = /['’]s\b/i.test(text) ? 0.3 : 0;
  const two = words.length >= 2 && words.length <= 4 && capitals === words.length ? 0.4 : words.length === 1 && capitals === 1 ? 0.1 : 0;
  const job = words.length > 0 && words.every((word) => isEnglishWord(plainLetters(word))) && isKindOf(singularOf(plainLetters(words.at(-1)!)), 'person', 2) && words.length > 1 ? 0.3 : 0;
  const known = words.length > 1 && sensesOf(plainLetters(words.join(' ')), 'noun').length > 0 && isKindOf(plainLetters(words.join(' ')), 'person', 3) ? 0.3 : 0;
  const common = known === 0 && words.length > 1 && words.every((word) => isEnglishWord(plainLetters(word)) && !isKindOf(plainLetters(word), 'person', 3)) ? 0.25 : 0;
  return two - owner - job - common + known + (strange > 0 ? 0.12 : 0) + (personTitle.test(text) ? 0.25 : 0) + (words.some((word) => isKindOf(plainLetters(word), 'person', 1)) && two > 0 ? -0.05 : 0);
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

