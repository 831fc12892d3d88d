import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { wavHeader } from '@ocelli/media';
import { createLocalPerception, defaultModelsDir, ensureDownloads } from '@ocelli/models';
import { OcelliError, type Transcript } from '@ocelli/protocol';
import { z } from 'zod';
import type { Bench, Promised } from '../bench.js';
import { startPeer, type PythonPeer } from '../python-peer.js';
import { normalWords } from '../speech/normal-words.js';
import { wordErrorRate, wordErrors } from '../speech/word-errors.js';
import { inTemporaryFolder } from '../temporary-folder.js';
import { knownSentences } from './known-sentences.js';
import { longRecordings, type KnownRecording } from './long-recordings.js';

const rateHz = 16_000;
const Reply = z.object({ seconds: z.number().nonnegative(), text: z.string() });
/** A sentence is given back when so much of its words is. */
const recognised = 0.5;
/** A word belongs to a sentence so many seconds beyond it. */
const tolerance = 0.15;
const hour = 3_600;

/** How a recording was written down by one engine. */
interface Written {
  seconds: number;
  text: string;
}

export const longAudioBench: Bench = {
  name: 'long-audio',
  what: `${knownSentences.length} known sentences in recordings of minutes, with pauses, without, with music and hum between: each back once, when it was said; beside faster-whisper; an hour`,
  run: async (say) => {
    await ensureDownloads(['whisper-tiny-en', 'kokoro'], { onProgress: () => {} });
    return await inTemporaryFolder(async (work) => {
      const recordings = await longRecordings(say);
      const senses = createLocalPerception();
      const notes = [`${availableParallelism()} threads each, one recording after the other, the engines in turns on the same weights; greedy. ours with the times of words; faster-whisper without times (the fetched vocabulary has no tokens for them, which costs it words in long windows), with and without its own filter of speech`];
      const peers: { title: string; peer: PythonPeer }[] = [];
      for (const [engine, title] of Object.entries({ 'faster-whisper-vad': 'faster-whisper, int8, VAD', 'faster-whisper': 'faster-whisper, int8' })) {
        const peer = await startPeer('whisper_peers.py', [engine, join(defaultModelsDir(), 'whisper-tiny-en'), String(availableParallelism())], {
          modules: ['faster_whisper', 'ctranslate2'],
          packages: ['faster-whisper==1.2.1'],
          say,
        }).catch((cause: unknown) => void notes.push(`${title} is not measured: ${OcelliError.is(cause) ? cause.message : String(cause)}`));
        if (peer) peers.push({ title, peer });
      }
      try {
        const rows: (string | number)[][] = [];
        const promises: Promised[] = [];
        for (const recording of recordings) {
          say(`transcribing: ${recording.name}`);
          const path = await written(work, recording);
          const length = recording.samples.length / rateHz;
          const startedAt = performance.now();
          const { value } = await senses.transcribe({ id: path, path });
          const ours: Written = { seconds: (performance.now() - startedAt) / 1_000, text: value.text };
          const { once, lost, doubled, late } = wordsWhere(recording, value);
          rows.push([recording.name, 'Ocelli, int8', length, ours.seconds / length, errorRate(recording, ours), once, lost, doubled, late]);
          promises.push(
            { what: `${recording.name}: time over that of the recording`, value: ours.seconds / length, limit: { most: 0.12 }, unit: '' },
            { what: `${recording.name}: sentences given back once`, value: once, limit: { least: recording.said.length }, unit: '' },
          );
          for (const { title, peer } of peers) {
            const theirs = Reply.parse(await peer.ask(path));
            notes.push(`${recording.name}: ours takes ${(ours.seconds / theirs.seconds).toFixed(2)} of the time of ${title}`);
            rows.push([recording.name, title, length, theirs.seconds / length, errorRate(recording, theirs), ...timesIn(theirs.text), '']);
          }
        }
        const { rssMb, cancelMs, progress } = await anHour(work, recordings[0]!, senses, say);
        promises.push({ what: 'an hour: memory that it takes more than ten minutes', value: rssMb, limit: { most: 100 }, unit: 'MB' });
        notes.push(`an hour: ${progress} words of progress; cancelled in its midst it ended ${Math.round(cancelMs)} ms later`);
        return { columns: ['recording', 'engine', 's', 'of real time', 'WER', 'once', 'lost', 'twice', 'words off'], rows, promises, notes };
      } finally {
        for (const { peer } of peers) peer.close();
        await senses.close();
      }
    });
  },
};

