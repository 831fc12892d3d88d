/** One stretch of text that is spoken in one go. */
export interface SpeechPiece {
  text: string;
  /** How long to rest after it, in seconds. */
  pause: number;
}

/**
 * Up to `wanted` characters a piece ends with a clause, up to `most` with the sentence, else at the best place there is. The first one is short, so that sound comes early, and each next one
 * can be made while those before it are heard, by a machine that makes a second of speech in half a second.
 */
const lengths = [{ wanted: 40, most: 80 }, { wanted: 80, most: 120 }, { wanted: 160, most: 160 }] as const;
const mostCharacters = 160;
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
      const parts = cut(sentence, pieces.length);
      parts.forEach((part, index) => pieces.push({ text: part, pause: index === parts.length - 1 ? end : /[,;:—)]$/.test(part) || parts[index + 1]!.startsWith('(') ? pauses.clause : pauses.none }));
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

/** The parts of a sentence that are pieces number `first` and following. */
function cut(sentence: string, first: number): string[] {
  const parts: string[] = [];
  for (let rest = sentence; rest !== ''; ) {
    const { wanted, most } = lengths[Math.min(first + parts.length, lengths.length - 1)]!;
    const at = rest.length <= wanted ? rest.length : (clauseEnd(rest, wanted) ?? (rest.length <= most ? rest.length : (clauseEnd(rest, most) ?? wordEnd(rest, most))));
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return parts.filter((part) => part !== '');
}

/** After a mark, or before a bracket. */
const clauseEnd = (text: string, most: number) => lastEnd(headOf(text, most), /[,;:—)]["'”’]?(?=\s)|(?=\s\()/g);
/** Before a small word rather than before any. */
const wordEnd = (text: string, most: number) =>
  lastEnd(headOf(text, most), /\s(?=(?:and|or|but|which|that|because|while|where|when|with|of|in|on|to)\s)/g) ?? lastEnd(headOf(text, most), /\s/g) ?? most;
/** Not so far that what is left is a scrap. */
const headOf = (text: string, most: number) => text.slice(0, Math.min(most, text.length - leastCharacters) + 1);

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
