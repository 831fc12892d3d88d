import { beforeAll, describe, expect, it } from 'vitest';
import { addPicture, answer, ask, freshStore, newId, question } from '../test-support/stores.js';

describe('asking', () => {
  let store: Awaited<ReturnType<typeof freshStore>>;
  beforeAll(async () => {
    store = await freshStore();
  });

  it('keeps a question, its pictures and the place for its answer', async () => {
    const picture = await addPicture(store, 'anna', 'keeps a question');
    const turn = question('how many pawns?', { attachments: [{ id: picture, region: [0, 0, 0.5, 0.5] }] });
    const stored = await ask(store, 'anna', turn);
    const conversation = await store.conversations.find('anna', turn.conversationId);
    expect(conversation?.messages).toMatchObject([
      { role: 'user', id: turn.userMessageId, text: 'how many pawns?', attachments: [{ id: picture, region: [0, 0, 0.5, 0.5] }] },
      { role: 'assistant', id: stored.assistantMessageId, parentId: turn.userMessageId, status: 'running', text: '' },
    ]);
    expect(conversation?.leafId).toBe(stored.assistantMessageId);
    expect(stored).toMatchObject({ created: true, messages: conversation?.messages });
  });

  it('knows a picture that has just come as well as one that came long ago', async () => {
    const picture = await addPicture(store, 'anna', 'has just come');
    const read = async () => await store.turns.read(question('what is it?', { attachments: [{ id: picture }] }), 'anna');
    const [fresh, later] = [await read(), await read()];
    if (!('question' in fresh && 'question' in later)) throw new Error('It was asked before.');
    expect(fresh.pictures).toEqual(later.pictures);
    expect(fresh.question.attachments).toEqual(later.question.attachments);
    expect(fresh.corrections).toEqual(later.corrections);
  });

  it('refuses a picture that has just come to anybody else, and to its owner once everything was deleted', async () => {
    const picture = await addPicture(store, 'eve', 'gone again');
    await expect(ask(store, 'bert', question('whose?', { attachments: [{ id: picture }] }))).rejects.toMatchObject({ code: 'not_found' });
    await store.deletion.everythingOf('eve');
    await expect(ask(store, 'eve', question('mine?', { attachments: [{ id: picture }] }))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps recordings with a question, apart from its pictures, and nobody else may send them', async () => {
    const picture = await addPicture(store, 'anna', 'spoken about');
    const id = 'ab'.repeat(32);
    await store.recordings.add('anna', { id, name: 'question.m4a', mediaType: 'audio/mp4', facts: { format: 'm4a', bytes: 10, seconds: 2.5 } });
    const turn = question('', { attachments: [{ id: picture }], recordings: [{ id }] });
    const stored = await ask(store, 'anna', turn);
    const conversation = await store.conversations.find('anna', turn.conversationId);
    expect(conversation?.messages[0]).toMatchObject({ attachments: [{ id: picture }], recordings: [{ id, name: 'question.m4a', mediaType: 'audio/mp4', bytes: 10, seconds: 2.5 }] });
    expect(stored).toMatchObject({ created: true, messages: conversation?.messages });
    expect(await store.attachments.find('anna', id)).toBeNull();
    expect(await store.recordings.find('bert', id)).toBeNull();
    await expect(ask(store, 'bert', question('', { recordings: [{ id }] }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask(store, 'anna', question('', { recordings: [{ id: picture }] }))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('answers a turn sent twice with the same run', async () => {
    const turn = question('once?');
    const first = await ask(store, 'anna', turn);
    const second = await ask(store, 'anna', turn);
    expect(second).toEqual({ created: false, runId: turn.turnId, conversationId: turn.conversationId, userMessageId: turn.userMessageId, assistantMessageId: first.assistantMessageId });
  });

  it('stores a turn once that is sent many times at the same moment', async () => {
    const turn = question('once only?');
    const all = await Promise.all(Array.from({ length: 8 }, () => ask(store, 'anna', turn)));
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ assistantMessageId }) => assistantMessageId)).size).toBe(1);
    expect((await store.conversations.find('anna', turn.conversationId))?.messages).toHaveLength(2);
  });

  it('follows an answer and branches at it', async () => {
    const first = question('first');
    const { assistantMessageId: parentId } = await ask(store, 'anna', first);
    const { conversationId } = first;
    await ask(store, 'anna', question('one way', { conversationId, parentId }));
    await ask(store, 'anna', question('another way', { conversationId, parentId }));
    const messages = (await store.conversations.find('anna', conversationId))?.messages ?? [];
    expect(messages.filter((message) => message.parentId === parentId).map((message) => message.text)).toEqual(['one way', 'another way']);
  });

  it('answers a question again beside the earlier answer', async () => {
    const turn = question('again');
    const { runId, assistantMessageId } = await ask(store, 'anna', turn);
    await answer(store, runId, 'one');
    const again = { turnId: newId(), conversationId: turn.conversationId, userMessageId: turn.userMessageId };
    const second = await store.turns.startAgain(again, { ownerId: 'anna', bootId: 'b', assistantMessageId: newId() });
    expect(second.created).toBe(true);
    const answers = (await store.conversations.find('anna', turn.conversationId))?.messages.filter(({ role }) => role === 'assistant');
    expect(answers).toMatchObject([{ id: assistantMessageId, text: 'one' }, { id: second.assistantMessageId, text: '', status: 'running' }]);
  });

  it("refuses another owner's conversation, picture, question and turn as if they were not there", async () => {
    const picture = await addPicture(store, 'anna', 'private');
    const turn = question('mine', { attachments: [{ id: picture }] });
    await ask(store, 'anna', turn);
    const notFound = { code: 'not_found' };
    await expect(ask(store, 'bert', question('yours?', { conversationId: turn.conversationId }))).rejects.toMatchObject(notFound);
    await expect(ask(store, 'bert', question('yours?', { attachments: [{ id: picture }] }))).rejects.toMatchObject(notFound);
    await expect(ask(store, 'bert', turn)).rejects.toMatchObject(notFound);
    const again = { turnId: newId(), conversationId: turn.conversationId, userMessageId: turn.userMessageId };
    await expect(store.turns.startAgain(again, { ownerId: 'bert', bootId: 'b', assistantMessageId: newId() })).rejects.toMatchObject(notFound);
    expect(await store.turns.find('bert', turn.turnId)).toBeNull();
    expect(await store.conversations.find('bert', turn.conversationId)).toBeNull();
    expect((await store.conversations.find('anna', turn.conversationId))?.messages).toHaveLength(2);
  });

  it('refuses a parent of another conversation, and stores nothing of that turn', async () => {
    const elsewhere = await ask(store, 'anna', question('elsewhere'));
    const turn = question('here', { parentId: elsewhere.assistantMessageId });
    await expect(ask(store, 'anna', turn)).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.conversations.find('anna', turn.conversationId)).toBeNull();
  });

  it('refuses a message id that is in use', async () => {
    const turn = question('first use');
    await ask(store, 'anna', turn);
    await expect(ask(store, 'anna', question('second use', { userMessageId: turn.userMessageId }))).rejects.toMatchObject({ code: 'conflict' });
  });
});
