import { beforeAll, describe, expect, it } from 'vitest';
import { answer, ask, freshStore, newId, question } from '../test-support/stores.js';

describe("an owner's conversations", () => {
  let store: Awaited<ReturnType<typeof freshStore>>;
  beforeAll(async () => {
    store = await freshStore();
  });

  it('are listed latest first, page by page, without those of others', async () => {
    const titles = ['first', 'second', 'third'];
    for (const title of titles) await ask(store, 'lister', question(title));
    await ask(store, 'somebody else', question('not yours'));
    const page = await store.conversations.list('lister', { limit: 2 });
    expect(page.map(({ title }) => title)).toEqual(['third', 'second']);
    const rest = await store.conversations.list('lister', { limit: 2, before: new Date(page[1]?.updatedAt ?? '') });
    expect(rest.map(({ title }) => title)).toEqual(['first']);
  });

  it('are renamed and remember the branch looked at', async () => {
    const turn = question('old name');
    const first = await ask(store, 'anna', turn);
    await store.turns.startAgain({ turnId: newId(), conversationId: turn.conversationId, userMessageId: turn.userMessageId }, { ownerId: 'anna', bootId: 'b', assistantMessageId: newId() });
    expect(await store.conversations.change('anna', turn.conversationId, { title: 'new name', leafId: first.assistantMessageId })).toMatchObject({
      title: 'new name',
      leafId: first.assistantMessageId,
    });
    expect(await store.conversations.change('bert', turn.conversationId, { title: 'taken' })).toBeNull();
    expect(await store.conversations.change('anna', turn.conversationId, { leafId: newId() })).toBeNull();
    expect(await store.conversations.summary('anna', turn.conversationId)).toMatchObject({ title: 'new name' });
  });
});

describe('searching the history', () => {
  let store: Awaited<ReturnType<typeof freshStore>>;
  let menu: Awaited<ReturnType<typeof ask>>;
  beforeAll(async () => {
    store = await freshStore();
    menu = await ask(store, 'anna', question('What does the CRÈME brûlée cost?'));
    await answer(store, menu.runId, 'It costs [7 \\[euros\\]](#e:line-3), **100%** as printed in menu\\_7.');
    await ask(store, 'bert', question('crème for bert'));
  });
  const found = async (query: string) => (await store.search('anna', query)).map(({ messageId }) => messageId);

  it('finds questions and answers whatever the case, the accents and the order of the words', async () => {
    expect(await found('creme')).toEqual([menu.userMessageId]);
    expect(await found('Brulee crÈme')).toEqual([menu.userMessageId]);
    expect(await found('euro')).toEqual([menu.assistantMessageId]);
  });

  it('finds nothing of others, nor the marks of evidence links', async () => {
    expect(await found('bert')).toEqual([]);
    expect(await found('line-3')).toEqual([]);
  });

  it('takes wildcards literally', async () => {
    expect(await found('menu_7')).toEqual([menu.assistantMessageId]);
    expect(await found('%')).toEqual([menu.assistantMessageId]);
    expect(await found('c_st')).toEqual([]);
    expect(await found('\\')).toEqual([]);
    expect(await found('a\0b \ud800')).toEqual([]);
  });

  it('shows the words around the hit as people read them', async () => {
    const [hit] = await store.search('anna', 'euros');
    expect(hit?.snippet).toBe('It costs 7 [euros], 100% as printed in menu_7.');
  });

  it('finds a conversation by the name it was given later', async () => {
    await store.conversations.change('anna', menu.conversationId, { title: 'Dinner in Lyon' });
    expect(await store.search('anna', 'lyon')).toMatchObject([{ conversationId: menu.conversationId, title: 'Dinner in Lyon' }]);
  });
});
