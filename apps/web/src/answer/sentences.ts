import { plainWords } from './plain-words';

/** A sentence ends with its mark and a space, or with its line. A number's point and a link's inside end nothing. */
const sentenceEnd = /(?:[.!?…]["”')\]*_]*(?=\s)|[。！？]|\n)/g;

/** Short forms that end with a point and no sentence. */
const shortForm = /(?:^|[\s(])(?:e\.g|i\.e|etc|approx|vs|no|Mr|Mrs|Ms|Dr|St|\d)\.$/i;

/**
 * The sentences that have been completed since `from`, and where to go on. Fed with a growing text it gives every sentence once
 * and in order; when the text has `ended`, what is left counts as a sentence too.
 */
export function takeSentences(text: string, from: number, ended: boolean): { sentences: string[]; next: number } {
  const sentences: string[] = [];
  let next = from;
  const push = (end: number): void => {
    const words = plainWords(text.slice(next, end));
    if (/[\p{L}\p{N}]/u.test(words)) sentences.push(words);
    next = end;
  };
  for (const match of text.slice(from).matchAll(sentenceEnd)) {
    const end = from + match.index + match[0].length;
    if (match[0] !== '\n' && shortForm.test(text.slice(next, end))) continue;
    push(end);
  }
  if (ended && next < text.length) push(text.length);
  return { sentences, next };
}
