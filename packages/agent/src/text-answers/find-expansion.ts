import type { FoundAnswer } from './found-answer.js';
import { sentencesOf, type Page } from './page-layout.js';
import { plainLetters } from './word-matching.js';

/** "What does OCR stand for?": the words beside it whose first letters spell it. */
export function findExpansion(page: Page, question: string): FoundAnswer[] {
  const short = (/\bwhat (?:does|do) (?:the (?:abbreviation|acronym|letters?) )?["“']?([A-Z][A-Za-z0-9&.]{1,9})["”']? (?:stand for|mean)|\b(?:full form|long form|meaning) of (?:the )?["“']?([A-Z][A-Za-z0-9&.]{1,9})/i.exec(question)?.slice(1).find(Boolean) ?? '').replace(/\./g, '');
  if (!/^[A-Z]{2,8}$/.test(short)) return [];
  const initials = short.toLowerCase();
  for (const { text, lines } of page.blocks.flatMap((block) => [...block.map((line) => ({ text: line.text, lines: [line] })), ...sentencesOf(block)])) {
    const words = [...text.matchAll(/\p{L}[\p{L}'’]*/gu)];
    for (let start = 0; start < words.length; start += 1) {
      let [at, word] = [0, start];
      while (word < words.length && at < initials.length && word - start < initials.length + 3) {
        const read = plainLetters(words[word]![0]);
        if (read[0] === initials[at]) at += 1;
        else if (word === start || !/^(of|the|and|for|in|to|on|de|und)$/.test(read)) break;
        word += 1;
      }
      if (at < initials.length || word - start < 2) continue;
      const [from, last] = [words[start]!, words[word - 1]!];
      return [{ value: text.slice(from.index, last.index + last[0].length), context: text, lines, score: 0.85 }];
    }
  }
  return [];
}

/** "Page 3 of 12", "1/9" in a corner: which page it is, and how many there are. */
export function findPageNumber(page: Page, question: string): FoundAnswer[] {
  const many = /\bhow many pages\b|\bnumber of pages\b/i.test(question);
  if (!many && !/\b(?:which|what) (?:page|slide)(?: number)?\b(?! (?:does|do|is the|is an?|can))|\b(?:page|slide) number\b|\bnumber of (?:the|this) (?:page|slide)\b/i.test(question)) return [];
  const edge = page.lines.filter(({ box }) => box[1] < 0.12 || box[3] > 0.86);
  for (const line of edge) {
    const match = /^\W*(?:page|pagina|página|seite|p\.?)?\s*(\d{1,4})\s?(?:of|\/|von|de|di|sur|out of)\s?(\d{1,4})\W*$/i.exec(line.text.normalize('NFD').replace(/\p{M}/gu, ''));
    if (match) return [{ value: many ? match[2]! : match[1]!, context: line.text, lines: [line], score: 0.8 }];
  }
  const alone = many ? [] : edge.filter(({ text }) => /^\W*(?:page|seite|p\.?)?\s*\d{1,4}\W*$/i.test(text));
  return alone.length === 1 ? [{ value: /\d+/.exec(alone[0]!.text)![0], context: alone[0]!.text, lines: alone, score: 0.65 }] : [];
}

/** "What is the first word?", "What does the last line say?". */
export function findFirstOrLast(page: Page, question: string): FoundAnswer[] {
  const named = /\b(first|last) (word|line)\b(?! (?:of|in|on|under|below|after|before) (?!the (?:page|text|picture|image|sign|poster|screen|document|note)\b))/i.exec(question);
  const line = named?.[1]!.toLowerCase() === 'last' ? page.lines.at(-1) : page.lines[0];
  if (!named || !line) return [];
  const words = line.text.trim().split(/\s+/);
  const value = named[2]!.toLowerCase() === 'line' ? line.text : named[1]!.toLowerCase() === 'last' ? words.at(-1)! : words[0]!;
  return [{ value, context: line.text, lines: [line], score: 0.75 }];
}

/** "What is at the top?": the line that stands there. */
export function findAtEdge(page: Page, question: string): FoundAnswer[] {
  const edge = /^\W*what (?:is|stands|appears)(?: written| printed| shown)? (?:at|on) the (?:very )?(top|bottom)\W*$/i.exec(question)?.[1]?.toLowerCase();
  const clear = page.rows.filter((row) => row.some(({ text }) => /[\p{L}\p{N}]{2}/u.test(text)));
  const row = edge === 'top' ? clear[0] : edge === 'bottom' ? clear.at(-1) : undefined;
  return row ? [{ value: row.map(({ text }) => text).join(' '), lines: row, score: 0.55 }] : [];
}
