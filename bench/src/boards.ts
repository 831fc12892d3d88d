import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptPicture } from '@ocelli/media';
import { createLocalPerception } from '@ocelli/models';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Bench } from './bench.js';
import { samplePictures, unseenCopies } from './sample-pictures.js';
import { median } from './statistics.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { withServer } from './with-server.js';

const measured = 30;
const warming = 3;
const network = fileURLToPath(new URL('./boards/model.onnx', import.meta.resolve('@ocelli/pocket/package.json')));

export const boardsBench: Bench = {
  name: 'boards',
  what: 'boards read a second, from file to placement, against bare runs of the same network in onnxruntime',
  run: async (say) => {
    const copies = await withServer(async ({ visitor }) => {
      const board = (await samplePictures(visitor)).find(({ id }) => /board|chess/.test(id));
      if (!board) throw new Error('There is no sample picture of a board.');
      return await unseenCopies(board, warming + measured);
    });
    say('reading boards');
    const reading = await inTemporaryFolder((folder) => readAll(copies, folder));
    say('running the bare network');
    const bare = await runBare();
    return {
      columns: ['what', 'ms, median', 'a second'],
      rows: [
        ['picture file to placement', median(reading), 1000 / median(reading)],
        ['one run of the bare network', median(bare), 1000 / median(bare)],
        ['around the network', median(reading) - median(bare), median(reading) / median(bare)],
      ],
      promises: [],
      notes: ['the last row: milliseconds that decoding, finding the board and judging it add; and how many bare runs one reading costs'],
    };
  },
};

async function readAll(copies: readonly Buffer[], folder: string): Promise<number[]> {
  const perception = createLocalPerception();
  const times: number[] = [];
  for (const [at, copy] of copies.entries()) {
    const [upload, normal] = [join(folder, `${at}.upload`), join(folder, `${at}.normal`)];
    await writeFile(upload, copy);
    await acceptPicture(upload, normal);
    const startedAt = performance.now();
    const { value } = await perception.readBoards({ id: String(at), path: normal });
    times.push(performance.now() - startedAt);
    if (value.length === 0) throw new Error('No board was found on the sample picture.');
  }
  await perception.close();
  return times.slice(warming);
}

/** One board each, as the model card says: unknown sizes of the network's input are 1. */
async function runBare(): Promise<number[]> {
  const session = await InferenceSession.create(network, { intraOpNumThreads: (await import('node:os')).availableParallelism() });
  const feeds: Record<string, Tensor> = {};
  for (const input of session.inputMetadata) {
    if (!input.isTensor || input.type !== 'float32') throw new Error(`The board reader's network has an input ${input.name} that this measurement does not know.`);
    const shape = input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : 1));
    feeds[input.name] = new Tensor('float32', Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, Math.random), shape);
  }
  const times: number[] = [];
  for (let run = 0; run < warming + measured; run++) {
    const startedAt = performance.now();
    await session.run(feeds);
    times.push(performance.now() - startedAt);
  }
  await session.release();
  return times.slice(warming);
}
