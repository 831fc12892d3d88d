import { setTimeout as wait } from 'node:timers/promises';
import type { AssistantMessage, Attachment, RunEvent, TurnAccepted, TurnStart } from '@ocelli/protocol';
import { describe, expect, it, vi } from 'vitest';
import { startProcess } from '../test-support/server-process.js';
import { freshFolder } from '../test-support/servers.js';
import { accepted, newId, question, sign, Visitor, type Page } from '../test-support/visitor.js';

/** What a visitor was told about a turn before the server died. */
interface Told {
  turn: TurnStart;
  picture: Attachment;
  run: TurnAccepted | null;
  entries: RunEvent[];
}

/** How often the server is killed; benchmarks ask for more. */
const kills = Number(process.env.OCELLI_TEST_KILLS ?? 5);

describe('a server that is killed with -9 in the middle of a turn', () => {
  it(
    'has everything that it acknowledged when it is started again, marks the answer interrupted, and answers again when asked',
    async () => {
      const folder = await freshFolder();
      const told: Told[] = [];
      let anna: Visitor | null = null;
      let usualEntries = 0;
      let interrupted = 0;
      for (let round = 0; round <= kills; round++) {
        const server = await startProcess(folder, { OCELLI_LOG_LEVEL: 'silent' });
        anna = anna ? anna.at(server.url) : await Visitor.arrive(server.url);
        const page = await anna.open();
        for (const before of told) await expectKept(page, before);
        const last = told.at(-1);
        if (last) {
          // The page sends again what was not acknowledged; it is one turn whatever became of it.
          last.run ??= await page.ask(last.turn);
          await page.watch(last.run.conversationId);
          const { status } = await page.ended(last.run);
          if (status === 'interrupted') {
            interrupted++;
            const { conversationId, userMessageId } = last.run;
            const again = accepted(await page.emit('turn.regenerate', { turnId: newId(), conversationId, userMessageId }));
            expect(await page.ended(again)).toMatchObject({ status: 'complete', text: expect.stringMatching(/\S/) });
          } else expect(status).toBe('complete');
        }
        const next = await beginTurn(page, round);
        if (round === 0) {
          expect(await page.ended(await next.asked)).toMatchObject({ status: 'complete' });
          usualEntries = page.entries.length;
        } else {
          // A random number of entries later, and a random moment after that: moments that do not depend on the machine's speed.
          // The first time, at once: then the answer cannot be complete.
          const heard = round === 1 ? 1 : Math.floor(Math.random() * usualEntries);
          await vi.waitFor(() => expect(page.entriesOf(next.turn.turnId).length).toBeGreaterThanOrEqual(heard), { timeout: 40_000, interval: 1 });
          await wait(round === 1 ? 0 : Math.random() * 30);
        }
        server.kill('SIGKILL');
        await server.exited;
        told.push({ turn: next.turn, picture: next.picture, run: next.run(), entries: next.run() ? page.entriesOf(next.turn.turnId) : [] });
        page.leave();
      }
      expect(interrupted).toBeGreaterThan(0);
    },
    60_000 + kills * 30_000,
  );
});

async function beginTurn(page: Page, round: number) {
  const picture = await page.visitor.upload(await sign(`GATE ${round}`, `ROUND ${newId().slice(0, 6)}`), `gate ${round}.png`);
  const turn = question('what does it say?', { attachments: [{ id: picture.id }] });
  let run: TurnAccepted | null = null;
  const asked = page.ask(turn).then((answer) => (run = answer));
  asked.catch(() => undefined); // the server may die first
  return { turn, picture, asked, run: () => run };
}

/** All that was acknowledged and all that was heard is there, and nothing still pretends to be running. */
async function expectKept({ visitor }: Page, { turn, picture, run, entries }: Told): Promise<void> {
  expect((await visitor.fetch(`/api/attachments/${picture.id}/image?size=96`)).status).toBe(200);
  if (!run) return;
  const { messages } = await visitor.conversation(turn.conversationId);
  expect(messages.find(({ id }) => id === turn.userMessageId)).toMatchObject({ text: turn.text, attachments: [{ id: picture.id, name: picture.name }] });
  const answer = messages.find(({ id }) => id === run.assistantMessageId) as AssistantMessage;
  expect(['complete', 'interrupted']).toContain(answer.status);
  if (answer.status === 'interrupted') expect(answer.error?.code).toBe('interrupted');
  const page = await visitor.open();
  await page.watch(turn.conversationId);
  const stored = page.entriesOf(run.runId);
  expect(stored.slice(0, entries.length)).toEqual(entries);
  expect(page.answer(run)).toEqual({ ...answer, createdAt: '' });
  page.leave();
}
