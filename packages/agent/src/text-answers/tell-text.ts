import type { Evidence, TextLine } from '@ocelli/protocol';
import { answered, declined, hedged, said, type Answer } from '../answers/answer.js';
import { pictureText, quoted } from '../answers/picture-text.js';
import { counted, link, listed } from '../answers/wording.js';
import { languageOf } from '../languages/language-of.js';
import { languagesByScript } from '../languages/script-of.js';
import { isEnglishWord } from '../languages/wordnet.js';
import { findAnswer, legible, wordCount, type TextSearch } from './find-answer.js';
import { firstWords } from './find-statement.js';
import { isWhole } from './fits-the-question.js';
import type { AskedFor } from './asked-for.js';
import { carriedBy } from './keywords.js';
import { sureScore, weakScore, type FoundAnswer } from './found-answer.js';
import { layOut, type PlacedLine } from './page-layout.js';
import { valuesIn } from './value-patterns.js';
import { weighed, type WeighedAnswer } from './weigh-answers.js';
import { plainLetters, wordsIn } from './word-matching.js';

/** Most words of an answer from text, beside a reading aloud of it all. */
const mostWords = 30;
/** A line read with less than this may hold wrong letters. */
const clearLine = 0.75;
/** A question that does not speak of print needs print that carries about this much of its words. */
const printScore = 0.38;
/** A text this short is quoted whole when its answer is not sure. */
const shortText = 22;
/** Most words when the whole text is asked for; the rest can be selected on the picture. */
const mostReadWords = 220;

/** Marks lines on the picture under one group. */
export function lineMarks(attachmentId: string, lines: readonly (TextLine & { index: number; seen?: Pick<TextLine, 'box' | 'quad'> })[], group: string): Evidence[] {
  return lines.slice(0, 200).map((line) => ({
    kind: 'text',
    id: `${group}-${line.index + 1}`.slice(-40),
    attachmentId,
    label: 'text',
    score: line.score,
    box: (line.seen ?? line).box,
    quad: (line.seen ?? line).quad,
    text: line.text,
    group,
  }));
}

export const noText = "I can't find any text that I can read in this picture.";

/** All the text of a picture, in reading order, as a quotation. */
export function readAloud(attachmentId: string, read: readonly TextLine[]): Answer {
  if (read.length === 0) return declined(noText);
  const { lines } = layOut(legible(read));
  const marks = lineMarks(attachmentId, lines, 'text');
  const words = lines.reduce((sum, line) => sum + wordsIn(line.text).length, 0);
  const sure = lines.reduce((sum, line) => sum + line.score, 0) / lines.length >= 0.75;
  if (words <= shortText) return said(sure, `It says ${link(quoted(running(lines)), 'text')}.${sure ? '' : ' The print is hard to read, so letters may be wrong.'}`, marks);
  const shown: string[] = [];
  let left = mostReadWords;
  for (const line of lines) {
    if (left <= 0) break;
    shown.push(`> ${pictureText(line.text)}`);
    left -= wordsIn(line.text).length;
  }
  const rest = lines.length - shown.length;
  return said(sure, `I read ${link(counted(lines.length, 'line'), 'text')}:\n\n${shown.join('  \n')}${rest > 0 ? `\n\n… and ${counted(rest, 'more line')}, marked on the picture.` : ''}`, marks);
}

const latin: Readonly<Record<string, string>> = { English: 'en', German: 'de', French: 'fr', Spanish: 'es', Italian: 'it', Portuguese: 'pt', Dutch: 'nl', Polish: 'pl' };

/** The lines in one language; of those in Latin letters all, unless some are clearly in it and others are not. */
export function linesIn(language: string, lines: readonly TextLine[]): readonly TextLine[] {
  const code = latin[language];
  if (!code) return lines.filter(({ text }) => languagesByScript(text).includes(language));
  const written = lines.filter(({ text }) => languagesByScript(text).length === 0 && /\p{Script=Latin}{2}/u.test(text));
  const told = written.filter(({ text }) => languageOf(text) === code && (code !== 'en' || wordsIn(text).some((word) => isEnglishWord(plainLetters(word)))));
  return told.length > 0 && written.some(({ text }) => languageOf(text) !== 'en') ? told : written;
}

