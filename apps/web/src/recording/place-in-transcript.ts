import type { Transcript } from '@/wire/protocol';

/** A word of a transcript: of which segment, and which of its words; -1 where none is being said. */
export interface Place {
  segment: number;
  word: number;
}

export const nowhere: Place = { segment: -1, word: -1 };

/** What is being said at a second. Between two words it is the one before; in a pause it is nothing. */
export function placeAt({ segments }: Pick<Transcript, 'segments'>, second: number): Place {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.start <= second) low = middle + 1;
    else high = middle;
  }
  const segment = low - 1;
  const found = segments[segment];
  if (!found || second >= found.end) return nowhere;
  return { segment, word: (found.words ?? []).findLastIndex(({ start }) => start <= second) };
}

/** The text of a segment cut into its words, with what stands between them. */
export function piecesOf({ text, words = [] }: Transcript['segments'][number]): { text: string; word: number }[] {
  const pieces: { text: string; word: number }[] = [];
  let at = 0;
  for (const [index, word] of words.entries()) {
    const found = text.indexOf(word.text, at);
    if (found < 0) continue;
    if (found > at) pieces.push({ text: text.slice(at, found), word: -1 });
    pieces.push({ text: word.text, word: index });
    at = found + word.text.length;
  }
  return at < text.length ? [...pieces, { text: text.slice(at), word: -1 }] : pieces;
}
