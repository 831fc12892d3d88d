/** One stretch of text that is spoken in one go. */
export interface SpeechPiece {
  text: string;
  /** How long to rest after it, in seconds. */
  pause: number;
}

/** The first piece is short, so that sound comes early; later ones are as long as they may be for a natural melody. */
const firstCharacters = 60;
const mostCharacters = 220;
/** What is shorter sounds clipped by itself, and joins what follows. */
const leastCharacters = 14;
const pauses = { paragraph: 0.55, sentence: 0.3, clause: 0.12, none: 0 };

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
/** Where the sentences of the standard end too early (Unicode TR29): after abbreviations and initials. */
const isNoEnd = /(?:^|\s)(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Jr|Sr|Inc|Ltd|approx|ca|e\.\s?g|i\.\s?e)\.\s*$/u;

/**
 * Cuts plain text (a paragraph a line) into pieces to be spoken one after another: sentences, and clauses where sentences are long. The first is short.
 * Joined by single spaces they are the text. `last`: what its end is the end of.
 */
export function speechPieces(text: string, { last = 'paragraph' }: { last?: 'sentence' | 'paragraph' } = {}): SpeechPiece[] {
  const pieces: SpeechPiece[] = [];
  const paragraphs = text.split('\n').filter((line) => line.trim() !== '');
  for (const [row, paragraph] of paragraphs.entries()) {
    const found = sentencesOf(paragraph);
    found.forEach((sentence, at) => {
      const end = at < found.length - 1 ? pauses.sentence : row < paragraphs.length - 1 ? pauses.paragraph : pauses[last];
      const parts = cut(sentence, pieces.length === 0 ? firstCharacters : mostCharacters, mostCharacters);
      parts.forEach((part, index) => pieces.push({ text: part, pause: index === parts.length - 1 ? end : /[,;:—)]$/.test(part) ? pauses.clause : pauses.none }));
    });
  }
  return joined(pieces);
}

function sentencesOf(paragraph: string): string[] {
  const found: string[] = [];
  for (const { segment } of sentences.segment(paragraph.replace(/\s+/g, ' ').trim())) {
    if (found.length > 0 && isNoEnd.test(found.at(-1)!)) found.push(found.pop()! + segment);
    else found.push(segment);
  }
  return found.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/** Parts of at most `first`, then `most` characters, at the best place there is: after a clause, else before a small word, else between words. */
function cut(sentence: string, first: number, most: number): string[] {
  const parts: string[] = [];
  let rest = sentence;
  for (let limit = first; rest.length > limit; limit = most) {
    // Not so late that the remainder is a scrap.
    const head = rest.slice(0, Math.min(limit, rest.length - leastCharacters) + 1);
    const at = lastEnd(head, /[,;:—)]["'”’]?(?=\s)/g) ?? (limit === most ? (lastEnd(head, /\s(?=(?:and|or|but|which|that|because|while|where|when|with|of|in|on|to)\s)/g) ?? lastEnd(head, /\s/g)) : undefined);
    if (at === undefined) {
      if (limit === most) parts.push(rest.slice(0, most));
      else continue;
      rest = rest.slice(most);
      continue;
    }
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}

function lastEnd(text: string, pattern: RegExp): number | undefined {
  const ends = [...text.matchAll(pattern)].map((found) => found.index + found[0].length).filter((end) => end >= leastCharacters);
  return ends.at(-1);
}

/** Scraps go with their neighbours within a paragraph. */
function joined(pieces: readonly SpeechPiece[]): SpeechPiece[] {
  const out: SpeechPiece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const fits = last && last.pause < pauses.paragraph && last.text.length + piece.text.length < mostCharacters;
    if (fits && (last.text.length < leastCharacters || piece.text.length < leastCharacters)) out[out.length - 1] = { text: `${last.text} ${piece.text}`, pause: piece.pause };
    else out.push(piece);
  }
  return out;
}
