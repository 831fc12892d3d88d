import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { acceptAudio, acceptPicture, wavBytes } from '@ocelli/media';
import { createInferenceHost, createVoiceActivity, type PictureRef, type RecordingRef } from '@ocelli/models';
import type { Bench } from './bench.js';
import { memoryOf } from './process-memory.js';
import { samplePictures } from './sample-pictures.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { withServer } from './with-server.js';

const mostTogether = 1_500;
const mostLeft = 100;
const idleMs = 30_000;
const kokoroHz = 24_000;

export const memoryBench: Bench = {
  name: 'memory',
  what: 'memory of the processes that run models: with all of the registry pack for English at work, and after they were unloaded',
  run: (say) =>
    inTemporaryFolder(async (folder) => {
      const picture = await takePicture(folder);
      const host = createInferenceHost({ modelIdleMs: idleMs });
      const voice = createVoiceActivity();
      try {
        await host.colours(picture);
        const before = await residentOf(host);
        const rows: (string | number)[][] = [['process with no model', before, '']];
        let last = before;
        const step = async (what: string, work: () => Promise<unknown>) => {
          say(what);
          await work();
          const now = await residentOf(host);
          rows.push([what, now, now - last]);
          last = now;
        };
        await step('CenterNet and BlazeFace', () => host.detect(picture));
        await step('PP-OCR', () => host.readText(picture));
        await step('EfficientNet-Lite2', () => host.classify(picture));
        await step('MiniLM', () => host.embedTexts(['a photo of a cat']));
        const spoken: Float32Array[] = [];
        await step('Kokoro', () => host.speak('How many pawns are on the board?', { onSound: ({ samples }) => spoken.push(samples) }));
        const recording = await takeRecording(spoken, folder);
        await step('Whisper tiny.en', () => host.transcribe(recording, { language: 'en' }));
        say('silero, in a process of its own');
        await voice.listen().push(new Int16Array(16_000));
        const listening = await residentOf(voice);
        rows.push(['silero, in a process of its own', last + listening, listening]);
        say('waiting until all is unloaded');
        while (host.status().loaded.length > 0) await wait(200);
        // Memory goes back to the system a moment after the last model let go of it.
        await wait(500);
        const after = await residentOf(host);
        rows.push(['after unloading', after, after - last]);
        return {
          columns: ['at work, one after the other', 'MiB together', 'added'],
          rows,
          promises: [
            { what: 'everything loaded', value: last + listening, limit: { most: mostTogether }, unit: 'MiB' },
            { what: 'left after unloading, beyond the process with no model', value: after - before, limit: { most: mostLeft }, unit: 'MiB' },
          ],
          notes: ['resident memory as the kernel counts it; the last rows count both processes'],
        };
      } finally {
        await voice.close();
        await host.close();
      }
    }),
};

/** The bench's photograph, as the server would take it in. */
async function takePicture(folder: string): Promise<PictureRef> {
  const bytes = await withServer(async ({ visitor }) => (await samplePictures(visitor)).find(({ id }) => id === 'cat')?.bytes);
  if (!bytes) throw new Error('There is no sample picture of a cat.');
  const [upload, normal] = [join(folder, 'upload'), join(folder, 'normal')];
  await writeFile(upload, bytes);
  await acceptPicture(upload, normal);
  return { id: 'cat', path: normal };
}

async function takeRecording(spoken: readonly Float32Array[], folder: string): Promise<RecordingRef> {
  const all = Float32Array.from(spoken.flatMap((samples) => [...samples]));
  const { id, path } = await acceptAudio(wavBytes(all, kokoroHz), folder);
  return { id, path };
}

async function residentOf(host: { status(): { pid?: number | undefined } }): Promise<number> {
  const resident = await memoryOf(host.status().pid ?? 0);
  if (resident === undefined) throw new Error('The memory of a process is read from /proc, which this system does not have.');
  return resident;
}
