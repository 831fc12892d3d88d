import type { Transcript, TranscriptSegment } from '@ocelli/protocol';

/** Forms of a transcript that other programs read: subtitles of films (SubRip, WebVTT), and plain text. */
export const transcriptFormats = { srt: 'application/x-subrip', vtt: 'text/vtt', txt: 'text/plain' } as const;
export type TranscriptFormat = keyof typeof transcriptFormats;

/** What is shown at once, from when to when; seconds. */
export interface Cue {
  start: number;
  end: number;
  lines: string[];
}

/** What is read with ease (BBC, Netflix and others ask for much the same). */
export const cueLimits = { characters: 42, lines: 2, seconds: 7 } as const;
/** A shorter cue stays as long as nothing else follows. */
const leastSeconds = 1;
/** A pause within a sentence that ends a cue, and one between sentences that ends a paragraph. */
const pauseSeconds = { cue: 1.5, paragraph: 2 };
/** Behind a comma a cue may end once it is so full. */
const halfFull = 0.5;

/** A word and what stands before it in its sentence. */
interface Piece {
  text: string;
  before: string;
  start: number;
  end: number;
}

/** A transcript in one of the forms; empty (but for WebVTT's heading) where nobody speaks. */
export function formatTranscript(transcript: Pick<Transcript, 'segments'>, format: TranscriptFormat): string {
  if (format === 'txt') return paragraphs(transcript.segments);
  const cues = cuesOf(transcript);
  if (format === 'srt') return cues.map(({ start, end, lines }, at) => `${at + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${lines.map(harmless).join('\n')}\n`).join('\n');
  return ['WEBVTT\n', ...cues.map(({ start, end, lines }) => `${clock(start, '.')} --> ${clock(end, '.')}\n${lines.map((line) => escaped(harmless(line))).join('\n')}\n`)].join('\n');
}

/** Cues of at most two lines of 42 characters and 7 seconds, cut between words at their times. They do not overlap. */
export function cuesOf({ segments }: Pick<Transcript, 'segments'>): Cue[] {
  const cues = segments.flatMap((segment) => groups(piecesOf(segment)).map((pieces): Cue => ({ start: pieces[0]!.start, end: pieces.at(-1)!.end, lines: linesOf(textOf(pieces)) })));
  return cues.map((cue, at) => {
    const [start, next] = [thousandths(cue.start), cues[at + 1]?.start ?? Infinity];
    const end = Math.min(Math.max(cue.end, cue.start + leastSeconds), cue.start + cueLimits.seconds, Math.max(next, cue.start + 0.001));
    return { ...cue, start, end: Math.max(start + 0.001, thousandths(end)) };
  });
}

/** The words of a segment as its text has them; where their times are not known, shared out by letters. What no line can hold is cut. */
function piecesOf({ text, start, end, words }: TranscriptSegment): Piece[] {
  const pieces: Piece[] = [];
  const all = words?.length ? words : timedByLetters(text.split(/\s+/).filter(Boolean), start, end);
  let at = 0;
  for (const word of all) {
    const found = text.indexOf(word.text, at);
    const before = found < 0 ? ' ' : text.slice(at, found);
    if (found >= 0) at = found + word.text.length;
    const characters = [...word.text];
    const parts = Array.from({ length: Math.ceil(characters.length / cueLimits.characters) }, (_, n) => characters.slice(n * cueLimits.characters, (n + 1) * cueLimits.characters).join(''));
    for (const [n, part] of timedByLetters(parts, word.start, word.end).entries()) pieces.push({ ...part, before: n === 0 ? before : '' });
  }
  return pieces;
}

function timedByLetters(words: readonly string[], start: number, end: number): { text: string; start: number; end: number }[] {
  const all = words.reduce((sum, { length }) => sum + length, 0);
  let letters = 0;
  return words.map((text) => {
    const from = start + ((end - start) * letters) / Math.max(1, all);
    letters += text.length;
    return { text, start: from, end: start + ((end - start) * letters) / Math.max(1, all) };
  });
}

/** Words that are shown together: as many as fit; a comma or a long pause ends them sooner. */
function groups(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  let current: Piece[] = [];
  for (const piece of pieces) {
    const last = current.at(-1);
    if (last && (!fits([...current, piece]) || piece.start - last.end >= pauseSeconds.cue)) {
      const comma = piece.start - last.end >= pauseSeconds.cue ? -1 : current.findLastIndex(({ text }) => /[,;:，、]$/u.test(text));
      const cut = comma >= 0 && textOf(current.slice(0, comma + 1)).length >= halfFull * cueLimits.characters * cueLimits.lines && fits([...current.slice(comma + 1), piece]) ? comma + 1 : current.length;
      groups.push(current.slice(0, cut));
      current = current.slice(cut);
    }
    current.push(piece);
  }
  if (current.length > 0) groups.push(current);
  return groups;
}

const fits = (pieces: readonly Piece[]) => pieces.at(-1)!.end - pieces[0]!.start <= cueLimits.seconds && wrapped(textOf(pieces)).length <= cueLimits.lines;
const textOf = (pieces: readonly Piece[]) => pieces.map(({ text, before }, at) => (at === 0 ? text : before + text)).join('');
const lengthOf = (text: string) => [...text].length;

/** The text in lines, each as full as can be. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const characters = [...rest];
    if (characters.length <= cueLimits.characters) return [...lines, rest];
    const space = characters.slice(0, cueLimits.characters + 1).lastIndexOf(' ');
    const cut = space > 0 ? space : cueLimits.characters;
    lines.push(characters.slice(0, cut).join('').trim());
    rest = characters.slice(cut).join('').trim();
  }
  return lines;
}

/** Two lines of about the same length are read sooner than a full one and a rest. */
function linesOf(text: string): string[] {
  const lines = wrapped(text);
  if (lines.length !== 2) return lines;
  const spaces = [...text].flatMap((character, at) => (character === ' ' ? [at] : []));
  const halves = spaces.map((at) => [[...text].slice(0, at).join(''), [...text].slice(at + 1).join('')] as const).filter((both) => both.every((half) => lengthOf(half) <= cueLimits.characters));
  const uneven = ([first, second]: readonly [string, string]) => Math.abs(lengthOf(first) - lengthOf(second));
  const best = halves.reduce<readonly [string, string] | undefined>((even, one) => (even && uneven(even) <= uneven(one) ? even : one), undefined);
  return best ? [...best] : lines;
}

/** Sentences, with an empty line where somebody paused. */
function paragraphs(segments: readonly TranscriptSegment[]): string {
  const parts = segments.map(({ text, start }, at) => (at === 0 ? '' : start - segments[at - 1]!.end >= pauseSeconds.paragraph ? '\n\n' : ' ') + text.trim());
  return parts.length === 0 ? '' : `${parts.join('')}\n`;
}

const thousandths = (seconds: number) => Math.round(1_000 * seconds) / 1_000;
/** What would end a cue or begin another is said in other signs. */
const harmless = (text: string) => text.replace(/--+>/g, '→').replace(/\p{Cc}+/gu, ' ');
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function clock(seconds: number, decimal: string): string {
  const all = Math.round(1_000 * seconds);
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  return `${part(all / 3_600_000, 2)}:${part((all / 60_000) % 60, 2)}:${part((all / 1_000) % 60, 2)}${decimal}${part(all % 1_000, 3)}`;
}
