import { plainWords } from '@/answer/plain-words';

/** What is said in one breath: a sentence, an item of a list, a table. */
export interface Utterance {
  /** As it stands in the answer: what of it is said, and how, is the server's to know. */
  markdown: string;
  /** Its words as they stand on the screen. */
  words: string;
}

/** A longer first sentence begins with its first clause, so that its sound is there sooner. */
const longFirst = 80;
const leastClause = 24;
/** Nobody says more in one breath; and what is being spoken can be stopped, but not taken back. */
const longest = 500;

const fence = /^ {0,3}(```+|~~~+)/;
const ends = /[.!?…]["'”’)\]*_~]*(?=\s|$)|[。！？]/g;
const clauseEnds = /[,;:](?=\s)|\s[–—](?=\s)/g;
/** Ends with a point and no sentence: short forms, initials, the number of a list's item or of a move. */
const shortForm = /(?:^|[\s("“*_[])(?:e\.g|i\.e|etc|approx|ca|cf|vs|no|nos|fig|vol|pp?|Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr|a\.m|p\.m|\p{Lu})\.$/iu;
const itemNumber = /^\s*\d{1,3}\.$/;
const moveFollows = /^\s+(?:O-O|[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8])/;
/** A line that is a block of its own: an item, a heading, a quote. */
const standsAlone = /^\s{0,8}(?:[-*+]\s|\d{1,3}[.)]\s|#{1,6}\s|>)/;
/** Nothing is cut in there: links, code, and what may become one of them. */
const whole = /!?\[[^\]\n]*(?:\]\([^)\n]*(?:\)|$)|\](?!\()|$)|`[^`\n]*(?:`|$)/g;

/**
 * What can be said of a growing answer from `from` on, and where to go on. Each piece comes once and in order; when the text has `ended`, what is left is one
 * too. `begun`: something was said already, so that nothing has to be early any more.
 */
export function takeUtterances(text: string, from: number, { ended, begun }: { ended: boolean; begun: boolean }): { utterances: Utterance[]; next: number } {
  const utterances: Utterance[] = [];
  let next = from;
  for (;;) {
    const end = endOfPiece(text, next, ended, !begun && utterances.length === 0);
    if (end === null) return { utterances, next };
    // A line break at its end asks for the longer rest after a paragraph.
    const piece = text.slice(next, end).trimEnd();
    const markdown = piece.trimStart() + (/^[ \t]*\n[ \t]*\n/.test(text.slice(next + piece.length)) ? '\n' : '');
    const words = plainWords(markdown);
    if (/[\p{L}\p{N}]/u.test(words)) utterances.push({ markdown, words });
    next = end;
  }
}

/** Where the piece that begins at `from` ends; null while that cannot be told. */
function endOfPiece(text: string, from: number, ended: boolean, early: boolean): number | null {
  if (from >= text.length) return null;
  const rest = text.slice(from);
  const atLineStart = from === 0 || text[from - 1] === '\n';
  if (rest.startsWith('\n')) return from + 1;
  const block = atLineStart ? (codeLength(rest) ?? tableLength(rest)) : undefined;
  if (block !== undefined) return block < rest.length || ended ? from + block : null;
  // Three letters may turn out to be a fence.
  if (atLineStart && !ended && /^ {0,3}[`~|]*$/.test(rest)) return null;
  const length = proseLength(rest, ended, early);
  return length === null ? null : from + length;
}

/** A fenced block, to its closing line or to the end. */
function codeLength(rest: string): number | undefined {
  const opening = fence.exec(rest);
  if (!opening) return undefined;
  const closing = new RegExp(`\\n {0,3}${opening[1]![0]}{${opening[1]!.length},}[ \\t]*(?:\\n|$)`).exec(rest);
  return closing ? closing.index + closing[0].length : rest.length;
}

/** Rows of a table, as long as they follow each other. */
function tableLength(rest: string): number | undefined {
  return /^(?:\s{0,3}\|[^\n]*(?:\n|$))+/.exec(rest)?.[0].length;
}

function proseLength(rest: string, ended: boolean, early: boolean): number | null {
  const line = endOfParagraph(rest, ended);
  const limit = line ?? rest.length;
  const kept = [...rest.matchAll(whole)].map(({ index, 0: { length } }) => [index, index + length] as const);
  const free = (at: number): boolean => !kept.some(([start, end]) => at > start && at < end);
  const sentence = firstSentence(rest.slice(0, limit), line !== null, free) ?? line;
  const known = sentence ?? limit;
  if (early && known > longFirst) {
    const clause = [...rest.slice(0, known).matchAll(clauseEnds)].map(({ index, 0: { length } }) => index + length).find((at) => free(at) && plainWords(rest.slice(0, at)).length >= leastClause && known - at >= leastClause);
    if (clause !== undefined) return clause;
  }
  if (known > longest) {
    const places = [...rest.slice(0, longest).matchAll(/\s/g)].map(({ index }) => index + 1).filter(free);
    const clauses = [...rest.slice(0, longest).matchAll(clauseEnds)].map(({ index, 0: { length } }) => index + length).filter((at) => at > longest / 2 && free(at));
    return clauses.at(-1) ?? places.at(-1) ?? longest;
  }
  return sentence;
}

/** Where the paragraph, or the line that stands alone, ends; null when it may go on. */
function endOfParagraph(rest: string, ended: boolean): number | null {
  for (const { index } of rest.matchAll(/\n/g)) {
    const following = rest.slice(index + 1);
    if (following === '' && !ended && !standsAlone.test(rest)) return null;
    // A paragraph that only wraps goes on with a small letter.
    if (standsAlone.test(rest) || !/^\p{Ll}/u.test(following)) return index + 1;
  }
  return ended ? rest.length : null;
}

function firstSentence(part: string, complete: boolean, free: (at: number) => boolean): number | null {
  for (const match of part.matchAll(ends)) {
    const end = match.index + match[0].length;
    const before = part.slice(0, match.index + 1);
    const after = part.slice(end);
    const follows = /\S/.exec(after)?.[0];
    // What follows decides, so it has to be there.
    if (follows === undefined && !complete) return null;
    if (!free(match.index + 1)) continue;
    // After a number, the whole next word does.
    if (!complete && /\d\.$/.test(before) && !/^\s+\S+\s/.test(after)) return null;
    if (match[0].startsWith('.') && (itemNumber.test(before) || (follows !== undefined && shortForm.test(before)) || /\p{Ll}/u.test(follows ?? '') || (/\d\.$/.test(before) && moveFollows.test(after)))) continue;
    return end;
  }
  return null;
}
