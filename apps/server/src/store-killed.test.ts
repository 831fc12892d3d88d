import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { Speaker } from '../test-support/speaker.js';
import { question, Visitor } from '../test-support/visitor.js';

describe('when the database process is killed in the middle of an answer', () => {
  it('the answer ends as failed with what was stored of it, without a hole, and the next question is answered', async () => {
    const speaker = new Speaker();
    const { url, config } = await startServer({ answer: speaker.answer });
    const anna = await Visitor.arrive(url);
    const page = await anna.open();
    for (let round = 0; round < 2; round++) {
      const asked = `round ${round}?`;
      const run = await page.ask(question(asked));
      const speech = await speaker.answering(asked);
      const { pid } = JSON.parse(await readFile(join(config.dataFolder, 'database', 'lock-holder.json'), 'utf8')) as { pid: number };
      let said = '';
      const say = (word: string) => speech.say(((said += word), word));
      for (let word = 0; word < 20; word++) say(`${word} `);
      await page.heard(run, said);
      process.kill(pid, 'SIGKILL');
      // It finishes while nothing can be stored: what was said last must not be taken for the whole answer.
      for (let word = 20; word < 40; word++) {
        say(`${word} `);
        await new Promise(setImmediate);
      }
      speech.finish();
      const shown = await page.ended(run);
      expect(shown).toMatchObject({ status: 'failed', error: { code: 'store_unavailable' } });
      expect(said.startsWith(shown.text)).toBe(true);
      expect(shown.text.length).toBeGreaterThan(40);
      await expect.poll(async () => (await anna.fetch('/readyz')).status, { timeout: 30_000 }).toBe(200);
      expect(await anna.storedAnswer(run)).toMatchObject({ status: 'failed', text: shown.text, seq: shown.seq });
    }
    const run = await page.ask(question('and now?'));
    (await speaker.answering('and now?')).say('Fine.').finish();
    expect(await page.ended(run)).toMatchObject({ status: 'complete', text: 'Fine.' });
  });

  it('whoever asks in between is told to try again, and may', async () => {
    const speaker = new Speaker();
    const { url, config } = await startServer({ answer: speaker.answer }, { turnsPerMinute: 100_000 });
    const page = await (await Visitor.arrive(url)).open();
    const { pid } = JSON.parse(await readFile(join(config.dataFolder, 'database', 'lock-holder.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    const turn = question('anybody?');
    const replies: unknown[] = [];
    await expect.poll(async () => (replies.push(await page.emit('turn.start', turn)), replies.at(-1)), { timeout: 50_000 }).toMatchObject({ ok: true });
    for (const refused of replies.slice(0, -1)) expect(refused).toMatchObject({ ok: false, error: { code: 'store_unavailable', retryAfterSeconds: expect.any(Number) } });
    (await speaker.answering('anybody?')).finish();
    expect(speaker.timesAsked('anybody?')).toBe(1);
  });
});