/** Lines as one reads them: those of a block on, others apart. */
function running(lines: readonly PlacedLine[]): string {
  return lines.reduce((text, line, index) => (index === 0 ? line.text : `${text}${lines[index - 1]!.block === line.block ? ' ' : ' · '}${line.text}`), '');
}

/** Words that make it plain that a question is about what is printed. */
const aboutPrint = /\b(sign|banner|poster|plaque|label|receipt|bill|page|document|screen(shot)?|text|words?|written|printed|writing|say(s|ing)?|read(s|ing)?|names?|titles?|headline|letters?|numbers?|digits?|caption|headings?|ticket|menu|board|notice|slogan|logo|mention(s|ed)?|book|newspaper|letter|card|website|list(s|ed)?)\b/i;

export interface TellingOptions {
  leastScore?: number;
  /** For every line of the {@link printedPage} how near its meaning is to the question's: it finds what else an unsure answer may be. */
  closeness?: readonly number[];
}

/**
 * Answers a question from the text of a picture in at most 30 words. Undefined when nothing printed fits: a question
 * that is not plainly about print is answered only by print that carries its words. With `leastScore`, nothing that fits less is said.
 */
export function answerFromText(attachmentId: string, question: string, lines: readonly TextLine[], { leastScore = 0, closeness }: TellingOptions = {}): Answer | undefined {
  if (lines.length === 0) return undefined;
  const search = { ...findAnswer(question, lines), ...(closeness ? { closeness } : {}) };
  if (search.asked.form === 'whole') return readAloud(attachmentId, lines);
  if (search.asked.form === 'language' && search.answers.length === 0) return tellLanguage(attachmentId, search);
  const best = search.answers[0];
  if (leastScore > 0 && ((best?.score ?? 0) < leastScore || !isClearPrint(search.page))) return undefined;
  if (best && search.asked.form === 'yes-no') return tellYesOrNo(attachmentId, best);
  if (best && best.score >= sureScore) return tell(attachmentId, search, best, best.lines.every(({ score }) => score >= clearLine) && !hasRival(search.answers) && isWhole(best, search.asked, search.keywords) && isSupported(search, best) && isPlain(search.asked, best));
  const print = aboutPrint.test(question) || isClearPrint(search.page) || !(['statement', 'kind', 'yes-no'].includes(search.asked.form) || search.asked.values[0] === 'number');
  if (print && wordCount(search.page) <= shortText) return tellShortText(attachmentId, search);
  if (best && best.score >= (print ? weakScore : printScore)) return tell(attachmentId, search, best, false);
  const near = closeness && weighed(search.page, [], search.asked, closeness)[0];
  return near && Math.max(...closeness) >= leastCloseness ? tell(attachmentId, search, near, false) : undefined;
}

/** How near in meaning a line must be to a question for what stands by it to be an answer on its own. */
const leastCloseness = 0.42;

/** How much of the question's telling words must stand with an answer for it to be stated: a value has its label, a name or a sentence needs more. */
const supportOf = { value: 0.4, words: 0.45 };

/** Whether what stands with an answer speaks of what is asked. */
function isSupported({ page, asked, keywords }: TextSearch, { value, context, lines }: FoundAnswer): boolean {
  const telling = keywords.filter(({ weak }) => !weak);
  if (telling.length === 0) return true;
  // A value of another kind than is asked for, and a name that says no more than the question ("Tobacco Company"), are not sure.
  if (asked.form === 'value' && !asked.values.some((kind) => valuesIn(value, kind).length > 0)) return false;
  const isName = asked.form === 'organisation' || asked.form === 'name';
  const near = lines.flatMap((line) => [...page.rows[line.row]!, page.lines[line.index - 1]]).map((line) => line?.text ?? '');
  return carriedBy([...(isName ? [] : [value]), ...[context ?? '', ...near].map((text) => (isName ? text.replace(value, ' ') : text))].join(' '), telling) >= (asked.form === 'value' ? supportOf.value : supportOf.words);
}

/**
 * Whether an answer may be stated: values are known by their form; names and sentences only stand by their label ("Subject: Summer timetable"). On pictures
 * that no rule was written for, 50 of 53 stated values were right, and 13 of 30 of everything else.
 */
function isPlain({ form }: AskedFor, { value, context }: FoundAnswer): boolean {
  return form === 'value' || (context !== undefined && !/[:：]/.test(value) && new RegExp(`[:：]\\s*${escaped(value.trim())}`, 'u').test(context));
}

