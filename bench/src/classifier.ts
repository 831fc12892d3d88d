import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { acceptPicture } from '@ocelli/media';
import { createLocalPerception, readImagenetLabels, sessionOptions } from '@ocelli/models';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { z } from 'zod';
import type { Bench } from './bench.js';
import { fetchedModel } from './model-paths.js';
import { startPeer, type PythonPeer } from './python-peer.js';
import { samplePictures } from './sample-pictures.js';
import { takeTurns, timed } from './take-turns.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { withServer } from './with-server.js';

const rounds = 20;
const side = 260;
const engines = [
  { engine: 'onnxruntime', modules: ['numpy', 'PIL', 'onnxruntime'], packages: ['numpy==2.4.6', 'pillow==13.0.0', 'onnxruntime==1.32.0'] },
  { engine: 'timm', modules: ['numpy', 'PIL', 'torch', 'timm'], packages: ['numpy==2.4.6', 'pillow==13.0.0', 'torch==2.15.0', 'timm==1.0.31'] },
];
const Answer = z.object({ seconds: z.number(), label: z.number().int() });

export const classifierBench: Bench = {
  name: 'classifier',
  what: 'labels of a photograph: ours, the bare session, Python onnxruntime and timm, on the same weights',
  run: (say) =>
    inTemporaryFolder(async (folder) => {
      const files = await fetchedModel('efficientnet-lite2');
      const [graph, weights] = [files.get('model.onnx')!, files.get('model.pth')!];
      const bytes = await withServer(async ({ visitor }) => (await samplePictures(visitor)).find(({ id }) => id === 'cat')?.bytes);
      if (!bytes) throw new Error('There is no sample picture of a cat.');
      await writeFile(join(folder, 'upload'), bytes);
      const path = join(folder, 'cat');
      await acceptPicture(join(folder, 'upload'), path);

      const threads = availableParallelism();
      const perception = createLocalPerception();
      const open = async (options: InferenceSession.SessionOptions) => InferenceSession.create(graph, { ...options, externalData: [{ path: basename(weights), data: await readFile(weights) }] });
      const [own, usual] = [await open(sessionOptions()), await open({ intraOpNumThreads: threads })];
      const by_cell = new Tensor('bool', [false], []);
      const feeds = { pixels: await cropsOf(path), by_cell };
      const peers: PythonPeer[] = [];
      for (const { engine, ...needs } of engines) peers.push(await startPeer('classifier_peers.py', [engine, graph, weights, String(threads)], { ...needs, say }));
      const labels = new Set<string>();
      const [ofOnnxruntime, ofTimm] = peers.map((peer) => async () => {
        const { seconds, label } = Answer.parse(await peer.ask(path));
        labels.add(readImagenetLabels()[label]!.label);
        return seconds * 1000;
      });
      say('taking turns');
      const look = (id: string) => timed(async () => labels.add((await perception.classify({ id, path })).value[0]!.label));
      const medians = await takeTurns(
        [
          // A name of its own each time: nothing decoded before is of use.
          { name: 'Ocelli, file to labels', run: (round) => look(`cat ${round}`) },
          { name: 'its session bare, and sharp, file to labels', run: () => timed(async () => own.run({ pixels: await cropsOf(path), by_cell })) },
          { name: "the same with onnxruntime's own options: its threads spin on", run: () => timed(async () => usual.run({ pixels: await cropsOf(path), by_cell })) },
          { name: 'Ocelli, pixels to labels', run: () => look('cat') },
          { name: 'its session alone, crops made before', run: () => timed(() => own.run(feeds)) },
          { name: 'Python onnxruntime, pixels to labels', run: ofOnnxruntime! },
          { name: 'Python timm (PyTorch), pixels to labels', run: ofTimm! },
        ],
        rounds,
      );
      for (const peer of peers) peer.close();
      await Promise.all([perception.close(), own.release(), usual.release()]);
      const [ourFile, ownFile, usualFile, our, session, ...others] = [...medians.values()] as [number, number, number, number, number, ...number[]];
      return {
        columns: ['engine', 'ms a picture, median', 'a second'],
        rows: [...medians].map(([name, ms]) => [name, ms, 1000 / ms]),
        promises: [
          { what: 'speed beside its bare session, file to labels', value: ownFile / ourFile, limit: { least: 0.95 }, unit: '' },
          { what: 'time beside the faster of Python', value: our / Math.min(...others), limit: { most: 1 }, unit: '' },
          { what: 'different first labels', value: labels.size - 1, limit: { most: 0 }, unit: '' },
        ],
        notes: [`beside a session whose threads spin on between two runs, as they do by default and take a core from whatever else runs: ${(usualFile / ourFile).toFixed(2)}`, `${rounds} rounds, in turns, ${threads} threads each; a picture of ${feeds.pixels.dims[0]} crops, in one run; first label: ${[...labels].join(', ')}`, `of our time from pixels to labels, ${(session / our).toFixed(2)} is what the session alone takes`],
      };
    }),
};

/** The crops that the classifier sees, made as it makes them. */
async function cropsOf(path: string): Promise<Tensor> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const short = Math.min(width, height);
  const whole = Math.max(width, height) < short * 1.15;
  const parts = whole ? [{ left: 0, top: 0, width, height }] : [{ left: 0, top: 0, width: short, height: short }, { left: width - short, top: height - short, width: short, height: short }];
  const cut = sharp(data, { raw: { width, height, channels: 3 } });
  const crops = await Promise.all(parts.map((part) => cut.clone().extract(part).resize(side, side, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer()));
  return new Tensor('uint8', Buffer.concat(crops), [crops.length, side, side, 3]);
}
