import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';
import type { TextLine } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import { sessionOptions } from '../runtime/session-options.js';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';
import { readPage } from './read-page.js';

/** Printed text by PP-OCRv4: lines are found, straightened, read, spaced and put in reading order. */
export const readTextTask: PictureTaskDefinition<'read-text'> = {
  async load({ files, device }) {
    const [finderPath, readerPath, alphabetPath] = modelPaths('pp-ocr-v4', files) as [string, string, string];
    const finder = await InferenceSession.create(finderPath, sessionOptions(device));
    const reader = await InferenceSession.create(readerPath, sessionOptions(device));
    const alphabet = alphabetOf(await readFile(alphabetPath, 'utf8'));
    return {
      see: async (image, { signal }) => ({ lines: await readPage({ finder, reader, alphabet }, image, signal) }),
      async dispose() {
        await finder.release();
        await reader.release();
      },
    };
  },
  place: ({ lines }, toWhole) => ({ lines: lines.map((line): TextLine => ({ ...line, box: toWhole.box(line.box), quad: toWhole.quad(line.quad) })) }),
};

/** Characters by class: the blank of CTC, one a line of the file, and the space that every PaddleOCR model has last. */
function alphabetOf(file: string): string[] {
  return ['', ...file.replace(/\n$/, '').split('\n').map((line) => line.replace(/\r$/, '')), ' '];
}
