import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { acceptAudio } from '@ocelli/media';
import { readingAloud } from '@ocelli/protocol';
import type { Bench } from './bench.js';
import { samplePictures, unseenCopies, type SamplePicture } from './sample-pictures.js';
import { loopDelay } from './server-metrics.js';
import { perMs, SpeakingPage } from './speech/speaking-page.js';
import { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const idleMs = 10_000;
const busyMs = 30_000;
const visitors = 3;
const copiesEach = 60;
const mostMs = 30;

export const eventLoopBench: Bench = {
  name: 'event-loop',
  what: "delay of the server's event loop while it infers, stores, serves pictures, hears questions and says answers, against the same server idle",
  run: (say) =>
    withServer(async ({ url, visitor, folder }) => {
      const samples = await samplePictures(visitor);
      say('drawing pictures');
      const queues = await Promise.all(Array.from({ length: visitors }, async (_, at) => await mixed(samples, copiesEach, at * copiesEach)));
      const question = await spokenQuestion(visitor, folder);
      // Every model is loaded, every statement prepared.
      for (const sample of samples) await useOnce(visitor, sample.question, (await unseenCopies(sample, 1, 1_000_000))[0] as Buffer);
      await keepTalking(url, question, 0);
      say('idle');
      await loopDelay(url);
      await wait(idleMs);
      const idle = await loopDelay(url);
      say('busy');
      const until = performance.now() + busyMs;
      const talking = keepTalking(url, question, until);
      const turns = await Promise.all(queues.map(async (queue) => await keepBusy(url, queue, until)));
      const { heard, said } = await talking;
      const busy = await loopDelay(url);
      const answered = turns.reduce((sum, count) => sum + count, 0);
      return {
        columns: ['server', 'p50, ms', 'p99, ms', 'longest, ms'],
        rows: [
          ['idle', idle.p50, idle.p99, idle.max],
          [`busy: ${visitors} visitors, ${answered} turns; another one spoke ${heard} questions, and was told ${said} s of answers`, busy.p50, busy.p99, busy.max],
        ],
        promises: [{ what: 'p99 of the delay while busy', value: busy.p99, limit: { most: mostMs }, unit: 'ms' }],
        notes: ["measured inside the server's process; each delay counts the probe's own interval of about 2 ms in"],
      };
    }),
};

interface Asking {
  question: string;
  copy: Buffer;
}

async function mixed(samples: readonly SamplePicture[], count: number, first: number): Promise<Asking[]> {
  const each = Math.ceil(count / samples.length);
  const kinds = await Promise.all(samples.map(async (sample) => (await unseenCopies(sample, each, first)).map((copy) => ({ question: sample.question, copy }))));
  return Array.from({ length: each }, (_, at) => kinds.flatMap((kind) => kind[at] ?? [])).flat();
}

/** Asks one question after the other until the time is over or the pictures are used up; counts the answers. */
async function keepBusy(url: string, queue: readonly Asking[], until: number): Promise<number> {
  const visitor = await Visitor.arrive(url);
  let answered = 0;
  for (const { question, copy } of queue) {
    if (performance.now() >= until) break;
    await useOnce(visitor, question, copy);
    answered++;
  }
  visitor.leave();
  return answered;
}

/** A question as a microphone gives it, at 16 kHz, with the silence that ends it. */
async function spokenQuestion(visitor: Visitor, folder: string): Promise<Int16Array> {
  const { path } = await acceptAudio(await visitor.bytes('/api/samples/spoken-question.wav'), folder);
  const file = await readFile(path);
  const speech = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
  const samples = new Int16Array(speech.length + 3_000 * perMs);
  samples.set(speech);
  return samples;
}

/** Asks aloud and has an answer said, in turn, until the time is over, once at least; counts the questions heard and the seconds said. */
async function keepTalking(url: string, question: Int16Array, until: number): Promise<{ heard: number; said: number }> {
  const visitor = await Visitor.arrive(url);
  const page = await SpeakingPage.open(url, visitor.cookie);
  let [heard, bytes] = [0, 0];
  do {
    if ((await page.say(question, { pace: 'real time' })).outcome.phase === 'heard') heard++;
    // Nothing is kept from before: another number is another sound.
    bytes += (await visitor.hear(`There are ${heard + (until > 0 ? 2 : 0)} pawns on the board, and all of them are white.`)).length;
  } while (performance.now() < until);
  page.close();
  visitor.leave();
  return { heard, said: Math.round(bytes / 2 / readingAloud.sampleRateHz) };
}

/** Everything a page does around one question: upload, view, ask, read again, list, search. */
async function useOnce(visitor: Visitor, question: string, copy: Buffer): Promise<void> {
  const { id } = await visitor.upload(copy);
  const turn = visitor.ask(question, id);
  await Promise.all([turn.ended, visitor.bytes(`/api/attachments/${id}/image?size=800`), visitor.list()]);
  await Promise.all([visitor.conversation(turn.conversationId), visitor.search('how many')]);
}
