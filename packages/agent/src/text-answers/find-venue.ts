import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import type { Page } from './page-layout.js';
import { valuesIn } from './value-patterns.js';
import { wordsIn } from './word-matching.js';

const venue = /\b(hall|halle|theat(?:re|er)|arena|stadium|church|cathedral|chapel|library|museum|gallery|cent(?:re|er)|park|gardens?|square|plaza|school|college|university|campus|hotel|inn|club|auditorium|cinema|castle|palace|pavilion|opera|room|ballroom|barn|farm|beach|market place|marketplace|saal|kirche|pub)\b/i;

/** Where something takes place: the line that names a hall, a park, a church. */
export function findVenues(page: Page, question: string, keywords: readonly Keyword[]): FoundAnswer[] {
  if (!/\bwhere\b|\b(?:venue|location|place)\b/i.test(question) || !/\b(?:take[sn]? place|held|happen\w*|concerts?|events?|shows?|festivals?|exhibitions?|meetings?|fairs?|performances?|talks?|lectures?|parties|party|games?|match|course|class|workshops?|conferences?|venue|play(?:ing|ed)?|perform\w*)\b/i.test(question)) return [];
  return ranked(
    page.lines.flatMap((line) => {
      const words = wordsIn(line.text);
      if (!venue.test(line.text) || words.length > 9 || /^(?:\W*(?:by|organi[sz]ed|sponsored|hosted)\b)|\b(?:friends|society|association) of\b/i.test(line.text)) return [];
      const other = valuesIn(line.text, 'money').length > 0 ? 0.2 : 0;
      return [{ value: line.text, lines: [line], score: 0.52 + 0.1 * line.prominence + (/,|\bat\b/.test(line.text) ? 0.05 : 0) + 0.15 * carriedBy(line.text, keywords) - other }];
    }),
  );
}
