import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { wavBytes } from '@ocelli/media';
import { createLocalPerception, defaultModelsDir } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { z } from 'zod';
import type { Bench } from './bench.js';
import { startPeer, type PythonPeer } from './python-peer.js';
import { samplePictures } from './sample-pictures.js';
import { listeningMetrics } from './server-metrics.js';
import { Aloud } from './speech/say-aloud.js';
import { perMs, SpeakingPage, type ListenedTurn } from './speech/speaking-page.js';
import { wordErrors } from './speech/word-errors.js';
import { median, quantile } from './statistics.js';
import { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const voices = ['af_heart', 'bm_george', 'am_michael'];
const questions = [
  'How many pawns are on the board?', 'And how many are black?', 'What is on e4?', 'Which side has more material?', 'Is the white king in check?',
  'Where is the black queen?', 'How many knights are there?', 'What does it say?', 'How big is this picture?', 'Whose move is it?',
];
/** What is quieter than -36 dB of the loudest there could be is the end of an echo. */
const audible = 500;
const speakersAtOnce = 8;
/** The silence that decides; after half a question it is 1.4 s. */
const hangOverMs = 640;
const Reply = z.object({ seconds: z.number().nonnegative(), text: z.string() });

/** A question that was spoken in real time; `lastWords`: ms from the last sound to the last words. */
interface Timed extends ListenedTurn {
  text: string;
  lastWords: number;
}

export const listeningBench: Bench = {
  name: 'listening',
  what: 'questions spoken in real time: when words appear, when the last of them are there, where the time goes, which are right; beside faster-whisper (--questions N for fewer)',
  run: (say, { questions: number = questions.length }) =>
    withServer(async ({ url, visitor, folder, memory }) => {
      const board = (await samplePictures(visitor))[0]!;
      const picture = (await visitor.upload(board.bytes)).id;
      say('speaking the questions');
      const spoken = await speakAll(questions.slice(0, number));
      const page = await SpeakingPage.open(url, visitor.cookie);
      say('the first question after a start');
      const first = await ask(page, spoken[0]!, picture);
      const rows: (string | number)[][] = [['the first after a start', ...summary([first])]];
      const before = await listeningMetrics(url);
      const all: Timed[] = [];
      for (const voice of voices) {
        say(voice);
        const turns: Timed[] = [];
        for (const one of spoken.filter((other) => other.voice === voice)) turns.push(await ask(page, one, picture));
        all.push(...turns);
        rows.push([voice, ...summary(turns)]);
      }
      const after = await listeningMetrics(url);
      page.close();
      say(`${speakersAtOnce} at once`);
      const speakers: { own: SpeakingPage; shown: string }[] = [];
      for (let at = 0; at < speakersAtOnce; at++) {
        const other = await Visitor.arrive(url);
        speakers.push({ own: await SpeakingPage.open(url, other.cookie), shown: (await other.upload(board.bytes)).id });
        other.leave();
      }
      const alone = await memory();
      let most = alone ?? 0;
      const watch = setInterval(() => void memory().then((now) => (most = Math.max(most, now ?? 0))), 250);
      const crowd = await Promise.all(speakers.map(({ own, shown }, at) => ask(own, spoken[at % spoken.length]!, shown)));
      clearInterval(watch);
      for (const { own } of speakers) own.close();
      rows.push([`${speakersAtOnce} at once`, ...summary(crowd)]);
      const of = (what: 'heard' | 'soon' | 'lastWords' | 'decoding' | 'decodings') => after[what] - before[what];
      const last = all.map(({ lastWords }) => lastWords);
      const { ours, notes } = await besideFasterWhisper(spoken, folder, say);
      return {
        columns: ['voice', 'questions', 'word for word', 'ms to first words, median', 'ms between, median', 'ms from silence to last words, median', 'p95'],
        rows,
        promises: [
          { what: 'last words within 350 ms of the decision that the speaker is done, one speaker', value: (100 * of('soon')) / of('heard'), limit: { least: 95 }, unit: '%' },
          { what: 'between provisional words, median, one speaker', value: median(all.flatMap(({ between }) => between)), limit: { most: 300 }, unit: 'ms' },
        ],
        notes: [
          `from the last sound to the last words, one speaker: ${Math.round(median(last))} ms (p95 ${Math.round(quantile(last, 0.95))}); of these ${hangOverMs} are silence that decides (1400 after half a question), ${Math.round((1_000 * of('lastWords')) / of('heard'))} from there to the words; a decoding takes ${Math.round((1_000 * of('decoding')) / of('decodings'))} ms, ${(of('decodings') / of('heard')).toFixed(1)} of them a question`,
          `the same questions, one after another and whole: ${Math.round(ours)} ms each`,
          ...notes,
          ...(alone === undefined ? [] : [`memory of all its processes: ${Math.round(alone)} MiB before, at most ${Math.round(most - alone)} MiB more while ${speakersAtOnce} spoke at once`]),
          'first words are counted from the moment that somebody was heard to speak; what capturing takes in a browser is not in it',
        ],
      };
    }),
};

const summary = (turns: readonly Timed[]): number[] => [
  turns.length, turns.filter(({ outcome, text }) => outcome.phase === 'heard' && wordErrors(text, outcome.text).errors === 0).length,
  median(turns.flatMap(({ firstWords }) => firstWords)), median(turns.flatMap(({ between }) => between)),
  median(turns.map(({ lastWords }) => lastWords)), quantile(turns.map(({ lastWords }) => lastWords), 0.95),
];

interface SpokenQuestion {
  voice: string;
  text: string;
  samples: Int16Array;
}

/** The questions in every voice, as a microphone gives them: silence around, 16 kHz. */
async function speakAll(texts: readonly string[]): Promise<SpokenQuestion[]> {
  const aloud = new Aloud();
  const spoken: SpokenQuestion[] = [];
  for (const voice of voices) {
    for (const text of texts) {
      const speech = await aloud.say(text, { engine: 'kokoro', name: voice });
      const samples = new Int16Array(500 * perMs + speech.length + 3_000 * perMs);
      samples.set(speech, 500 * perMs);
      spoken.push({ voice, text, samples });
    }
  }
  await aloud.close();
  return spoken;
}

async function ask(page: SpeakingPage, { text, samples }: SpokenQuestion, picture: string): Promise<Timed> {
  let silentAt = 0;
  const turn = await page.say(samples, { pictures: [picture], pace: 'real time' }, (at) => (silentAt = at + samples.findLastIndex((sample) => Math.abs(sample) > audible) / perMs));
  return { ...turn, text, lastWords: turn.overAt - silentAt };
}

/** Mean ms of a whole question in this process, and the same by faster-whisper. */
async function besideFasterWhisper(spoken: readonly SpokenQuestion[], folder: string, say: (progress: string) => void): Promise<{ ours: number; notes: string[] }> {
  const paths = await Promise.all(spoken.map(async ({ samples }, at) => {
    const path = join(folder, `${at}.wav`);
    await writeFile(path, wavBytes(Float32Array.from(samples, (sample) => sample / 32_768), 16_000));
    return path;
  }));
  const perception = createLocalPerception();
  const mean = async (hear: (path: string) => Promise<number>): Promise<number> => {
    await hear(paths[0]!);
    let sum = 0;
    for (const path of paths) sum += await hear(path);
    return sum / paths.length;
  };
  say('one after another');
  const ours = await mean(async (path) => {
    const startedAt = performance.now();
    await perception.transcribe({ id: path, path }, { language: 'en' });
    return performance.now() - startedAt;
  });
  await perception.close();
  let peer: PythonPeer | undefined;
  try {
    peer = await startPeer('whisper_peers.py', ['faster-whisper', join(defaultModelsDir(), 'whisper-tiny-en'), String(availableParallelism())], { modules: ['faster_whisper', 'ctranslate2'], packages: ['faster-whisper==1.2.1'], say });
    const asked = peer;
    return { ours, notes: [`faster-whisper (int8) takes ${Math.round(await mean(async (path) => 1_000 * Reply.parse(await asked.ask(path)).seconds))} ms each for them`] };
  } catch (cause) {
    return { ours, notes: [`faster-whisper is not measured: ${OcelliError.is(cause) ? cause.message : String(cause).split('\n')[0]}`] };
  } finally {
    peer?.close();
  }
}
