import { normalWords } from './normal-words.js';

/** How far a transcript is from what was said: the least number of words to put in, take out or replace. */
export interface WordErrors {
  errors: number;
  /** Words that were said. */
  words: number;
}

export function wordErrors(said: string, heard: string): WordErrors {
  const [wanted, got] = [normalWords(said), normalWords(heard)];
  let row = got.map((_, at) => at + 1);
  for (const [index, word] of wanted.entries()) {
    let diagonal = index;
    let left = index + 1;
    row = row.map((above, at) => {
      const cost = Math.min(above + 1, left + 1, diagonal + (got[at] === word ? 0 : 1));
      diagonal = above;
      left = cost;
      return cost;
    });
  }
  return { errors: got.length === 0 ? wanted.length : row.at(-1)!, words: wanted.length };
}

/** The share of errors among all words of several recordings. */
export function wordErrorRate(each: readonly WordErrors[]): number {
  const words = each.reduce((sum, one) => sum + one.words, 0);
  return words === 0 ? 0 : each.reduce((sum, { errors }) => sum + errors, 0) / words;
}