/** Print as a pattern that finds just itself. */
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A lead over another answer that is too small to be sure of it. */
const rivalGap = 0.06;

/** Whether another place on the page answers about as well. */
function hasRival([best, ...others]: readonly FoundAnswer[]): boolean {
  return others.some((other) => best!.score < 1 && other.score > best!.score - rivalGap && !other.lines.some((line) => best!.lines.includes(line)) && plainLetters(other.value) !== plainLetters(best!.value));
}

/** Whether lines hold words that somebody printed to be read, not specks that look like letters. */
export function isClearPrint({ lines }: { lines: readonly TextLine[] }): boolean {
  const clear = lines.filter(({ score }) => score >= 0.85);
  const words = clear.flatMap(({ text }) => text.match(/\p{L}{3,}/gu) ?? []);
  const otherScript = clear.flatMap(({ text }) => text.match(/\p{Lo}/gu) ?? []).length;
  const known = words.filter((word) => isEnglishWord(plainLetters(word)) || areTwoWords(plainLetters(word))).length;
  return otherScript >= 3 || (known >= 2 && known >= 0.4 * words.length) || (known === 1 && words.length === 1);
}

/** "SCHOOLBUS": two words whose space was not read. */
function areTwoWords(word: string): boolean {
  return word.length >= 7 && Array.from({ length: word.length - 5 }, (_, index) => index + 3).some((cut) => isEnglishWord(word.slice(0, cut)) && isEnglishWord(word.slice(cut)));
}

/** The answer, what it was taken from, and, when not sure, what else it may be. */
function tell(attachmentId: string, { page, answers, asked, closeness }: TextSearch & Pick<TellingOptions, 'closeness'>, best: FoundAnswer, sure: boolean): Answer {
  const value = firstWords(asked.values[0] === 'money' ? best.value.trim() : cleaned(best.value), 26);
  const marks = lineMarks(attachmentId, best.lines, 'answer');
  let left = mostWords - spoken(value) - 4;
  let text = sure ? `**${link(pictureText(value), 'answer')}**` : `Probably **${link(pictureText(value), 'answer')}**`;
  if (best.context === 'priced lines') return hedged(`Probably **${link(value, 'answer')}**: I count that many priced lines.`, marks);
  const context = best.context && plainLetters(best.context).trim() !== plainLetters(best.value).trim() ? around(best.context, best.value, Math.min(left, 18)) : undefined;
  if (context && spoken(context) <= left) {
    text += ` (${quoted(context)})`;
    left -= spoken(context);
  }
  const others = sure ? [] : alternatives(weighed(page, answers, asked, closeness), best, `${value} ${context ?? ''}`, left);
  if (others.length === 0) return said(sure, stopped(text, context ?? value), marks);
  const words = others.map((other, at) => link(pictureText(cleaned(other.value)), `other-${at + 1}`));
  return said(sure, `${text}${words.length === 1 ? `, or ${words[0]}` : `. If not: ${listed(words, 'or')}`}.`, [...marks, ...others.flatMap((other, at) => lineMarks(attachmentId, other.lines, `other-${at + 1}`))]);
}

/** Most other answers beside one that is not sure, and the least chance that one of them must have. */
const mostOthers = 3;
const leastChance = 0.05;
/** Beside an answer that the rules are sure of it takes more. */
const nearlySureChance = 0.07;
/** Longer print is no answer beside another. */
const mostOtherWords = 10;

/** What else an answer may be: the likeliest that is not said yet, in so many words. */
function alternatives(others: readonly WeighedAnswer[], best: FoundAnswer, saidAlready: string, most: number): WeighedAnswer[] {
  const chosen: WeighedAnswer[] = [];
  let known = padded(saidAlready);
  let left = most - 1;
  const isNearlySure = best.score >= sureScore;
  const bestWords = padded(cleaned(best.value));
  for (const other of others) {
    if (chosen.length === mostOthers || other.chance < (isNearlySure ? nearlySureChance : leastChance)) break;
    const words = padded(cleaned(other.value));
    if (known.includes(words) || (isNearlySure && words.includes(bestWords)) || spoken(other.value) > Math.min(left, mostOtherWords)) continue;
    chosen.push(other);
    known += words;
    left -= spoken(other.value);
  }
  return chosen;
}

