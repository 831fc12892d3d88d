import type { Senses } from '@ocelli/models';
import { LabelledPicture, readLabels, shownPicture } from './labels.js';

/** How one caption fared: the place of its own picture among all, by the cosine; 1 is the first. */
export interface Retrieved {
  file: string;
  caption: string;
  place: number;
  /** The picture that came first. */
  first: string;
}

/** Each picture's caption as the query, all captioned pictures of the folder as the pool. Pictures that score the same as the right one stand behind it. */
export async function evaluateRetrieval(folder: string, senses: Senses, done: (retrieved: Retrieved) => void): Promise<Retrieved[]> {
  const pictures = (await readLabels(folder)).filter((picture): picture is LabelledPicture & { caption: string } => picture.caption !== undefined);
  const vectors: number[][] = [];
  for (const picture of pictures) vectors.push((await senses.embedPicture(await shownPicture(folder, picture))).value);
  const results: Retrieved[] = [];
  for (const [index, { file, caption }] of pictures.entries()) {
    const { value } = await senses.embedTexts([caption]);
    const scores = vectors.map((vector) => vector.reduce((sum, one, at) => sum + one * value[0]![at]!, 0));
    const best = scores.indexOf(Math.max(...scores));
    results.push({ file, caption, place: 1 + scores.filter((score) => score > scores[index]!).length, first: pictures[best]!.file });
    done(results.at(-1)!);
  }
  return results;
}

/** Shares of queries whose picture is among the first 1, 5 and 10. */
export function recalls(results: readonly Retrieved[]): { n: number; at1: number; at5: number; at10: number } {
  const within = (places: number) => results.filter(({ place }) => place <= places).length / Math.max(1, results.length);
  return { n: results.length, at1: within(1), at5: within(5), at10: within(10) };
}
