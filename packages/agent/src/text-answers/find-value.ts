import type { AskedFor } from './asked-for.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { areWeak, carriedBy, matchOf, type Keyword } from './keywords.js';
import { sentencesOf, type Page, type PlacedLine } from './page-layout.js';
import { wordsIn } from './word-matching.js';
import { amountOf, valuesIn, type FoundValue, type ValueKind } from './value-patterns.js';

/** A value of a preferred kind that fits this well leaves the other kinds out. */
const likelyScore = 0.45;

/** Kinds that no other is taken for: where a page holds a date, a year of it does not answer "when" better. */
const plain: ReadonlySet<ValueKind> = new Set(['date', 'time', 'phone', 'email', 'website', 'postcode', 'percent', 'duration', 'ip', 'shortcut', 'filename']);

/** A value with how well its label fits, 0..1. */
type Labelled = FoundAnswer & { label: number };

/** Values of the asked kinds, by how well what stands beside, above or around them carries the question's words. */
export function findValues(page: Page, asked: AskedFor, keywords: readonly Keyword[]): FoundAnswer[] {
  const found: Labelled[] = [];
  for (const [preference, kind] of asked.values.entries()) {
    if (found.some(({ score, label }) => score >= likelyScore && (label > 0.82 || areWeak(keywords))) || (preference > 1 && found.some(({ score }) => score >= likelyScore))) break;
    found.push(...candidatesOf(page, kind, asked, keywords).map((answer) => ({ ...answer, score: answer.score - (areWeak(keywords) ? 0.3 : 0.12) * preference })));
  }
  const best = ranked(found);
  return asked.values.includes('money') && keywords.some(({ stems }) => stems.includes('total')) ? preferGreatest(best) : best;
}

function candidatesOf(page: Page, kind: ValueKind, asked: AskedFor, keywords: readonly Keyword[]): Labelled[] {
  const units = kind === 'question' ? questionUnits(page) : page.blocks.flatMap(unitsOf);
  const all = units.flatMap(({ text, lines }) => valuesIn(text, kind).filter((value) => isPlausible(kind, value, text, keywords, asked)).map((value) => ({ value, text, lines })));
  const tallest = Math.max(...all.map(({ lines }) => boxHeight(lines[0]!)), 1e-6);
  const told = units.some(({ text }) => carriedBy(text, keywords) > 0.6);
  return all.map(({ value, text, lines }) => {
    const line = lines[0]!;
    const unlabelled = areWeak(keywords);
    const label = keywords.length === 0 ? 0 : labelScore(page, line, text, value, kind, keywords) * (unlabelled ? 0.4 : 1);
    const numeric = kind === 'number' || kind === 'code-number';
    const ownLine = numeric && label <= 0 && text.trim() === value.value ? 0.18 : 0;
    const bare = numeric ? ownLine : plain.has(kind) ? 0.22 : 0.12;
    const alone = new Set(all.map((one) => one.value.value.toLowerCase())).size === 1 && (label > 0 || unlabelled || !numeric) ? (label > 0.2 || unlabelled || !told ? 0.3 : 0.1) : 0;
    const counted = numeric ? countsNamed(text, value, keywords) : 0;
    const looks = (asked.size === 'large' ? 0.6 * (boxHeight(line) / tallest) : 0.12 * line.prominence) - (asked.size === 'small' ? 0.5 * line.prominence : 0) + placeBonus(asked, line);
    const base = unlabelled ? 0.45 : bare;
    const score = base + 0.75 * label + alone + counted + exactLabel(text, value, keywords) + looks - 0.06 * value.rank + (kind === 'question' ? 0.3 : 0);
    return { value: cut(value.value, asked), ...(text.trim() === value.value ? contextOfRow(page, line) : { context: text }), lines, label, score: score > 0.95 ? 0.95 + 0.05 * Math.min(1, score - 0.95) : score };
  });
}

const boxHeight = ({ box }: PlacedLine) => box[3] - box[1];

/** "50 novels" counts novels; a year counts nothing. */
function countsNamed(text: string, { value, start }: FoundValue, keywords: readonly Keyword[]): number {
  const next = wordsIn(text.slice(start + value.length)).slice(0, 2);
  const named = /^\s*\p{L}/u.test(text.slice(start + value.length)) && next.some((word) => keywords.some((keyword) => matchOf(keyword, word) >= 0.65));
  return (named ? 0.2 : 0) - (/^(1[5-9]|20)\d\d$/.test(value) ? 0.2 : 0);
}

/** "Sequence number: 42", where "Next sequence number" says more than was asked. */
function exactLabel(text: string, { start }: FoundValue, keywords: readonly Keyword[]): number {
  const label = wordsIn(text.slice(0, start));
  return label.length > 0 && label.length <= 4 && label.every((word) => word.length < 3 || keywords.some((keyword) => matchOf(keyword, word) > 0.6)) ? 0.08 : 0;
}

