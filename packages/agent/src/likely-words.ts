import type { Perception, PictureRef } from '@ocelli/models';
import type { BoardReading, Detections, TextReading } from '@ocelli/protocol';

/** Most characters of it: the transcriber attends to some 220 tokens, and to the last ones most. */
const mostCharacters = 600;
const mostPictures = 3;
/** Most characters of what is printed on pictures: its words are names and goods that nobody could guess by ear. */
const mostPrint = 240;
/** The words of a line that is read less surely mislead. */
const surelyRead = 0.8;

/** What is known around a question that is spoken. */
export interface Surroundings {
  /** Questions asked before, the latest last. */
  earlier: readonly string[];
  boards: readonly BoardReading[];
  things: Detections['things'];
  /** Printed lines. */
  lines: TextReading['lines'];
}

/**
 * Words that are likely to be said, as sentences that might have come before: who speaks about a chess board means pawns, not ponds. Empty when
 * nothing is known.
 */
export function likelyWords({ earlier, boards, things, lines }: Surroundings): string {
  const labels = [...new Set(things.filter(({ score }) => score >= 0.5).map(({ label }) => label))].slice(0, 8);
  const print = printedWords(lines);
  const sentences = [
    ...(print ? [`It says: ${print}.`] : []),
    ...earlier.slice(-2).map((question) => (/[.?!]$/.test(question) ? question : `${question}.`)),
    ...(labels.length > 0 ? [`There is a ${labels.join(', a ')} in the picture.`] : []),
    ...(boards.length > 0 ? ['What piece is on d8 or e4? Is the white king in check? Does white have more pieces? How many pawns, knights, bishops, rooks and queens are on the board?'] : []),
  ];
  return sentences.join(' ').slice(-mostCharacters);
}

/** Words that are printed, each once, without numbers and marks: those are asked for, not said. What is all capitals would be written so. */
function printedWords(lines: TextReading['lines']): string {
  const words = lines.filter(({ score }) => score >= surelyRead).flatMap(({ text }) => text.match(/\p{L}[\p{L}'’-]+/gu) ?? []).map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
  let print = '';
  for (const word of new Map(words.map((word) => [word.toLowerCase(), word])).values()) if (print.length + word.length < mostPrint) print += `${print && ', '}${word}`;
  return print;
}

/** What of pictures makes words likely, of the first few. What fails to be seen is left out. */
export async function affordedBy(pictures: readonly PictureRef[], perception: Perception, signal: AbortSignal): Promise<Omit<Surroundings, 'earlier'>> {
  const looks = await Promise.all(
    pictures.slice(0, mostPictures).map(async (picture) => {
      const boards = await perception.readBoards(picture, { signal }).then(({ value }) => value, () => []);
      // What a detector takes the pieces of a board for is of no use.
      if (boards.length > 0) return { boards, things: [], lines: [] };
      const [things, lines] = await Promise.all([
        perception.detect(picture, { signal }).then(({ value }) => value.things, () => []),
        perception.readText(picture, { signal }).then(({ value }) => value.lines, () => []),
      ]);
      return { boards, things, lines };
    }),
  );
  return { boards: looks.flatMap(({ boards }) => boards), things: looks.flatMap(({ things }) => things), lines: looks.flatMap(({ lines }) => lines) };
}
