import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptAudio } from '@ocelli/media';
import { createLocalPerception, defaultModelsDir, ensureDownloads } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { z } from 'zod';
import type { Bench, Promised } from './bench.js';
import { startPeer, type PythonPeer } from './python-peer.js';
import { openBareWhisper } from './speech/bare-whisper.js';
import { median } from './statistics.js';
import { inTemporaryFolder } from './temporary-folder.js';

const rounds = 5;
const spokenQuestions = fileURLToPath(new URL('../../packages/models/test-support/speech/', import.meta.url));
const Reply = z.object({ seconds: z.number().nonnegative(), text: z.string() });

const peers = [
  { name: 'faster-whisper', title: 'faster-whisper (CTranslate2), int8', modules: ['faster_whisper', 'ctranslate2'], packages: ['faster-whisper==1.2.1'] },
  // Its torch is too large to be fetched unasked.
  { name: 'transformers', title: 'Python transformers, fp32', modules: ['torch', 'transformers'], packages: [] },
] as const;

/** One way to transcribe, and how long it took: milliseconds by recording, a number for each round. */
interface Engine {
  title: string;
  hear(path: string): Promise<{ ms: number; text: string }>;
  times: number[][];
  texts: string[];
}

export const whisperBench: Bench = {
  name: 'whisper',
  what: 'recordings transcribed by Whisper tiny.en: ours, faster-whisper, Python transformers, and bare onnxruntime, in turns on the same weights',
  run: async (say) => {
    await ensureDownloads(['whisper-tiny-en'], { onProgress: () => {} });
    const modelFolder = join(defaultModelsDir(), 'whisper-tiny-en');
    return await inTemporaryFolder(async (work) => {
      const recordings = await recordingsFor(work);
      const perception = createLocalPerception();
      const ours: Engine = { title: 'Ocelli, int8', times: [], texts: [], hear: async (path) => timed(async () => (await perception.transcribe({ id: path, path }, { language: 'en' })).value.text) };
      const bare = await openBareWhisper(modelFolder);
      const tokens = new Map<string, number[]>();
      for (const { path, samples } of recordings) tokens.set(path, await bare.tokensOf(samples));
      const bareEngine: Engine = {
        title: 'our graphs, bare onnxruntime',
        times: [],
        texts: [],
        hear: async (path) => ({ ms: await bare.time(recordings.find((one) => one.path === path)!.samples, tokens.get(path)!), text: '' }),
      };
      const started: PythonPeer[] = [];
      const engines = [ours, bareEngine];
      const notes = [`${recordings.length} recordings, ${sum(recordings.map(({ samples }) => samples.length / 16_000)).toFixed(1)} s together; median of ${rounds} rounds each, the engines in turns; greedy, without timestamps; ${availableParallelism()} threads each`];
      for (const { name, title, modules, packages } of peers) {
        try {
          say(`starting ${name}`);
          const peer = await startPeer('whisper_peers.py', [name, modelFolder, String(availableParallelism())], { modules, packages, say });
          started.push(peer);
          engines.push({
            title,
            times: [],
            texts: [],
            hear: async (path) => {
              const { seconds, text } = Reply.parse(await peer.ask(path));
              return { ms: 1_000 * seconds, text };
            },
          });
        } catch (cause) {
          notes.push(`${title} is not measured: ${OcelliError.is(cause) ? cause.message : cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`);
        }
      }
      try {
        say('transcribing');
        for (const { path } of recordings) for (const engine of engines) await engine.hear(path);
        for (const [at, { path }] of recordings.entries()) {
          for (let round = 0; round < rounds; round++) {
            for (const engine of engines) {
              const { ms, text } = await engine.hear(path);
              (engine.times[at] ??= []).push(ms);
              engine.texts[at] = text;
            }
          }
        }
      } finally {
        for (const peer of started) peer.close();
        await Promise.all([perception.close(), bare.close()]);
      }
      const mean = ({ times }: Engine) => sum(times.map(median)) / times.length;
      for (const [at, { name }] of recordings.entries()) {
        const different = engines.filter((engine) => engine !== bareEngine && plain(engine.texts[at]!) !== plain(ours.texts[at]!));
        if (different.length > 0) notes.push(`${name}: "${ours.texts[at]}"; ${different.map(({ title, texts }) => `${title} hears "${texts[at]}"`).join('; ')}`);
      }
      const ahead = engines.filter((engine) => engine !== ours && engine !== bareEngine).map((engine): Promised => ({ what: `time of ours over that of ${engine.title}`, value: mean(ours) / mean(engine), limit: { most: 1 }, unit: '' }));
      return {
        columns: ['engine', 's a recording', 'of ours'],
        rows: engines.map((engine) => [engine.title, mean(engine) / 1_000, mean(engine) / mean(ours)]),
        promises: [...ahead, { what: 'speed of the task against bare onnxruntime on the same graphs', value: mean(bareEngine) / mean(ours), limit: { least: 0.95 }, unit: '' }],
        notes,
      };
    });
  },
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

async function timed(hear: () => Promise<string>): Promise<{ ms: number; text: string }> {
  const startedAt = performance.now();
  const text = await hear();
  return { ms: performance.now() - startedAt, text };
}

/** Recordings of the folder that OCELLI_BENCH_RECORDINGS names, else the two spoken questions of the tests. */
async function recordingsFor(work: string): Promise<{ name: string; path: string; samples: Float32Array }[]> {
  const folder = process.env.OCELLI_BENCH_RECORDINGS ?? spokenQuestions;
  const names = (await readdir(folder)).filter((name) => /\.(wav|mp3|m4a|ogg|flac|webm)$/i.test(name)).sort();
  if (names.length === 0) throw new OcelliError('not_found', `There are no recordings in ${folder}.`);
  return await Promise.all(
    names.map(async (name) => {
      const { path } = await acceptAudio(join(folder, name), work);
      const file = await readFile(path);
      // media writes a plain header of 44 bytes.
      const samples = Float32Array.from({ length: (file.length - 44) >> 1 }, (_, at) => file.readInt16LE(44 + 2 * at) / 32_768);
      return { name, path, samples };
    }),
  );
}
