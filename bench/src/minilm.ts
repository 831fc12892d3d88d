import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { createLocalPerception, sessionOptions } from '@ocelli/models';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { Bench } from './bench.js';
import { fetchedModel } from './model-paths.js';
import { startPeer, type PythonPeer } from './python-peer.js';
import { takeTurns, timed, type Contender } from './take-turns.js';

const rounds = 30;
const together = 32;
const width = 384;
const labels = 1000;
const engines = [
  { engine: 'onnxruntime', modules: ['numpy', 'tokenizers', 'onnxruntime'], packages: ['numpy==2.4.6', 'tokenizers==0.23.3', 'onnxruntime==1.32.0'] },
  { engine: 'transformers', modules: ['numpy', 'tokenizers', 'torch', 'transformers', 'safetensors'], packages: ['numpy==2.4.6', 'tokenizers==0.23.3', 'torch==2.15.0', 'transformers==5.24.0', 'safetensors==0.8.0'] },
];
const Answer = z.object({ seconds: z.number(), first: z.array(z.number()) });

/** Sentences of like length that no cache has seen. */
const sentence = (number: number) => `A photo of ${['a brown dog', 'two old boats', 'a crowd', 'some red apples'][number % 4]} in ${['the grass', 'a harbour', 'a street', 'a bowl'][(number >> 2) % 4]} at ${number} o'clock.`;

export const minilmBench: Bench = {
  name: 'minilm',
  what: 'meanings of sentences: ours, the bare session, Python onnxruntime and transformers, on the same weights',
  run: async (say) => {
    const files = await fetchedModel('minilm');
    const [graph, weights, vocabulary] = [files.get('model.onnx')!, files.get('model.safetensors')!, files.get('tokenizer.json')!];
    const threads = availableParallelism();
    const perception = createLocalPerception();
    const open = async (options: InferenceSession.SessionOptions) => InferenceSession.create(graph, { ...options, externalData: [{ path: basename(weights), data: await readFile(weights) }] });
    const [alone, cores, usual] = [await open(sessionOptions('cpu', 1)), await open(sessionOptions()), await open({ intraOpNumThreads: threads })];
    const tokenizer = new Tokenizer(JSON.parse(await readFile(vocabulary, 'utf8')) as object, {});
    const peers: PythonPeer[] = [];
    for (const { engine, ...needs } of engines) peers.push(await startPeer('minilm_peers.py', [engine, graph, dirname(weights), String(threads)], { ...needs, say }));
    const beside = new Tensor('float32', new Float32Array(labels * width), [labels, width]);
    const feeds = (texts: readonly string[]) => ({ ...tokens(texts.map((text) => tokenizer.encode(text).ids)), beside });
    let farthest = 0;
    const contenders = (count: number): Contender[] => {
      // As our own task has it: one thread for one sentence, all cores for many.
      const own = count === 1 ? alone : cores;
      const texts = (round: number) => Array.from({ length: count }, (_, at) => sentence(round * count + at));
      const [ofOnnxruntime, ofTransformers] = peers.map((peer) => async (round: number) => {
        const { seconds, first } = Answer.parse(await peer.ask(JSON.stringify(texts(round))));
        const [ours] = (await perception.embedTexts(texts(round).slice(0, 1))).value;
        const scale = Math.hypot(...ours!.slice(0, width));
        farthest = Math.max(farthest, ...first.map((value, at) => Math.abs(value - ours![at]! / scale)));
        return seconds * 1000;
      });
      return [
        { name: 'Ocelli, text to vector in the space of pictures', run: (round) => timed(() => perception.embedTexts(texts(round))) },
        { name: 'its session bare, and tokenizer, text to vector', run: (round) => timed(() => own.run(feeds(texts(round)))) },
        { name: "the same with onnxruntime's own options: its threads spin on", run: (round) => timed(() => usual.run(feeds(texts(round)))) },
        {
          name: 'its session alone, tokens made before',
          run: (round) => {
            const made = feeds(texts(round));
            return timed(() => own.run(made));
          },
        },
        { name: 'Python onnxruntime, text to vector', run: ofOnnxruntime! },
        { name: 'Python transformers, text to vector', run: ofTransformers! },
      ];
    };
    say('taking turns, sentence by sentence');
    const single = await takeTurns(contenders(1), rounds);
    say(`taking turns, ${together} sentences at once`);
    const batched = await takeTurns(contenders(together), rounds);
    for (const peer of peers) peer.close();
    await Promise.all([perception.close(), alone.release(), cores.release(), usual.release()]);
    const [our, plain, spinning, session, ...others] = [...single.values()] as [number, number, number, number, ...number[]];
    const [ourBatch, plainBatch, spinningBatch, sessionBatch, ...otherBatches] = [...batched.values()] as [number, number, number, number, ...number[]];
    return {
      columns: ['engine', 'ms for one, median', `ms for ${together}, median`, 'a second, together'],
      rows: [...single].map(([name, ms]) => [name, ms, batched.get(name)!, (1000 * together) / batched.get(name)!]),
      promises: [
        { what: 'speed beside its bare session, one sentence', value: plain / our, limit: { least: 0.95 }, unit: '' },
        { what: `speed beside its bare session, ${together} sentences`, value: plainBatch / ourBatch, limit: { least: 0.95 }, unit: '' },
        { what: 'time beside the faster of Python, one sentence', value: our / Math.min(...others), limit: { most: 1 }, unit: '' },
        { what: `time beside the faster of Python, ${together} sentences`, value: ourBatch / Math.min(...otherBatches), limit: { most: 1 }, unit: '' },
        { what: 'farthest from the numbers of Python', value: farthest, limit: { most: 1e-4 }, unit: '' },
      ],
      notes: [
        `beside a session whose threads spin on between two runs, as they do by default and take a core from whatever else runs: ${(spinning / our).toFixed(2)} for one sentence and ${(spinningBatch / ourBatch).toFixed(2)} for ${together}`,
        `${rounds} rounds, in turns, ${threads} threads each, but one thread for one sentence in ours and its bare session; ours and both sessions also compare with ${labels} labels`,
        `of our time, the session alone takes ${(session / our).toFixed(2)} for one sentence and ${(sessionBatch / ourBatch).toFixed(2)} for ${together}`,
      ],
    };
  },
};

function tokens(sentences: readonly (readonly number[])[]): Record<'input_ids' | 'attention_mask', Tensor> {
  const longest = Math.max(...sentences.map(({ length }) => length));
  const ids = BigInt64Array.from({ length: sentences.length * longest }, (_, at) => BigInt(sentences[Math.floor(at / longest)]![at % longest] ?? 0));
  const mask = BigInt64Array.from({ length: ids.length }, (_, at) => (at % longest < sentences[Math.floor(at / longest)]!.length ? 1n : 0n));
  const shape = [sentences.length, longest];
  return { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
}
