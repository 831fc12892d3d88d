import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { failureOf } from '../failures.js';
import { looking } from '../looking.js';
import type { Check } from '../outputs.js';
import { takePicture } from '../take-pictures.js';

/** Drawn for this: the word OCELLI in black on white. */
const testPicture = fileURLToPath(new URL('../../test-picture.png', import.meta.url));

/** Does the main job's parts for real on a small picture: decoding it, and each model that the first answers need. */
export async function checkLooking(): Promise<Check[]> {
  return await looking([], async ({ perception, folder }) => {
    const decoding = { id: 'decode', title: 'Decoding pictures' };
    const taken = await takePicture(testPicture, folder, 0);
    if ('error' in taken) {
      const remedy = 'Run "npm ci" on this very machine: the part that decodes (sharp) differs from system to system.';
      return [{ ...decoding, status: 'problem', detail: taken.error.message, remedy }];
    }
    const { picture } = taken;
    return [
      { ...decoding, status: 'ok', detail: `took ${taken.ms} ms` },
      await attempt('read-boards', 'Reading boards', () => perception.readBoards(picture)),
      await attempt('detect', 'Counting things', () => perception.detect(picture)),
      await attempt('read-text', 'Reading text', async () => {
        const { value } = await perception.readText(picture);
        const read = value.lines.map(({ text }) => text).join(' ');
        if (!/ocelli/i.test(read)) throw new Error(`"OCELLI" was read as "${read}"`);
      }),
    ];
  });
}

async function attempt(id: string, title: string, work: () => Promise<unknown>): Promise<Check> {
  const startedAt = performance.now();
  try {
    await work();
    return { id, title, status: 'ok', detail: `took ${Math.round(performance.now() - startedAt)} ms, loading included` };
  } catch (cause) {
    const { code, message } = failureOf(cause);
    return { id, title, status: 'problem', detail: message, ...(code === 'model_unavailable' ? {} : { remedy: 'Run "npm ci" and "npm run build" again.' }) };
  }
}
