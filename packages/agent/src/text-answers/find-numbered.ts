import type { FoundAnswer } from './found-answer.js';
import type { Page } from './page-layout.js';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "What is the second question?": the item of a numbered list. */
export function findNumbered(page: Page, question: string): FoundAnswer[] {
  const part = findPart(page, question);
  if (part.length > 0) return part;
  const named = /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[1-9]\d?(?:st|nd|rd|th)) (?:question|item|point|step|rule|ingredient|task|exercise|tip|instruction|entry|line of the list)\b|\b(?:question|item|point|step|rule|task|exercise|tip) (?:number |no\.? )?([1-9]\d?)\b/i.exec(question);
  if (!named) return [];
  const word = (named[1] ?? named[2]!).toLowerCase();
  const number = ordinals.includes(word) ? ordinals.indexOf(word) + 1 : Number.parseInt(word, 10);
  const line = page.lines.find(({ text }) => new RegExp(`^\\W*${number}\\s?[.):]\\s*\\p{L}`, 'u').test(text));
  if (!line) return [];
  const next = page.lines[line.index + 1];
  const goesOn = next && next.block === line.block && !/^\W*\d+\s?[.):]/.test(next.text) && /^\p{Ll}/u.test(next.text) ? [next] : [];
  return [{ value: [line, ...goesOn].map(({ text }) => text).join(' ').replace(/^\W*\d+\s?[.):]\s*/, ''), lines: [line, ...goesOn], score: 0.8 }];
}

const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];

/** "What is section 3 called?", "What is the first chapter about?": the heading behind its number. */
function findPart(page: Page, question: string): FoundAnswer[] {
  const named = /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (section|chapter|part|lesson|unit|module|act|day|week|step)\b|\b(section|chapter|part|lesson|unit|module|act|day|week|step) (\d{1,2}(?:\.\d{1,2})*)\b/i.exec(question);
  if (!named || !/\b(what|which|about|called|title|name|topic)\b/i.test(question) || /\bwhen|who|how\b/i.test(question)) return [];
  const noun = (named[2] ?? named[3]!).toLowerCase();
  const number = named[1] ? String(ordinals.indexOf(named[1].toLowerCase()) + 1) : named[4]!;
  const roman = romans[Number(number) - 1];
  const heading = new RegExp(`^\\P{L}{0,3}(?:${noun} )(?:${number.replace('.', '\\.')}|${ordinals[Number(number) - 1] ?? number}${roman ? `|${roman}` : ''})(?![\\d.]*\\d)[\\s.:)–-]*(\\p{L}.*)$|^[^\\p{L}\\d]{0,3}${number.replace('.', '\\.')}(?![\\d.]*\\d)[.:)]?\\s+(\\p{Lu}.*)$`, 'iu');
  const found = page.lines.flatMap((line) => {
    const match = heading.exec(line.text);
    const title = (match?.[1] ?? match?.[2])?.replace(/[\s.·…]+\d*$/, '').trim();
    return title && title.split(/\s+/).length <= 12 ? [{ value: title, context: line.text, lines: [line], score: match?.[1] ? 0.8 : 0.7 + 0.1 * line.prominence }] : [];
  });
  if (found.length > 0) return found.sort((one, other) => other.score - one.score).slice(0, 1);
  const numbered = page.rows.find((row) => row.length > 1 && row[0]!.text.replace(/[.)]$/, '') === number && /^\p{Lu}/u.test(row[1]!.text));
  return numbered ? [{ value: numbered[1]!.text, context: numbered.map(({ text }) => text).join(' '), lines: numbered.slice(0, 2), score: 0.7 }] : [];
}