/** Lines; but where text runs on from line to line, its sentences. */
function unitsOf(block: readonly PlacedLine[]): { text: string; lines: PlacedLine[] }[] {
  const running = sentencesOf(block).filter(({ text, lines }) => lines.length > 1 && wordsIn(text).length >= 4 * lines.length);
  const taken = new Set(running.flatMap(({ lines }) => lines));
  return [...running, ...block.filter((line) => !taken.has(line)).map((line) => ({ text: line.text, lines: [line] }))];
}

/** A question may run over two lines of a poster. */
function questionUnits(page: Page): { text: string; lines: PlacedLine[] }[] {
  return page.blocks.flatMap((block) => {
    const end = block.findIndex((line) => /[?？]/.test(line.text));
    return end < 0 ? [] : [{ text: block.slice(0, end + 1).map((line) => line.text).join(' '), lines: block.slice(0, end + 1) }];
  });
}

/** What stands where labels stand: before the value on its line, beside it on its row, above it, or before it in reading order. */
function labelScore(page: Page, line: PlacedLine, text: string, { value, start }: FoundValue, kind: ValueKind, keywords: readonly Keyword[]): number {
  const before = text.slice(0, start);
  const after = text.slice(start + value.length);
  const row = page.rows[line.row]!.filter((other) => other !== line);
  const beside = (row.length > 0 ? row : besideTwoLines(page, line)).map((other) => other.text).join(' ');
  const above = page.lines.filter((other) => isAbove(other, line) && (wordsIn(other.text).length <= 5 || line.box[1] - other.box[3] < 2 * line.height)).sort((one, other) => other.box[3] - one.box[3]);
  const last = page.lines[line.index - 1];
  const nearWords = closest(before.trim() === '' || /^[(\[]$/.test(before.trim()) ? (last?.block === line.block && !/^\W*\d/.test(last.text) ? last.text : '') : before, after);
  const crowd = valuesIn(text, kind).length > 1;
  const own = Math.max(carriedBy(`${before} ${after}`, keywords) * (crowd ? 0.7 : 1), carriedBy(nearWords, keywords) + 0.02);
  const withRow = carriedBy(`${before} ${after} ${beside}`, keywords) * 0.97;
  const heads = above.map((other) => other.text).join(' ');
  const cell = row.length > 0 && heads ? carriedBy(`${before} ${after} ${beside} ${heads}`, keywords) * 0.9 - (carriedBy(heads, keywords) === 0 || carriedBy(`${before} ${beside}`, keywords) === 0 ? 0.6 : 0) : 0;
  const ownLabel = /\p{L}{2,}/u.test(`${before} ${beside}`);
  const box = !ownLabel && before.trim() === '' ? boxLabel(page, line) : undefined;
  const boxed = box ? carriedBy(box.text, keywords) * 0.8 : 0;
  const head = above[0] ? carriedBy(`${before} ${after} ${above[0].text}`, keywords) * (ownLabel ? 0.55 : 0.8) : 0;
  const column = Math.max(0, ...above.slice(1).map((other) => carriedBy(other.text, keywords))) * 0.45;
  const near = (other: PlacedLine | undefined) => (other && Math.abs(other.box[1] - line.box[1]) < 4 * line.height ? other : undefined);
  const previous = near(page.lines[line.index - 1]);
  const next = near(page.lines[line.index + 1]);
  const around = Math.max(previous ? carriedBy(`${previous.text} ${before}`, keywords) * (ownLabel ? 0.45 : 0.65) : 0, next ? carriedBy(`${next.text} ${after}`, keywords) * (ownLabel ? 0.25 : 0.5) : 0);
  const below = row.length === 0 || !ownLabel ? fieldLabel(page, line, kind) : undefined;
  const field = below && before.trim() === '' && after.trim() === '' ? carriedBy(below.text, keywords) * 0.75 : 0;
  const label = `${before} ${beside}`.match(/\p{L}+/gu)?.length ?? 0;
  const crowded = Math.min(0.08, 0.012 * label);
  return Math.max(own, withRow, cell, head, boxed, column, around, field) - crowded;
}

/** The label in the upper left corner of a form's box, whose value is set to its right and lower: nothing else stands between them. */
function boxLabel(page: Page, line: PlacedLine): PlacedLine | undefined {
  const [above] = page.rows.slice(Math.max(0, line.row - 2), line.row).reverse();
  const label = above?.findLast((other) => other.box[0] <= line.box[0]);
  const next = above && label ? above[above.indexOf(label) + 1] : undefined;
  return label && /\p{L}{3}/u.test(label.text) && line.box[1] - label.box[3] < 1.2 * line.height && (!next || next.box[0] > line.box[2] - 0.01) ? label : undefined;
}

/** Forms print what a line is for under it; what stands there labels the value above, unless it has one beside or under it. */
function fieldLabel(page: Page, line: PlacedLine, kind: ValueKind): PlacedLine | undefined {
  const under = page.lines.find((other) => isAbove(line, other) && other.box[1] - line.box[3] < 1.2 * line.height && /\p{L}{3}/u.test(other.text) && valuesIn(other.text, kind).length === 0);
  return under && !page.lines.some((other) => isAbove(under, other) && other.box[1] - under.box[3] < 1.2 * under.height && valuesIn(other.text, kind).length > 0) ? under : undefined;
}

/** A value set at the middle of an entry of two lines stands beside both. */
function besideTwoLines(page: Page, line: PlacedLine): PlacedLine[] {
  const middle = (line.box[1] + line.box[3]) / 2;
  return page.lines.filter((other) => other.box[2] <= line.box[0] && other.beside === 0 && Math.abs((other.box[1] + other.box[3]) / 2 - middle) < 1.1 * (line.box[3] - line.box[1]));
}

/** The words next to a value when its line holds several. */
function closest(before: string, after: string): string {
  return `${before.split(/[|;,•·]|\d[\d.,]*/).at(-1) ?? ''} ${after.split(/[|;,•·]|\d[\d.,]*/)[0] ?? ''}`;
}

function isAbove(other: PlacedLine, line: PlacedLine): boolean {
  const overlap = Math.min(other.box[2], line.box[2]) - Math.max(other.box[0], line.box[0]);
  return other.row < line.row && other.box[3] <= line.box[1] + 0.4 * line.height && overlap > 0.2 * Math.min(other.box[2] - other.box[0], line.box[2] - line.box[0]);
}

function placeBonus({ place }: AskedFor, { box }: PlacedLine): number {
  const x = (box[0] + box[2]) / 2;
  const y = (box[1] + box[3]) / 2;
  switch (place) {
    case 'top':
      return 0.3 * (1 - y);
    case 'bottom':
      return 0.3 * y;
    case 'left':
      return 0.3 * (1 - x);
    case 'right':
      return 0.3 * x;
    case 'middle':
      return 0.3 * (1 - Math.abs(x - 0.5) - Math.abs(y - 0.5));
    default:
      return 0;
  }
}

/** A value that merely repeats a number of the question answers nothing; a bare number inside a date, time or phone number is none. */
function isPlausible(kind: ValueKind, { value, start }: FoundValue, text: string, keywords: readonly Keyword[], { unit, values }: AskedFor): boolean {
  if (kind === 'measure' && unit && !unit.test(value)) return false;
  if (kind === 'money' && valuesIn(text, 'time').some((time) => /m\b|h/i.test(time.value) && start >= time.start && start < time.start + time.value.length)) return false;
  if (kind === 'website') return !text.slice(0, start).endsWith('@');
  if (kind !== 'number' && kind !== 'code-number') return true;
  // "1 Honey toast 3.30" tells how many of one thing, not how many in all; and a telephone number numbers nothing else.
  if (start === 0 && /^\d{1,3}\s+\p{L}.*\d[.,]\d\d\b/u.test(text) && keywords.some(({ phrases }) => phrases.includes('items'))) return false;
  if (kind === 'code-number' && /^\d{3}-\d{4}$/.test(value)) return false;
  if (keywords.some(({ word }) => /^\d+$/.test(word) && word === value)) return false;
  // Boxes of forms are numbered: "2 Federal income tax withheld".
  if (values[0] === 'money' && start === 0 && /^\d{1,2}[a-z]?\.?\s+\p{L}{3}/iu.test(text)) return false;
  const inside = (kind === 'number' ? (['date', 'time', 'phone'] as const) : (['time'] as const)).some((other) => valuesIn(text, other).some((found) => found.value !== value && start >= found.start && start < found.start + found.value.length));
  return !inside;
}

/** "10:00 - 18:00" closes at 18:00. */
function cut(value: string, { end }: AskedFor): string {
  if (!end) return value;
  const [from, to] = value.split(/\s?(?:-|–|—|\bto\b|\buntil\b|\btill\b|\bbis\b)\s?/i);
  return (end === 'to' ? to : from)?.trim() || value;
}

function contextOfRow(page: Page, line: PlacedLine): { context?: string } {
  const row = page.rows[line.row]!;
  return row.length > 1 && row.length <= 4 ? { context: row.map((other) => other.text).join(' ') } : {};
}

/** Of amounts whose labels fit "total" about equally well, the greatest is the total. */
function preferGreatest(answers: FoundAnswer[]): FoundAnswer[] {
  const best = answers[0];
  if (!best) return answers;
  const close = answers.filter(({ score }) => score > best.score - 0.08).sort((one, other) => amountOf(other.value) - amountOf(one.value));
  return [...close, ...answers.filter((answer) => !close.includes(answer))];
}
