/** Words without what changes while a sentence grows: case, and the mark at its end. */
const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Splits provisional words into those that the transcript before agrees with, and the rest: what two transcripts in a row begin with hardly
 * changes any more (LocalAgreement, Liu et al. 2020).
 */
export function agreedWords(before: string, now: string): { stable: string; rest: string } {
  const [earlier, words] = [before, now].map((text) => text.split(/\s+/).filter(Boolean)) as [string[], string[]];
  let agreed = 0;
  while (agreed < words.length && agreed < earlier.length && bare(words[agreed]!) === bare(earlier[agreed]!)) agreed++;
  return { stable: words.slice(0, agreed).join(' '), rest: words.slice(agreed).join(' ') };
}
