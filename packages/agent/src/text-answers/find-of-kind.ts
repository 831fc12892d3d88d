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
  const found: FoundAnswer[] = /^(city|town)$/.test(kind) ? findTowns(page, keywords) : [];
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

/** The town of a printed address: "Tarzana, CA 91356", "66978 Clausen". */
function findTowns(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const name = "\\p{Lu}[\\p{L}'’.-]+(?: \\p{Lu}[\\p{L}'’.-]+){0,2}";
  const patterns = [new RegExp(`(?:^|, ?|\\d )(${name}),? [A-Z]{2},? \\d{5}\\b`, 'u'), new RegExp(`(?<![\\d-])\\d{4,5} (${name})$`, 'u'), new RegExp(`(${name}),? [A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}\\b`, 'u')];
  return page.lines.flatMap((line) => {
    const called = /^\W*(?:city|town|village|municipality) of (\p{Lu}[\p{L} .'’-]{2,30})$|^\W*(?:welcome to |visit )?((?:\p{Lu}[\p{L}'’.-]+ ){1,2}(?:city|town|village))\W*$/iu.exec(line.text);
    if (called) return [{ value: (called[1] ?? called[2])!, context: line.text, lines: [line], score: 0.62 }];
    const town = patterns.map((pattern) => pattern.exec(line.text)?.[1]).find(Boolean);
    return town ? [{ value: town, context: line.text, lines: [line], score: 0.7 + 0.2 * carriedBy(line.text, keywords) }] : [];
  });
}