async function written(work: string, { name, samples }: KnownRecording, times = 1): Promise<string> {
  const path = join(work, `${name.replaceAll(' ', '-')}-${times}.wav`);
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  await writeFile(path, Buffer.concat([wavHeader(times * bytes.length, rateHz), ...Array<Uint8Array>(times).fill(bytes)]));
  return path;
}

const errorRate = ({ said }: KnownRecording, { text }: Written) => wordErrorRate([wordErrors(said.map((one) => one.text).join(' '), text)]);

/** How many sentences are given back once, not at all, or more than once; by the words that come while each is said. Of other words: how many. */
function wordsWhere({ said }: KnownRecording, { segments }: Transcript): { once: number; lost: number; doubled: number; late: number } {
  const words = segments.flatMap((segment) => segment.words ?? []).map(({ text, start, end }) => ({ text, middle: (start + end) / 2 }));
  let [lost, doubled, off] = [0, 0, 0];
  for (const { text, start, end } of said) {
    const during = words.filter(({ middle }) => middle > start - tolerance && middle < end + tolerance).map((word) => word.text).join(' ');
    const { errors, words: count } = wordErrors(text, during);
    if (normalWords(during).length > 1.7 * count) doubled++;
    else if (errors > recognised * count) lost++;
  }
  for (const { middle } of words) if (!said.some(({ start, end }) => middle > start - tolerance && middle < end + tolerance)) off++;
  return { once: said.length - lost - doubled, lost, doubled, late: off };
}

/** The same of a text without times: by the sentences' rarest words. */
function timesIn(text: string): [once: number, lost: number, doubled: number] {
  const heard = normalWords(text);
  const everywhere = knownSentences.flatMap((sentence) => [...new Set(normalWords(sentence))]);
  const rarely = (word: string) => everywhere.filter((other) => other === word).length === 1;
  let [lost, doubled] = [0, 0];
  for (const sentence of knownSentences) {
    const words = normalWords(sentence).filter(rarely);
    const times = words.map((word) => heard.filter((other) => other === word).length).sort((a, b) => a - b)[words.length >> 1] ?? 1;
    if (times === 0) lost++;
    else if (times > 1) doubled++;
  }
  return [knownSentences.length - lost - doubled, lost, doubled];
}

async function anHour(work: string, ten: KnownRecording, senses: ReturnType<typeof createLocalPerception>, say: (progress: string) => void): Promise<{ rssMb: number; cancelMs: number; progress: number }> {
  say('an hour');
  const path = await written(work, ten, Math.ceil(hour / (ten.samples.length / rateHz)));
  const before = process.memoryUsage.rss();
  const stop = new AbortController();
  let [most, progress, stoppedAt] = [0, 0, 0];
  const onProgress = (fraction: number) => {
    progress++;
    most = Math.max(most, process.memoryUsage.rss());
    if (fraction < 0.5 || stoppedAt > 0) return;
    stoppedAt = performance.now();
    stop.abort();
  };
  await senses.transcribe({ id: path, path }, { signal: stop.signal, onProgress }).catch((cause: unknown) => {
    if (!OcelliError.is(cause) || cause.code !== 'cancelled') throw cause;
  });
  return { rssMb: (most - before) / 1e6, cancelMs: performance.now() - stoppedAt, progress };
}
