import { ranked, type FoundAnswer } from './found-answer.js';
import { sentencesOf, type Page } from './page-layout.js';
import { stem } from './word-matching.js';

const proper = "(?:[\\p{Lu}][\\p{L}'’-]+|[\\p{Lu}]\\.)(?:\\s(?:[\\p{Lu}][\\p{L}'’-]+|[\\p{Lu}]\\.|of|the|de|van|von)){0,3}";

/** Names that running text gives to what is asked about: "a boat named Petrel", "his daughter Ingrid", "Petrel, a boat". */
export function findNamed(page: Page, noun: string): FoundAnswer[] {
  const wanted = noun.split(' ').at(-1)!.replace(/[^\p{L}]/gu, '');
  if (wanted.length < 3) return [];
  const word = `\\b${stem(wanted)}\\p{L}{0,3}`;
  const patterns: [RegExp, number][] = [
    [new RegExp(`${word}[^.]{0,30}?\\b(?:named|called|known as)\\s+[“"']?(${proper})`, 'u'), 0.95],
    [new RegExp(`${word},? (${proper})`, 'u'), 0.7],
    [new RegExp(`(${proper}), (?:an?|the|his|her|their|its|our)\\s(?:[\\p{L}-]+\\s){0,3}${word}`, 'u'), 0.75],
  ];
  return ranked(
    page.blocks
      .flatMap((block) => sentencesOf(block))
      .filter(({ text }) => /\p{Ll}{2}/u.test(text))
      .flatMap(({ text, lines }) => patterns.flatMap(([pattern, score]) => {
        const name = pattern.exec(text)?.[1]?.replace(/\s(?:of|the|de|van|von)$/, '');
        return name ? [{ value: name, context: text, lines, score }] : [];
      })),
  );
}