/** Words between spaces, to look for whole words. */
function padded(text: string): string {
  return ` ${plainLetters(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

/** The words around a value in its line, at most so many. */
function around(context: string, value: string, most: number): string | undefined {
  if (spoken(context) <= most) return context;
  const words = context.split(/\s+/);
  const at = words.findIndex((word) => value.startsWith(word) || word.includes(value));
  if (at < 0 || most < 6) return undefined;
  const start = Math.max(0, Math.min(at - Math.floor(most / 2), words.length - most));
  return words.slice(start, start + most).join(' ');
}

/** With a full stop, unless the printed words end with one. */
function stopped(text: string, last: string): string {
  return /[.!?…]$/.test(last) && !text.endsWith(')') ? text : `${text}.`;
}

/** "4.00" items are 4. */
function cleaned(value: string): string {
  return /^\d+\.0+$/.test(value) ? value.replace(/\.0+$/, '') : value.replace(/^[\s·•|:;,.-]+|[\s·•|:;,]+$/g, '') || value;
}

function spoken(text: string): number {
  return Math.max(wordsIn(text).length, text.trim().split(/\s+/).length);
}

/** A sign of few words is its own answer. */
function tellShortText(attachmentId: string, { page, answers }: TextSearch): Answer {
  const best = answers[0];
  const whole = running(page.lines);
  const marks = lineMarks(attachmentId, page.lines, 'text');
  if (!best || best.score < weakScore || page.lines.length === 1) return hedged(`All I can read there is ${link(quoted(whole), 'text')}.`, marks);
  const value = cleaned(best.value);
  const others = page.lines.filter((line) => !best.lines.includes(line));
  const rest = running(others);
  const tail = others.length > 0 && spoken(value) + spoken(rest) <= mostWords - 6 ? ` I also read ${link(quoted(rest), 'rest')}.` : '';
  return hedged(`${stopped(`Probably **${link(pictureText(value), 'answer')}**`, value)}${tail}`, [...lineMarks(attachmentId, best.lines, 'answer'), ...(tail ? lineMarks(attachmentId, others, 'rest') : [])]);
}

/** Yes where the text speaks of it, no where it speaks of it with a "no". */
function tellYesOrNo(attachmentId: string, best: FoundAnswer): Answer | undefined {
  if (best.score < 0.4) return undefined;
  const denied = /\b(no|not|don't|do not|never|without|closed|forbidden|prohibited|sold out|cancelled|verboten|interdit|prohibido|vietato)\b/i.test(best.value);
  const text = `**${denied ? 'No' : 'Yes'}**, it seems: it says ${link(quoted(firstWords(best.value, 22)), 'answer')}.`;
  return hedged(text, lineMarks(attachmentId, best.lines, 'answer'));
}

function tellLanguage(attachmentId: string, { page }: TextSearch): Answer {
  const text = page.lines.map((line) => line.text).join(' ');
  const scripts = languagesByScript(text);
  const code = languageOf(text);
  const inLatin = /\p{Script=Latin}{3}/u.test(text) ? Object.keys(latin).find((name) => latin[name] === code) : undefined;
  const found = [...scripts, ...(inLatin ? [inLatin] : [])];
  return hedged(`It looks like **${listed(found)}**, going by ${link('the text', 'text')} I can read.`, lineMarks(attachmentId, page.lines, 'text'));
}

/** Whether a word or phrase stands in the text, and how often. */
export function tellOccurrences(attachmentId: string, word: string, lines: readonly TextLine[], count: boolean): Answer {
  const wanted = plainLetters(word).trim();
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(wanted).replace(/\s+/g, '\\s*')}(?![\\p{L}\\p{N}])`, 'gu');
  const hits = lines.map((line, index) => ({ line: { ...line, index } as PlacedLine, times: plainLetters(line.text).match(pattern)?.length ?? 0 })).filter(({ times }) => times > 0);
  const times = hits.reduce((sum, hit) => sum + hit.times, 0);
  const marks = lineMarks(attachmentId, hits.map(({ line }) => line), 'found');
  const shown = quoted(word, 80);
  if (count) return answered(times === 0 ? `**0 times**: I don't see ${shown} in the text I read.` : `**${counted(times, 'time')}**: ${link(`${shown} is marked`, 'found')} on the picture.`, marks);
  return times === 0 ? answered(`**No**, I don't see ${shown} in the text I read.`) : answered(`**Yes**: ${shown} stands there ${link(times === 1 ? 'once' : `${times} times`, 'found')}.`, marks);
}
