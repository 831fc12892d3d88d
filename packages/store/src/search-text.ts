/** Lower case, without accents, ligatures and other variants of a letter: "Žluťoučký" and "zlutoucky" are the same. */
export function searchText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

const before = 40;
const length = 160;

/**
 * The part of `text` around the first of `words` (as {@link searchText} gives them), in one line. Starts with the text itself
 * when none of them is in it.
 */
export function snippetAround(text: string, words: string[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  // Folding changes lengths, so each folded character remembers which character of the line it came from.
  const letters = [...line];
  let folded = '';
  const origin: number[] = [];
  letters.forEach((letter, index) => {
    const plain = searchText(letter);
    for (let k = 0; k < plain.length; k++) origin.push(index);
    folded += plain;
  });
  const hits = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
  const hit = hits.length ? (origin[Math.min(...hits)] ?? 0) : 0;
  const from = Math.max(0, hit - before);
  const shown = letters.slice(from, from + length).join('');
  return `${from > 0 ? '…' : ''}${shown}${from + length < letters.length ? '…' : ''}`;
}
