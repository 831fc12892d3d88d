import { isKindOf, sensesOf, singularOf } from '../languages/wordnet.js';
import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import type { Page } from './page-layout.js';
import { plainLetters, stem, wordsIn } from './word-matching.js';

const jobs = ['profession', 'occupation', 'job', 'trade'];
const jobEnding = /(ist|er|or|ian|man|ant|ect|eur|ess|ief|cian|nurse|cook|judge|clerk|poet|pilot)$/;

/** Words on the page that are of the kind asked for: "which city", "what animal", "which fruit". */
export function findOfKind(page: Page, noun: string, keywords: readonly Keyword[]): FoundAnswer[] {
  const place = /\b(city|town|country|state|capital|county|village|place|river|island|continent)$/.test(noun);
  const asked = sensesOf(noun, 'noun').length > 0 ? noun : singularOf(noun.split(' ').at(-1)!);
  const isJob = jobs.includes(asked);
  const kind = asked === 'currency' ? 'monetary unit' : isJob ? 'person' : asked;
  if (kind.length < 3 || ['word', 'text', 'phrase', 'letter', 'message', 'side', 'name'].includes(kind)) return [];
  const found: FoundAnswer[] = [];
  for (const line of page.lines) {
    const words = wordsIn(line.text).flatMap((word) => word.split('/'));
    for (let start = 0; start < words.length; start += 1) {
      for (const length of [3, 2, 1]) {
        const run = words.slice(start, start + length);
        if (run.length < length) continue;
        const lemma = singularOf(plainLetters(run.join(' ')));
        if (lemma.length < 3 || stem(lemma) === stem(kind) || sensesOf(lemma, 'noun').length === 0) continue;
        const proper = place && /^\p{Lu}/u.test(run[0]!);
        if (!isKindOf(lemma, kind, proper ? 8 : 2) && !(proper && (kind === 'town' || kind === 'city') && (isKindOf(lemma, 'city', 8) || isKindOf(lemma, 'town', 8)))) continue;
        found.push({ value: words.length <= 3 && !proper ? line.text : run.join(' '), context: line.text, lines: [line], score: Math.min(1, 0.42 + 0.4 * carriedBy(line.text, keywords) + 0.15 * line.prominence + 0.05 * (length - 1) + (isJob && jobEnding.test(lemma) ? 0.15 : 0)) });
        break;
      }
    }
  }
  return ranked(found);
}
