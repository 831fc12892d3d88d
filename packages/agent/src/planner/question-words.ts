/** A question taken apart. */
export interface QuestionWords {
  /** As it was typed, trimmed. */
  raw: string;
  /** Lower case, single spaces, straight quotes, no end punctuation. */
  text: string;
  /** The words of `text`: letters, digits, and inner apostrophes or hyphens. */
  words: string[];
}

/** Takes a question apart without changing its words. */
export function questionWords(question: string): QuestionWords {
  const raw = question.trim();
  const text = raw
    .toLowerCase()
    .normalize('NFC')
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.…]+$/, '')
    .trim();
  return { raw, text, words: text.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [] };
}
