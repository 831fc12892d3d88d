import type { PlacedLine } from './page-layout.js';

/** Words on a page that answer a question. */
export interface FoundAnswer {
  /** The answer itself, as it is printed. */
  value: string;
  /** The printed line or sentence it was taken from, where that says more. */
  context?: string;
  lines: PlacedLine[];
  /** 0..1: how well page and question fit. */
  score: number;
}

/** From here a found answer is stated; below it is said with its doubt. */
export const sureScore = 0.6;
/** Below this a found answer is worth no more than a guess. */
export const weakScore = 0.2;

/** The best answers first, each value once. */
export function ranked(found: readonly FoundAnswer[]): FoundAnswer[] {
  const seen = new Set<string>();
  return [...found]
    .sort((one, other) => other.score - one.score)
    .filter(({ value }) => {
      const key = value.toLowerCase();
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
