import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShownPicture } from '@ocelli/agent';
import sharp from 'sharp';
import { z } from 'zod';

/** A picture of an evaluation set: questions with the answers that count as right. */
export const LabelledPicture = z.object({
  file: z.string(),
  /** What it is ("sign", "receipt"); results are added up by it. */
  kind: z.string().optional(),
  questions: z.array(z.object({ q: z.string(), a: z.array(z.string()).min(1), type: z.string().optional() })).default([]),
  /** The placement of the board in it. */
  fen: z.string().optional(),
  /** What it shows, in a sentence. */
  caption: z.string().optional(),
  /** How many people are in it, where somebody counted. */
  people: z.number().int().nonnegative().optional(),
});
export type LabelledPicture = z.infer<typeof LabelledPicture>;

/** Reads `labels.json` of a folder of labelled pictures. */
export async function readLabels(folder: string): Promise<LabelledPicture[]> {
  return z.array(LabelledPicture).parse(JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8')));
}

/** The picture as a turn shows it, read from where it lies. */
export async function shownPicture(folder: string, { file }: LabelledPicture): Promise<ShownPicture> {
  const path = join(folder, file);
  const bytes = await readFile(path);
  const { format, autoOrient } = await sharp(bytes).metadata();
  const facts = { format: format ?? 'unknown', bytes: bytes.length, width: autoOrient.width, height: autoOrient.height, frames: 1 };
  return { id: createHash('sha256').update(bytes).digest('hex'), path, name: file, facts, corrections: [] };
}
