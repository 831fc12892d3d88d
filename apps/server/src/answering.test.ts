import { OcelliError } from '@ocelli/protocol';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { Speaker } from '../test-support/speaker.js';
import { accepted, newId, question, somePicture, Visitor, type Page } from '../test-support/visitor.js';

const speaker = new Speaker();
let url: string;
let anna: Visitor;
let page: Page;
beforeAll(async () => {
  ({ url } = await startServer({ answer: speaker.answer }, { turnsPerMinute: 100_000 }));
  anna = await Visitor.arrive(url);
  page = await anna.open();
});

describe('a turn', () => {
  it('is stored before it is acknowledged', async () => {
    const picture = await anna.upload(await somePicture(), 'board.png');
    const turn = question('stored?', { attachments: [{ id: picture.id, region: [0, 0, 0.5, 1] }] });
    const run = await page.ask(turn);
    expect(run).toMatchObject({ conversationId: turn.conversationId, userMessageId: turn.userMessageId, runId: turn.turnId });
    const { messages, leafId, title } = await anna.conversation(turn.conversationId);
    expect(messages).toMatchObject([
      { role: 'user', id: turn.userMessageId, text: 'stored?', attachments: [{ ...picture, region: [0, 0, 0.5, 1] }] },
      { role: 'assistant', id: run.assistantMessageId, parentId: turn.userMessageId, status: 'running' },
    ]);
    expect({ leafId, title }).toEqual({ leafId: run.assistantMessageId, title: 'stored?' });
    (await speaker.answering('stored?')).finish();
    await page.ended(run);
  });

  it('is answered once, however often it is sent', async () => {
    const turn = question('only once?');
    const other = await anna.open();
    const [first, second] = await Promise.all([page.ask(turn), other.ask(turn)]);
    const third = await page.ask(turn);
    expect([second, third]).toEqual([first, first]);
    (await speaker.answering('only once?')).say('Once.').finish();
    await page.ended(first);
    expect(await page.ask(turn)).toEqual(first);
    expect(speaker.timesAsked('only once?')).toBe(1);
    expect((await anna.conversation(turn.conversationId)).messages).toHaveLength(2);
  });

  it('that is refused while its answer is already in the making ends that, and nothing of it is told or kept', async () => {
    const turn = question('refused?');
    const run = await page.ask(question('whose ids?'));
    // Its own id is new; that of its question is in use.
    const refused = page.emit('turn.start', { ...turn, userMessageId: run.userMessageId });
    const speech = await speaker.answering('refused?');
    speech.say('Never.');
    expect(await refused).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await vi.waitFor(() => expect(speech.signal.aborted).toBe(true));
    expect(page.entriesOf(turn.turnId)).toEqual([]);
    expect(await page.emit('conversation.watch', { conversationId: turn.conversationId, after: {} })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    (await speaker.answering('whose ids?')).finish();
    await page.ended(run);
  });

  it('is told to every page that watches, entry by entry as it is stored', async () => {
    const turn = question('who hears?');
    const run = await page.ask(turn);
    const other = await anna.open();
    await other.watch(turn.conversationId);
    const speech = await speaker.answering('who hears?');
    speech.say('One');
    await Promise.all([page.heard(run, 'One'), other.heard(run, 'One')]);
    expect(await anna.storedAnswer(run)).toMatchObject({ text: 'One', status: 'running' });
    speech.say(' two.').finish();
    expect(await other.ended(run)).toMatchObject({ text: 'One two.', status: 'complete', answerStatus: 'answered' });
    expect(await page.ended(run)).toEqual(other.answer(run));
    expect(page.entriesOf(run.runId).map(({ seq }) => seq)).toEqual(page.entriesOf(run.runId).map((_, index) => index + 1));
    expect(page.changes).toContainEqual(expect.objectContaining({ type: 'updated', conversation: expect.objectContaining({ id: turn.conversationId }) }));
  });

  it('knows the earlier questions, answers and pictures of its branch, and none of another', async () => {
    const picture = await anna.upload(await somePicture());
    const first = await page.ask(question('first?', { attachments: [{ id: picture.id }] }));
    (await speaker.answering('first?')).say('The first answer.').finish();
    await page.ended(first);
    const { conversationId, assistantMessageId: parentId } = first;
    const aside = await page.ask(question('aside?', { conversationId, parentId }));
    (await speaker.answering('aside?')).say('Not of this branch.').finish();
    await page.ended(aside);
    await page.ask(question('second?', { conversationId, parentId }));
    const speech = await speaker.answering('second?');
    expect(speech.input).toMatchObject({
      question: 'second?',
      attached: [],
      pictures: [{ id: picture.id, name: 'picture.png' }],
      history: [{ question: 'first?', answer: 'The first answer.', attachedIds: [picture.id] }],
    });
    expect(speech.input.history).toHaveLength(1);
    speech.finish();
  });

  it('fails with a typed error when answering does, and keeps what was said', async () => {
    const run = await page.ask(question('fails?'));
    const speech = await speaker.answering('fails?');
    speech.say('So far');
    await page.heard(run, 'So far');
    speech.fail(new OcelliError('model_failed', 'The model stopped.'));
    expect(await page.ended(run)).toMatchObject({ status: 'failed', text: 'So far', error: { code: 'model_failed', message: 'The model stopped.' } });
    const odd = await page.ask(question('fails oddly?'));
    (await speaker.answering('fails oddly?')).fail(new TypeError('the password is hunter2'));
    const { error } = await page.ended(odd);
    expect(error).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('that says what cannot be stored fails alone', async () => {
    const run = await page.ask(question('a circle?'));
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const speech = await speaker.answering('a circle?');
    speech.tell({ type: 'tool.started', call: { callId: 'c', tool: 'look', title: 'Looking', input: circle } });
    expect(await page.ended(run)).toMatchObject({ status: 'failed', error: { code: 'internal' } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('stopping', () => {
  it('freezes the answer: nothing that is said later is shown or stored', async () => {
    const run = await page.ask(question('stop me?'));
    const other = await anna.open();
    await other.watch(run.conversationId);
    const speech = await speaker.answering('stop me?');
    speech.say('Said.');
    await page.heard(run, 'Said.');
    expect(await page.emit('turn.stop', { runId: run.runId })).toEqual({ ok: true, value: {} });
    // The end was told before stopping was acknowledged.
    expect(page.answer(run)).toMatchObject({ text: 'Said.', status: 'stopped' });
    expect(speech.signal.aborted).toBe(true);
    speech.say(' More.').finish();
    expect(await other.ended(run)).toMatchObject({ text: 'Said.', status: 'stopped' });
    const later = await page.ask(question('after that?'));
    (await speaker.answering('after that?')).finish();
    await page.ended(later);
    expect(page.entriesOf(run.runId).at(-1)?.event).toEqual({ type: 'ended', status: 'stopped' });
    expect(await anna.storedAnswer(run)).toMatchObject({ text: 'Said.', status: 'stopped' });
  });

  it('freezes the answer even while words pour in', async () => {
    const run = await page.ask(question('a flood?'));
    const speech = await speaker.answering('a flood?');
    let pouring = true;
    const flood = (async () => {
      for (let word = 0; pouring; word++) {
        speech.say(`${word} `);
        await new Promise(setImmediate);
      }
    })();
    await expect.poll(() => page.entriesOf(run.runId).length, { timeout: 20_000 }).toBeGreaterThan(5);
    await page.emit('turn.stop', { runId: run.runId });
    const frozen = page.answer(run);
    expect(frozen.status).toBe('stopped');
    pouring = false;
    await flood;
    expect(await anna.storedAnswer(run)).toMatchObject({ text: frozen.text, seq: frozen.seq, status: 'stopped' });
    const reloaded = await anna.open();
    await reloaded.watch(run.conversationId);
    expect(await reloaded.ended(run)).toMatchObject({ text: frozen.text, seq: frozen.seq });
  });

  it('an answer that has ended changes nothing', async () => {
    const run = await page.ask(question('done?'));
    (await speaker.answering('done?')).say('Done.').finish();
    const { seq } = await page.ended(run);
    expect(await page.emit('turn.stop', { runId: run.runId })).toMatchObject({ ok: true });
    expect(await anna.storedAnswer(run)).toMatchObject({ status: 'complete', text: 'Done.', seq });
  });

  it('what does not exist is refused', async () => {
    expect(await page.emit('turn.stop', { runId: newId() })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});

describe('answering again', () => {
  it('adds an answer beside the earlier one and looks at it', async () => {
    const turn = question('again?');
    const first = await page.ask(turn);
    (await speaker.answering('again?')).say('One.').finish();
    await page.ended(first);
    const again = { turnId: newId(), conversationId: turn.conversationId, userMessageId: turn.userMessageId };
    const second = accepted(await page.emit('turn.regenerate', again));
    expect(accepted(await page.emit('turn.regenerate', again))).toEqual(second);
    (await speaker.answering('again?', 2)).say('Two.').finish();
    await page.ended(second);
    const { messages, leafId } = await anna.conversation(turn.conversationId);
    expect(messages.filter(({ role }) => role === 'assistant').map(({ text, parentId }) => [text, parentId])).toEqual([['One.', turn.userMessageId], ['Two.', turn.userMessageId]]);
    expect(leafId).toBe(second.assistantMessageId);
  });

  it('needs a question that is there', async () => {
    const reply = await page.emit('turn.regenerate', { turnId: newId(), conversationId: newId(), userMessageId: newId() });
    expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});

describe('an owner who asks much', () => {
  it('waits for an answer before a fifth one, but may repeat what is under way', async () => {
    const greedy = await (await Visitor.arrive(url)).open();
    const turns = Array.from({ length: 6 }, (_, n) => question(`greedy ${n}`));
    const replies = await Promise.all(turns.map((turn) => greedy.emit('turn.start', turn)));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(4);
    for (const reply of replies) if (!reply.ok) expect(reply.error).toMatchObject({ code: 'busy', retryAfterSeconds: expect.any(Number) });
    const [running] = turns.filter((_, n) => replies[n]?.ok);
    expect(await greedy.emit('turn.start', running!)).toMatchObject({ ok: true });
    const [refused] = turns.filter((_, n) => !replies[n]?.ok);
    (await speaker.answering(running!.text)).finish();
    await expect.poll(() => greedy.emit('turn.start', refused!), { timeout: 20_000 }).toMatchObject({ ok: true });
    for (const { text } of turns) if (speaker.timesAsked(text)) (await speaker.answering(text)).finish();
  });
});
