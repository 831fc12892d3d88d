import { deflateSync } from 'node:zlib';
import type { Heard } from '../families/whisper.js';

/** Thresholds of openai/whisper for text that repeats itself and for words that are hardly more than a guess. */
const mostCompression = 2.4;
const leastLogProbability = -1;
/** A text that is a sentence said twice compresses less; from so many words on, coming again at once is suspicious. */
const wordsAgain = 2;

/** Length of a text's bytes over that of their deflated form: repetition makes it large. */
export function compressionRatio(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

/** Whether a text may be the model's own echo. The same words at once again may really have been said: then the slow way says so too. */
export function repeatsItself({ text, cutShort }: Pick<Heard, 'text' | 'cutShort'>): boolean {
  return cutShort || compressionRatio(text) > mostCompression || comesAgain(text);
}

/** Whether it is hardly more than a guess. */
export function isGuess({ logProbability }: Pick<Heard, 'logProbability'>): boolean {
  return logProbability < leastLogProbability;
}

function comesAgain(text: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  for (let length = wordsAgain; 2 * length <= words.length; length++) {
    for (let at = 0; at + 2 * length <= words.length; at++) {
      if (words.slice(at, at + length).every((word, n) => word === words[at + length + n])) return true;
    }
  }
  return false;
}
