import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerTurn } from '@ocelli/agent';
import { acceptPicture } from '@ocelli/media';
import { createLocalPerception, type Perception } from '@ocelli/models';
import type { Attachment } from '@ocelli/protocol';
import type { Bench, BenchResult } from './bench.js';
import { samplePictures, unseenCopies, type SamplePicture } from './sample-pictures.js';
import { median } from './statistics.js';
import type { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const measured = 20;
const warming = 3;
const mostOverhead = 1.15;

/** Milliseconds from asking. */
interface Times {
  firstWord: number;
  full: number;
}

export const turnBench: Bench = {
  name: 'turn',
  what: 'time to the first word and to the full answer through the socket, against the same work by direct calls in one process',
  run: (say) =>
    withServer(async ({ visitor, folder }) => {
      const perception = createLocalPerception();
      try {
        const result: BenchResult = {
          columns: ['picture', 'question', 'first word', 'full answer', 'direct: first word', 'direct: full answer', 'added', 'times'],
          rows: [],
          promises: [],
          notes: [`milliseconds; uploaded, not seen before, models warm; medians of ${measured}, both ways in turn`],
        };
        for (const sample of await samplePictures(visitor)) {
          say(`${sample.id}: ${sample.question}`);
          const { socket, direct } = await bothWays(sample, visitor, perception, folder);
          const [through, alone] = [medians(socket), medians(direct)];
          result.rows.push([sample.id, sample.question, through.firstWord, through.full, alone.firstWord, alone.full, through.full - alone.full, through.full / alone.full]);
          result.promises.push({ what: `${sample.id}: full answer through the socket, times the direct calls`, value: through.full / alone.full, limit: { most: mostOverhead }, unit: '' });
        }
        return result;
      } finally {
        await perception.close();
      }
    }),
};

/** Asks about copies of a picture, each new to everybody, through the server and directly in turn, so that both meet the same machine. */
async function bothWays(sample: SamplePicture, visitor: Visitor, perception: Perception, folder: string): Promise<{ socket: Times[]; direct: Times[] }> {
  const copies = await unseenCopies(sample, warming + measured);
  const socket: Times[] = [];
  const direct: Times[] = [];
  for (const [at, copy] of copies.entries()) {
    const attachment = await visitor.upload(copy, `${sample.id}.png`);
    const askDirectly = await accepted(copy, attachment, sample.question, perception, folder);
    const ways = [async () => socket.push(await throughSocket(visitor, sample.question, attachment)), async () => direct.push(await askDirectly())];
    for (const way of at % 2 === 0 ? ways : ways.reverse()) await way();
  }
  return { socket: socket.slice(warming), direct: direct.slice(warming) };
}

async function throughSocket(visitor: Visitor, question: string, { id }: Attachment): Promise<Times> {
  const turn = visitor.ask(question, id);
  await turn.accepted;
  const ended = await turn.ended;
  const last = turn.events.at(-1)?.event;
  const firstWord = turn.firstWordAt();
  if (last?.type !== 'ended' || last.status !== 'complete' || firstWord === undefined) throw new Error(`An answer did not come: ${JSON.stringify(last)}`);
  return { firstWord: firstWord - turn.sentAt, full: ended - turn.sentAt };
}

/** Takes the picture in as the server does; the call that it resolves with does what the server does to answer. */
async function accepted(bytes: Buffer, attachment: Attachment, question: string, perception: Perception, folder: string): Promise<() => Promise<Times>> {
  const [upload, normal] = [join(folder, `${attachment.id}.upload`), join(folder, `${attachment.id}.normal`)];
  await writeFile(upload, bytes);
  const { facts } = await acceptPicture(upload, normal);
  const { id, name } = attachment;
  return async () => {
    const startedAt = performance.now();
    let firstWord: number | undefined;
    const input = { question, pictures: [{ id, name, path: normal, facts, corrections: [] }], attached: [{ id }], history: [] };
    for await (const event of answerTurn(input, { perception, signal: new AbortController().signal })) {
      if (event.type === 'text') firstWord ??= performance.now() - startedAt;
    }
    const full = performance.now() - startedAt;
    return { firstWord: firstWord ?? full, full };
  };
}

function medians(times: readonly Times[]): Times {
  return { firstWord: median(times.map(({ firstWord }) => firstWord)), full: median(times.map(({ full }) => full)) };
}
