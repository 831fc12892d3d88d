import type { AskedFor } from './asked-for.js';
import type { FoundAnswer } from './found-answer.js';
import type { Page, PlacedLine } from './page-layout.js';
import { valuesIn } from './value-patterns.js';
import { plainLetters, wordsIn } from './word-matching.js';

/** A found answer and how likely it is that it answers the question, 0..1. */
export interface WeighedAnswer extends FoundAnswer {
  chance: number;
}

/** The lines nearest in meaning to a question whose surroundings may hold the answer. */
const nearestLines = 3;
/** A block of so few words is a name or a title over several lines. */
const mostBlockWords = 8;
/** More answers than this are not weighed. */
const mostAnswers = 60;

/**
 * Weighs what the rules found, and what stands in, after, beside and below the lines nearest in meaning to the question, by where it
 * stood among the found and by how near its line is: the likeliest first. `closeness`: for every line of the page the cosine between its
 * meaning and the question's; without it every line counts as equally near, and only what was found is weighed.
 * The weights are those of a logistic regression over 580 unsure answers about real pictures of print.
 */
export function weighed(page: Page, found: readonly FoundAnswer[], asked: AskedFor, closeness?: readonly number[]): WeighedAnswer[] {
  const near = closeness ? nearby(page, asked, closeness) : [];
  const mean = closeness ? closeness.reduce((sum, x) => sum + x, 0) / closeness.length : usualCloseness;
  const spread = closeness ? Math.sqrt(closeness.reduce((sum, x) => sum + (x - mean) ** 2, 0) / closeness.length) + 1e-6 : 1;
  const places = new Map<string, { answer: FoundAnswer; place: number; close: number }>();
  const add = (answer: FoundAnswer, place: number, close: number) => {
    const key = plainLetters(answer.value).trim();
    if (key === '') return;
    const known = places.get(key);
    if (known) known.close = Math.max(known.close, close);
    else places.set(key, { answer, place, close });
  };
  for (const [place, answer] of found.slice(0, mostAnswers).entries()) add(answer, place, closeness ? Math.max(...answer.lines.map(({ index }) => closeness[index] ?? 0), 0) : usualCloseness);
  for (const { answer, close } of near) add(answer, Infinity, close);
  return [...places.values()]
    .map(({ answer, place, close }) => ({ ...answer, chance: sigmoid(weightOf(answer, place, close, (close - mean) / spread)) }))
    .sort((one, other) => other.chance - one.chance);
}

/** The closeness of a line to a question where no model weighs it. */
const usualCloseness = 0.25;

function weightOf({ value, score }: FoundAnswer, place: number, close: number, apart: number): number {
  return -4.65 + 0.78 * score + 3.41 / (1 + place) + 0.29 * apart + 1.46 * close + 0.107 * Math.min(20, wordsIn(value).length) - (/[:：]$/.test(value.trim()) ? 1.24 : 0);
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** What stands in, after the colon of, to the right of and below the nearest lines; of a value that is asked for only what is one. */
function nearby(page: Page, asked: AskedFor, closeness: readonly number[]): { answer: FoundAnswer; close: number }[] {
  const nearest = [...page.lines].sort((one, other) => closeness[other.index]! - closeness[one.index]!).slice(0, nearestLines);
  return nearest.flatMap((line) => {
    const row = page.rows[line.row]!;
    const right = row[row.indexOf(line) + 1];
    const next = page.lines[line.index + 1];
    const below = next && next.row !== line.row ? next : undefined;
    const block = page.blocks[line.block]!;
    const together = block.map(({ text }) => text).join(' ');
    const label = /^(.{2,40}?)\s*[:：]\s*(.+)$/.exec(line.text);
    const said = [...(label ? [answerIn(label[2]!, line, line.text)] : []), answerIn(line.text, line), ...(right ? [answerIn(right.text, right, `${line.text} · ${right.text}`)] : []), ...(below ? [answerIn(below.text, below, `${line.text} · ${below.text}`)] : []), ...(block.length > 1 && wordsIn(together).length <= mostBlockWords ? [{ ...answerIn(together, line), lines: block }] : [])];
    return said.flatMap((answer) => valued(answer, asked)).map((answer) => ({ answer, close: closeness[line.index]! }));
  });
}

function answerIn(value: string, line: PlacedLine, context?: string): FoundAnswer {
  return { value, ...(context ? { context } : {}), lines: [line], score: 0 };
}

/** A value's print is at most so many words. */
const mostValueWords = 5;

/** Where a value is asked for: short print whole, if it holds one of that kind ("GB 123 4567 89"), of longer print the values. */
function valued(answer: FoundAnswer, asked: AskedFor): FoundAnswer[] {
  if (asked.form !== 'value') return [answer];
  const kind = asked.values.find((one) => valuesIn(answer.value, one).length > 0);
  if (!kind) return [];
  if (answer.value.split(/\s+/).length <= mostValueWords) return [answer];
  return valuesIn(answer.value, kind).map(({ value }) => ({ ...answer, value, context: answer.context ?? answer.value }));
}
