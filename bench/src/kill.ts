import { setTimeout as wait } from 'node:timers/promises';
import { foldRunEvent, type AssistantMessage, type Conversation } from '@ocelli/protocol';
import type { Bench } from './bench.js';
import { startServer, type RunningServer } from './running-server.js';
import { samplePictures, unseenCopies } from './sample-pictures.js';
import { median, quantile } from './statistics.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { Visitor, type AskedTurn } from './visitor.js';

const rounds = 20;

/** What a client was told of one turn before its server was killed. */
interface Told {
  turn: AskedTurn;
  accepted: boolean;
}

export const killBench: Bench = {
  name: 'kill',
  what: 'kill -9 at random moments of a turn, of the server alone and of all its processes: what had been acknowledged and is gone',
  run: (say) =>
    inTemporaryFolder(async (folder) => {
      let server = await startServer(folder);
      let visitor = await Visitor.arrive(server.url);
      const { cookie } = visitor;
      const starts: number[] = [];
      const told: Told[] = [];
      const lost: string[] = [];
      try {
        const samples = await samplePictures(visitor);
        const pictures = (await Promise.all(samples.map(async (sample) => (await unseenCopies(sample, rounds + 1)).map((copy) => ({ ...sample, copy }))))).flat();
        const usual = await longestTurn(visitor, pictures.splice(0, samples.length));
        for (let round = 0; round < rounds; round++) {
          const { copy, question } = pictures[Math.floor((round * pictures.length) / rounds)] as (typeof pictures)[number];
          const { id } = await visitor.upload(copy);
          const turn = visitor.ask(question, id);
          let accepted = false;
          void turn.accepted.then(() => (accepted = true)).catch(() => undefined);
          await wait(Math.random() * usual * 1.2);
          const everything = round % 2 === 1;
          say(`round ${round + 1}: ${everything ? 'everything' : 'the server'} killed after ${turn.events.length} events`);
          await killed(server, everything);
          visitor.leave();
          told.push({ turn, accepted });
          const restartedAt = performance.now();
          server = await startServer(folder);
          starts.push(performance.now() - restartedAt);
          visitor = await Visitor.arrive(server.url, cookie);
          // Everything told in any round so far must still be there.
          for (const one of told) lost.push(...(await missing(visitor, one)));
        }
        for (const one of told) lost.push(...(await sentAgain(visitor, one)));
      } finally {
        visitor.leave();
        await server.stop();
      }
      return {
        columns: ['killed', 'turns acknowledged', 'events received', 'of ended answers', 'start again, ms', 'longest'],
        rows: [[rounds, told.filter(({ accepted }) => accepted).length, told.reduce((sum, { turn }) => sum + turn.events.length, 0), told.filter(({ turn }) => hasEnded(turn)).length, median(starts), quantile(starts, 1)]],
        promises: [{ what: 'acknowledged things lost, doubled or changed', value: new Set(lost).size, limit: { most: 0 }, unit: '' }],
        notes: [...new Set(lost)].slice(0, 20),
      };
    }),
};

const hasEnded = (turn: AskedTurn) => turn.events.at(-1)?.event.type === 'ended';

async function longestTurn(visitor: Visitor, pictures: readonly { copy: Buffer; question: string }[]): Promise<number> {
  const times: number[] = [];
  for (const { copy, question } of pictures) {
    const turn = visitor.ask(question, (await visitor.upload(copy)).id);
    times.push((await turn.ended) - turn.sentAt);
  }
  return quantile(times, 1);
}

async function killed(server: RunningServer, everything: boolean): Promise<void> {
  await server.kill(everything ? 'everything' : 'server');
}

/** What the visitor was told and the server does not know any more, or tells otherwise. */
async function missing(visitor: Visitor, { turn, accepted }: Told): Promise<string[]> {
  const name = `turn ${turn.turnId}`;
  const faults: string[] = [];
  await visitor.bytes(`/api/attachments/${turn.attachmentId}/image?size=96`).catch(() => faults.push(`${name}: its picture is gone`));
  const conversation = await visitor.conversation(turn.conversationId).catch(() => null);
  if (!conversation) return accepted || turn.events.length > 0 ? [...faults, `${name}: it is gone`] : faults;
  return [...faults, ...differences(turn, conversation).map((fault) => `${name}: ${fault}`)];
}

function differences(turn: AskedTurn, { messages }: Conversation): string[] {
  const faults: string[] = [];
  const questions = messages.filter((message) => message.role === 'user');
  const answers = messages.filter((message): message is AssistantMessage => message.role === 'assistant');
  if (questions.length !== 1 || questions[0]?.text !== turn.text) faults.push(`its question is there ${questions.length} times`);
  const [answer] = answers;
  if (answers.length !== 1 || !answer) return [...faults, `its answer is there ${answers.length} times`];
  if (answer.status === 'running') faults.push('it is left running');
  const empty: AssistantMessage = { ...answer, status: 'running', seq: 0, activity: '', text: '', toolCalls: [], evidence: [], answerStatus: undefined, error: undefined };
  const heard = turn.events.reduce(foldRunEvent, empty);
  if (turn.events.some(({ seq }, at) => seq !== at + 1)) faults.push('its events came with gaps');
  if (!answer.text.startsWith(heard.text)) faults.push('words that were received are gone');
  if (answer.seq < heard.seq) faults.push('events that were received are gone');
  if (answer.evidence.length < heard.evidence.length) faults.push('evidence that was received is gone');
  if (hasEnded(turn) && (answer.status !== heard.status || answer.text !== heard.text)) faults.push('it ended otherwise than it was told');
  return faults;
}

/** Sends a turn once more, as a page does that heard no acknowledgement: it must not be there twice. */
async function sentAgain(visitor: Visitor, { turn }: Told): Promise<string[]> {
  const again = visitor.ask(turn.text, turn.attachmentId, turn);
  await again.accepted;
  const conversation = await visitor.conversation(turn.conversationId);
  const answers = conversation.messages.filter(({ role }) => role === 'assistant').length;
  if (conversation.messages.some((message) => message.role === 'assistant' && message.status === 'running')) await again.ended;
  return answers === 1 ? [] : [`turn ${turn.turnId}: sent again, it is answered ${answers} times`];
}
