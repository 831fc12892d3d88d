import { isEnglishWord, isKindOf, singularOf } from '../languages/wordnet.js';
import type { AskedFor } from './asked-for.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { areWeak, carriedBy, matchOf, type Keyword } from './keywords.js';
import type { Page, PlacedLine } from './page-layout.js';
import { tablesOf } from './tables.js';
import { plainLetters, stem, wordsIn } from './word-matching.js';

/** Most words of a label ("Name", "Date of birth"). */
const mostLabelWords = 5;

/** What stands after a label that carries the question's words: "Title: OCR-free Donut", or the line beside or under "Model name". */
export function findLabelled(page: Page, asking: readonly Keyword[], { noun, form }: Pick<AskedFor, 'noun' | 'form'>): FoundAnswer[] {
  // Whoever has the name is asked for, so that a label need not say "name".
  const ofName = (form === 'person' || form === 'organisation') && !areWeak(asking);
  const keywords = ofName ? asking.filter(({ weak }) => !weak) : asking;
  if (keywords.length === 0) return [];
  const isNameLabel = (label: string) => form === 'name' && /^(full )?name$/i.test(label.trim());
  const named = (label: string) => (noun !== undefined && stem(plainLetters(label).trim()) === stem(noun) ? 0.15 : 0);
  const heads = new Set(tablesOf(page).flatMap(({ columns }) => columns.map(({ head }) => head)));
  const found: FoundAnswer[] = [];
  for (const line of page.lines) {
    for (const match of line.text.matchAll(/(?<![\p{L}\p{N}])(\p{L}[\p{L}\p{N} .'’/&()-]{1,40}?)\s?[:：]\s?(?=\S)/gu)) {
      const rest = line.text.slice(match.index + match[0].length);
      const value = rest.split(/\s{2,}|\s[|·•]\s|(?<=\S)\s(?=\p{L}[\p{L} ]{1,18}:\s)/u)[0]!.trim();
      const fit = isNameLabel(match[1]!) ? 1.25 : labelFit(plainLabel(match[1]!, form), keywords, noun);
      if (fit > 0 && /[\p{L}\p{N}]/u.test(value) && !/^\/\//.test(value) && !isTold(value, keywords)) found.push({ value, context: line.text, lines: [line], score: 0.25 + 0.55 * fit + named(match[1]!) + (ofName ? 0.14 : 0) });
    }
    const fit = /[:：]\s*$/.test(line.text) && isNameLabel(line.text.replace(/[\s:：]+$/, '')) ? 1 : labelFit(plainLabel(line.text.replace(/[\s:：]+$/, ''), form), keywords, /[:：]\s*$/.test(line.text) ? noun : undefined);
    if (fit === 0) continue;
    const colon = (/[:：]\s*$/.test(line.text) ? 0.1 : 0) + named(line.text.replace(/[\s:：]+$/, ''));
    const right = page.rows[line.row]!.filter((other) => other.box[0] > line.box[2] - 0.01 && other !== line);
    const next = form === 'value' ? right[0] : right.find(({ text }) => /\p{L}{2}|\d{2}/u.test(text)) ?? right[0];
    const under = lineUnder(page, line);
    const beside = next && !heads.has(line) && !(under && ((boxNumber.test(line.text) && boxNumber.test(next.text)) || (labelsOthers.test(next.text) && isColumn(line, under) && isColumn(next, lineUnder(page, next))))) && !isHeadOfColumns(page, line) && !(under && under.beside === 0 && isColumn(line, under) && isColumn(next, lineUnder(page, next)) && (under.height > 1.12 * line.height || page.rows[line.row]!.length > 2)) ? next : undefined;
    if (beside) found.push({ value: beside.text, context: `${line.text} ${beside.text}`, lines: [line, beside], score: 0.33 + 0.6 * fit + colon });
    const namesOne = (form === 'person' || form === 'organisation') && /\bname\b/i.test(line.text) && under && isColumn(line, under);
    if (under && !beside) found.push({ value: under.text, context: `${line.text} ${under.text}`, lines: [line, under], score: ((next && isColumn(line, under)) || namesOne || (fit > 0.95 && form === 'kind') ? 0.35 : 0.15) + 0.45 * fit + colon });
    // Where somebody is asked for, a name right under the label beats other words beside it.
    if (under && beside && form === 'person' && isColumn(line, under) && isName(under.text) && (!isName(beside.text) || isFar(line, beside))) found.push({ value: under.text, context: `${line.text} ${under.text}`, lines: [line, under], score: 0.4 + 0.6 * fit + colon });
  }
  return ranked(found.filter(({ value }) => !isTold(value, keywords) && !/[:：]$/.test(value)));
}

/** A value that says no more than the question is another label. */
function isTold(value: string, keywords: readonly Keyword[]): boolean {
  const words = wordsIn(value);
  return words.length > 0 && words.every((word) => keywords.some((keyword) => matchOf(keyword, word) > 0.9));
}

/** Two to four words that each begin with a capital. */
const fullName = /^\W*\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){1,3}\W*$/u;

/** A full name: not words of the dictionary, unless they are set in capitals. */
function isName(text: string): boolean {
  return fullName.test(text) && (text === text.toUpperCase() || !wordsIn(text).every((word) => isEnglishWord(plainLetters(word))));
}

/** More than six letters apart: in another column. */
function isFar({ box, text }: PlacedLine, beside: PlacedLine): boolean {
  return beside.box[0] - box[2] > (6 * (box[2] - box[0])) / Math.max(1, text.length);
}

/** Boxes of forms are numbered: "10. Present Position". */
export const boxNumber = /^\W*\d{1,2}[a-z]?[.)]?\s+\p{Lu}/iu;

/** What ends a label: beside another label stands no value, but a second label. */
const labelsOthers = /(?:[:：]|\b(?:name|number|no\.?|id|code|date|address|mode|method|details|type|in|out|due|total|amount|price|time|phone|email)\.?)\s*$/i;

/**
 * A label without its number in a form ("13 Statutory employee") and, where somebody is asked for, without what else it holds ("Employee's
 * name, address, and ZIP code"); the number or address of somebody names nobody.
 */
function plainLabel(label: string, form: AskedFor['form']): string {
  const bare = label.replace(/^\W*(?:\d{1,2}[a-z]?|[a-z])[.)]?\s+(?=\p{L}{2})/iu, '');
  if (form !== 'person' && form !== 'organisation') return bare;
  const named = /^(.*?\p{L})(?:['’]s)? name\b/iu.exec(bare)?.[1] ?? /^names?(?: and address(?:es)?)? of (?:the )?(\p{L}+)/iu.exec(bare)?.[1];
  return named ?? (/\b(?:id|no\.?|number|code|address|phone|e-?mail|date)$/i.test(bare.trim()) ? '' : bare);
}

/** 0..1: how well a short label says what the keywords say, in both directions. */
function labelFit(label: string, keywords: readonly Keyword[], noun?: string): number {
  const words = wordsIn(label).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0 || words.length > mostLabelWords) return 0;
  const plain = plainLetters(label).trim();
  if (keywords.some(({ phrases }) => phrases.includes(plain))) return Math.max(0.75, carriedBy(label, keywords));
  // "Vehicle" labels what is asked for as a car.
  if (noun !== undefined && words.length === 1 && plain.length > 3 && isKindOf(singularOf(noun.split(' ').at(-1)!), singularOf(plain), 1)) return 0.7;
  const carried = carriedBy(label, keywords);
  const telling = words.filter((word) => plainLetters(word).length > 2 && isEnglishWord(plainLetters(word)) && !/^(of|the|and|for|no)$/i.test(word));
  const meant = telling.filter((word) => keywords.some((keyword) => matchOf(keyword, word) > 0.5)).length;
  return carried < 0.3 || meant === 0 ? 0 : carried * (meant / telling.length);
}

/** A row of small headings over a row of as many values, as tickets have them. */
function isHeadOfColumns(page: Page, line: PlacedLine): boolean {
  const [row, under] = [page.rows[line.row]!, page.rows[line.row + 1] ?? []];
  return row.length >= 3 && under.length === row.length && row.every((head, at) => /^[^\d:]+$/.test(head.text) && Math.min(head.box[2], under[at]!.box[2]) > Math.max(head.box[0], under[at]!.box[0])) && under.some(({ text }) => /\d/.test(text));
}

/** Label and value of a form, one under the other and flush left. */
function isColumn(label: PlacedLine, under: PlacedLine | undefined): boolean {
  return under !== undefined && Math.abs(under.box[0] - label.box[0]) < 0.02;
}

function lineUnder(page: Page, line: PlacedLine): PlacedLine | undefined {
  return page.lines
    .filter((other) => other.row > line.row && other.box[1] - line.box[3] < 1.5 * line.height && Math.min(other.box[2], line.box[2]) > Math.max(other.box[0], line.box[0]))
    .sort((one, other) => one.box[1] - other.box[1])[0];
}
