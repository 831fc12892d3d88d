import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createLocalPerception } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { Bench, Promised } from './bench.js';
import { fetchedModel } from './model-paths.js';
import { startPeer, type PythonPeer } from './python-peer.js';
import { takeTurns, timed, type Contender } from './take-turns.js';

const rounds = 9;
const styleSize = 256;
/** Sentences with the tokens that they are spoken by. */
const Spoken = z.array(z.object({ text: z.string(), voice: z.string(), speed: z.number(), tokens: z.array(z.number()), samples: z.number() }));
const Answer = z.object({ seconds: z.number(), sound: z.number() });

export const kokoroBench: Bench = {
  name: 'kokoro',
  what: 'sentences spoken by Kokoro: ours, the bare session, and kokoro-onnx in Python, on the same weights and voices',
  run: async (say) => {
    const files = await fetchedModel('kokoro');
    const [graph, model, vocabulary] = [files.get('graph.onnx')!, files.get('model.onnx')!, files.get('vocabulary.json')!];
    const sentences = Spoken.parse(JSON.parse(await readFile(join(dirname(vocabulary), 'reference.json'), 'utf8')));
    const threads = availableParallelism();
    const perception = createLocalPerception();
    // Threads that wait without spinning, as ours do: on a machine that does something else as well, those that spin cost twice the time.
    const options = { intraOpNumThreads: threads, extra: { session: { intra_op: { allow_spinning: '0' } } } };
    const bare = await InferenceSession.create(graph, { ...options, externalData: [{ path: basename(model), data: await readFile(model) }] });
    const published = await InferenceSession.create(model, options);
    const feeds = await Promise.all(sentences.map(async (sentence) => feedsFor(sentence, await readFile(files.get(`${sentence.voice}.bin`)!))));
    const notes = [`${sentences.length} sentences of ${sentences.map(({ samples }) => (samples / 24_000).toFixed(1)).join(', ')} s in turns, ${rounds} rounds each, ${threads} threads each; the bare sessions are given the tokens`];
    let peer: PythonPeer | undefined;
    try {
      peer = await startPeer('kokoro_peers.py', [model, dirname(files.get('af_heart.bin')!), vocabulary, String(threads)], { modules: ['numpy', 'kokoro_onnx'], packages: ['kokoro-onnx==0.6.1'], say });
    } catch (cause) {
      notes.push(`kokoro-onnx is not measured: ${OcelliError.is(cause) ? cause.message : String(cause).split('\n')[0]}`);
    }
    const firsts: number[] = [];
    const at = (round: number) => round % sentences.length;
    const contenders: Contender[] = [
      { name: 'Ocelli, text to even sound', run: (round) => timed(() => perception.speak(sentences[at(round)]!.text, sentences[at(round)]!)) },
      { name: 'our graph, bare session in Node, tokens made before', run: (round) => timed(() => bare.run(feeds[at(round)]!)) },
      { name: 'the published graph, bare session in Node', run: (round) => timed(() => published.run(feeds[at(round)]!)) },
    ];
    const python = peer;
    if (python) contenders.push({ name: 'kokoro-onnx in Python, text to sound', run: async (round) => 1_000 * Answer.parse(await python.ask(JSON.stringify(sentences[at(round)]))).seconds });
    try {
      say('speaking');
      // Whole rounds over all sentences: medians are of like work.
      const times = await takeTurns(contenders, rounds);
      say('waiting for the first words of a long answer');
      for (let round = 0; round < 3; round++) firsts.push(await untilFirst(perception));
      const [ours, session, , ...others] = [...times.values()] as [number, number, number, ...number[]];
      const length = sentences.reduce((sum, { samples }) => sum + samples / 24, 0) / sentences.length;
      const besides = others.map((other): Promised => ({ what: 'time beside kokoro-onnx in Python', value: ours / other, limit: { most: 1 }, unit: '' }));
      return {
        columns: ['engine', 'ms a sentence, median', 'seconds of work for one of sound'],
        rows: [...[...times].map(([name, ms]) => [name, ms, ms / length]), ['Ocelli, first words of a long answer', Math.min(...firsts), '']],
        promises: [{ what: 'speed beside the bare session', value: session / ours, limit: { least: 0.95 }, unit: '' }, ...besides],
        notes,
      };
    } finally {
      peer?.close();
      await Promise.all([perception.close(), bare.release(), published.release()]);
    }
  },
};

function feedsFor({ tokens, speed }: z.infer<typeof Spoken>[number], voice: Buffer): Record<string, Tensor> {
  const from = voice.byteOffset + (tokens.length - 1) * styleSize * 4;
  return {
    tokens: new Tensor('int64', BigInt64Array.from([0, ...tokens, 0], BigInt), [1, tokens.length + 2]),
    style: new Tensor('float32', new Float32Array(voice.buffer.slice(from, from + styleSize * 4) as ArrayBuffer), [1, styleSize]),
    speed: new Tensor('float32', Float32Array.of(speed), [1]),
  };
}

async function untilFirst(perception: ReturnType<typeof createLocalPerception>): Promise<number> {
  const abort = new AbortController();
  const startedAt = performance.now();
  let first = 0;
  await perception
    .speak('On the left of the picture, a large brown horse looks over a wooden fence, and a small child feeds it with grass. Behind them, two more horses stand beside a barn.', {
      signal: abort.signal,
      onSound: () => {
        first ||= performance.now() - startedAt;
        abort.abort();
      },
    })
    .catch(() => undefined);
  return first;
}
