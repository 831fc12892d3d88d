import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { Speaker } from '../test-support/speaker.js';
import { newId, question, Visitor, type Page } from '../test-support/visitor.js';

const speaker = new Speaker();
let anna: Visitor;
let asking: Page;
beforeAll(async () => {
  const { url } = await startServer({ answer: speaker.answer });
  anna = await Visitor.arrive(url);
  asking = await anna.open();
});

describe('watching a conversation', () => {
  it('goes on in mid-answer after the connection was lost, with nothing missed and nothing doubled', async () => {
    const run = await asking.ask(question('lost?'));
    const speech = await speaker.answering('lost?');
    const before = await anna.open();
    await before.watch(run.conversationId);
    speech.say('One ');
    await before.heard(run, 'One ');
    const { seq } = before.answer(run);
    before.leave();
    speech.say('two ');
    await asking.heard(run, 'One two ');

    const after = await anna.open();
    after.entries.push(...before.entries);
    await after.watch(run.conversationId, { [run.runId]: seq });
    // Whoever watches has everything by the time watching is acknowledged.
    expect(after.answer(run).text).toBe('One two ');
    speech.say('three.').finish();
    expect(await after.ended(run)).toEqual(await asking.ended(run));
    const numbers = after.entriesOf(run.runId).map((entry) => entry.seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('that joins while words pour in hears each of them once, in order', async () => {
    const run = await asking.ask(question('pouring?'));
    const speech = await speaker.answering('pouring?');
    let pouring = true;
    const flood = (async () => {
      for (let word = 0; pouring; word++) {
        speech.say(`${word} `);
        await new Promise(setImmediate);
      }
    })();
    const pages: Page[] = [];
    for (let n = 0; n < 6; n++) {
      const page = await anna.open();
      pages.push(page);
      await page.watch(run.conversationId);
      // It leaves and comes back in the middle, knowing what it knew.
      const { seq } = page.answer(run);
      const again = await anna.open();
      again.entries.push(...page.entries.filter((entry) => entry.seq <= seq));
      await again.watch(run.conversationId, { [run.runId]: seq });
      pages.push(again);
    }
    pouring = false;
    await flood;
    speech.finish();
    const { text, seq } = await asking.ended(run);
    expect(text).toBe(Array.from({ length: text.split(' ').length - 1 }, (_, n) => `${n} `).join(''));
    for (const page of pages) expect(await page.ended(run)).toMatchObject({ text, seq, status: 'complete' });
    expect(await anna.storedAnswer(run)).toMatchObject({ text, seq });
  });

  it('hears of a question asked on another page, and everything about its answer', async () => {
    const first = await asking.ask(question('first here?'));
    (await speaker.answering('first here?')).finish();
    await asking.ended(first);
    const other = await anna.open();
    await other.watch(first.conversationId, { [first.runId]: asking.answer(first).seq });
    const turn = question('second here?', { conversationId: first.conversationId, parentId: first.assistantMessageId });
    const second = await asking.ask(turn);
    (await speaker.answering('second here?')).say('Both hear this.').finish();
    expect(await other.ended(second)).toMatchObject({ text: 'Both hear this.' });
    expect(other.messages).toMatchObject([{ id: turn.userMessageId, text: 'second here?' }, { id: second.assistantMessageId, status: 'running' }]);
    expect(other.entriesOf(first.runId)).toEqual([]);
  });

  it('is told of messages it cannot know, when it comes back late', async () => {
    const turn = question('while you were away?');
    const run = await asking.ask(turn);
    (await speaker.answering('while you were away?')).say('Something.').finish();
    const ended = await asking.ended(run);
    const late = await anna.open();
    await late.watch(run.conversationId);
    expect(late.messages.map(({ id }) => id)).toEqual([turn.userMessageId, run.assistantMessageId]);
    expect(late.answer(run)).toEqual(ended);
  });

  it('that was ended hears nothing more', async () => {
    const run = await asking.ask(question('going?'));
    const speech = await speaker.answering('going?');
    const gone = await anna.open();
    await gone.watch(run.conversationId);
    speech.say('Heard.');
    await gone.heard(run, 'Heard.');
    expect(await gone.emit('conversation.unwatch', { conversationId: run.conversationId })).toEqual({ ok: true, value: {} });
    speech.say(' Not heard.').finish();
    await asking.ended(run);
    await gone.emit('conversation.unwatch', { conversationId: run.conversationId });
    expect(gone.answer(run)).toMatchObject({ text: 'Heard.', status: 'running' });
  });

  it('needs a conversation that is there', async () => {
    expect(await asking.emit('conversation.watch', { conversationId: newId(), after: {} })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});
