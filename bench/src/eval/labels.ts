import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShownPicture } from '@ocelli/agent';
import { acceptPicture } from '@ocelli/media';
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

/** Where the pictures lie as they were taken in, until this process ends. */
const takenIn = mkdtempSync(join(tmpdir(), 'ocelli-eval-'));
process.once('exit', () => rmSync(takenIn, { recursive: true, force: true }));

/** The picture as a turn shows it, taken in as an upload is. */
export async function shownPicture(folder: string, { file }: LabelledPicture): Promise<ShownPicture> {
  const upload = join(folder, file);
  const id = createHash('sha256').update(await readFile(upload)).digest('hex');
  const path = join(takenIn, id);
  const { facts } = await acceptPicture(upload, path);
  return { id, path, name: file, facts, corrections: [] };
}
