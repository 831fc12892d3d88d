import type { Perception, PictureRef } from '@ocelli/models';
import type { BoardReading, Detections } from '@ocelli/protocol';

/** Most characters of it: the transcriber attends to some 220 tokens, and to the last ones most. */
const mostCharacters = 600;
const mostPictures = 3;

/** What is known around a question that is spoken. */
export interface Surroundings {
  /** Questions asked before, the latest last. */
  earlier: readonly string[];
  boards: readonly BoardReading[];
  things: Detections['things'];
}

/**
 * Words that are likely to be said, as sentences that might have come before: who speaks about a chess board means pawns, not ponds. Empty when
 * nothing is known.
 */
export function likelyWords({ earlier, boards, things }: Surroundings): string {
  const labels = [...new Set(things.filter(({ score }) => score >= 0.5).map(({ label }) => label))].slice(0, 8);
  const sentences = [
    ...earlier.slice(-2).map((question) => (/[.?!]$/.test(question) ? question : `${question}.`)),
    ...(labels.length > 0 ? [`There is a ${labels.join(', a ')} in the picture.`] : []),
    ...(boards.length > 0 ? ['What is on e4? Is the white king in check? How many pawns, knights, bishops, rooks and queens are on the board?'] : []),
  ];
  return sentences.join(' ').slice(-mostCharacters);
}

/** What of pictures makes words likely, of the first few. What fails to be seen is left out. */
export async function affordedBy(pictures: readonly PictureRef[], perception: Perception, signal: AbortSignal): Promise<Pick<Surroundings, 'boards' | 'things'>> {
  const looks = await Promise.all(
    pictures.slice(0, mostPictures).map(async (picture) => {
      const boards = await perception.readBoards(picture, { signal }).then(({ value }) => value, () => []);
      // What a detector takes the pieces of a board for is of no use.
      const things = boards.length > 0 ? [] : await perception.detect(picture, { signal }).then(({ value }) => value.things, () => []);
      return { boards, things };
    }),
  );
  return { boards: looks.flatMap(({ boards }) => boards), things: looks.flatMap(({ things }) => things) };
}
