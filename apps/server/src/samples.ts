import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Samples } from '@ocelli/protocol';
import { z } from 'zod';

export const samplesFolder = fileURLToPath(new URL('../samples', import.meta.url));

const SampleList = z.array(z.object({ file: z.string().regex(/^[a-z0-9-]+\.(png|jpg|webp)$/), title: z.string(), questions: z.array(z.string()).min(1) }));

/** Pictures to try Ocelli with, served below /api/samples/. */
export async function readSamples(): Promise<Samples> {
  const list = SampleList.parse(JSON.parse(await readFile(new URL('../samples/samples.json', import.meta.url), 'utf8')));
  return { samples: list.map(({ file, title, questions }) => ({ id: file.replace(/\.\w+$/, ''), title, url: `/api/samples/${file}`, questions })) };
}
