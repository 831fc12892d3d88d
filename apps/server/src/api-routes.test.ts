import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TurnAccepted } from '@ocelli/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { question, somePicture, Visitor, type Page } from '../test-support/visitor.js';

let url: string;
let folder: string;
beforeAll(async () => {
  const server = await startServer({ answer: echo });
  url = server.url;
  folder = server.config.dataFolder;
});

async function visitorWithPage(): Promise<{ visitor: Visitor; page: Page }> {
  const visitor = await Visitor.arrive(url);
  return { visitor, page: await visitor.open() };
}

/** Asks about a new picture and waits for the answer. */
async function asked(page: Page, text: string, pictureIds: string[] = []): Promise<TurnAccepted> {
  const run = await page.ask(question(text, { attachments: pictureIds.map((id) => ({ id })) }));
  await page.ended(run);
  return run;
}

/** Every file that is kept of any picture. */
const kept = async () => (await readdir(join(folder, 'pictures'), { recursive: true })).filter((path) => /[0-9a-f]{64}\//.test(path));
const keptOf = async (id: string) => (await kept()).filter((path) => path.includes(id));

describe('the history', () => {
  it('lists conversations latest first, in pages', async () => {
    const { visitor, page } = await visitorWithPage();
    for (const text of ['one', 'two', 'three']) await asked(page, text);
    const first = (await visitor.json('GET', '/api/conversations?limit=2')) as { conversations: { title: string; updatedAt: string }[]; more: boolean };
    expect([first.conversations.map(({ title }) => title), first.more]).toEqual([['three', 'two'], true]);
    const rest = await visitor.json('GET', `/api/conversations?limit=2&before=${first.conversations[1]?.updatedAt}`);
    expect(rest).toMatchObject({ conversations: [{ title: 'one' }], more: false });
  });

  it('renames a conversation, on every page of its owner', async () => {
    const { visitor, page } = await visitorWithPage();
    const other = await visitor.open();
    const { conversationId } = await asked(page, 'what is it?');
    expect(await visitor.json('PATCH', `/api/conversations/${conversationId}`, { title: '  Chess at Anna’s  ' })).toMatchObject({ title: 'Chess at Anna’s' });
    await expect.poll(() => other.changes.at(-1), { timeout: 20_000 }).toMatchObject({ type: 'updated', conversation: { id: conversationId, title: 'Chess at Anna’s' } });
    expect((await visitor.conversation(conversationId)).title).toBe('Chess at Anna’s');
  });

  it('remembers which branch is looked at', async () => {
    const { visitor, page } = await visitorWithPage();
    const first = await asked(page, 'first');
    await page.ended(await page.ask(question('edited', { conversationId: first.conversationId })));
    await visitor.json('PATCH', `/api/conversations/${first.conversationId}`, { leafId: first.assistantMessageId });
    expect((await visitor.conversation(first.conversationId)).leafId).toBe(first.assistantMessageId);
    const elsewhere = await asked(page, 'elsewhere');
    expect(await visitor.failure('PATCH', `/api/conversations/${first.conversationId}`, { leafId: elsewhere.assistantMessageId })).toMatchObject({ code: 'not_found' });
  });

  it('is searched by words of questions, answers and names', async () => {
    const { visitor, page } = await visitorWithPage();
    const run = await asked(page, 'Where is the CAFÉ?');
    await asked(page, 'something else');
    const found = async (q: string) => ((await visitor.json('GET', `/api/search?q=${encodeURIComponent(q)}`)) as { hits: { messageId: string }[] }).hits.map(({ messageId }) => messageId);
    expect((await found('cafe')).sort()).toEqual([run.assistantMessageId, run.userMessageId].sort());
    expect(await found('you asked where')).toEqual([run.assistantMessageId]);
    expect(await found('nowhere')).toEqual([]);
    await visitor.json('PATCH', `/api/conversations/${run.conversationId}`, { title: 'Lisbon' });
    expect(await found('lisbon')).toEqual([run.userMessageId]);
  });

  it.each([
    ['markdown', 'text/markdown; charset=utf-8', 'conversation.md', '# what is it?\n\n## Question, '],
    ['json', 'application/json; charset=utf-8', 'conversation.json', '{\n  "id": "'],
  ])('is exported as %s', async (format, type, name, beginning) => {
    const { visitor, page } = await visitorWithPage();
    const { conversationId } = await asked(page, 'what is it?');
    const answer = await visitor.fetch(`/api/conversations/${conversationId}/export?format=${format}`);
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([type, `attachment; filename=${name}`]);
    const body = await answer.text();
    expect(body.startsWith(beginning)).toBe(true);
    expect(body).toContain('You asked: what is it?');
  });
});

describe('squares set by hand', () => {
  it('are kept with the picture until they are cleared', async () => {
    const { visitor } = await visitorWithPage();
    const { id } = await visitor.upload(await somePicture());
    const path = `/api/attachments/${id}/board-corrections`;
    const corrections = [{ boardIndex: 0, square: 'e4', piece: null }, { boardIndex: 1, square: 'a1', piece: 'K' }];
    await visitor.json('PUT', path, { boardIndex: 0, square: 'e4', piece: 'P' });
    for (const correction of corrections) await visitor.json('PUT', path, correction);
    expect(await visitor.json('GET', path)).toEqual({ corrections });
    expect(await visitor.json('DELETE', path)).toEqual({ corrections: [] });
    expect(await visitor.json('GET', path)).toEqual({ corrections: [] });
  });
});

describe('deleting a conversation', () => {
  it('removes its rows and the files of its pictures, and every page of the owner hears of it', async () => {
    const { visitor, page } = await visitorWithPage();
    const other = await visitor.open();
    const { id } = await visitor.upload(await somePicture());
    await visitor.fetch(`/api/attachments/${id}/image?size=96`);
    const run = await asked(page, 'gone soon?', [id]);
    expect((await keptOf(id)).length).toBeGreaterThan(2);
    expect(await visitor.json('DELETE', `/api/conversations/${run.conversationId}`)).toEqual({});
    await expect.poll(() => other.changes, { timeout: 20_000 }).toContainEqual({ type: 'deleted', conversationId: run.conversationId });
    expect(await visitor.failure('GET', `/api/conversations/${run.conversationId}`)).toMatchObject({ code: 'not_found' });
    expect(await visitor.failure('GET', `/api/attachments/${id}/image?size=96`)).toMatchObject({ code: 'not_found' });
    expect(await visitor.failure('DELETE', `/api/conversations/${run.conversationId}`)).toMatchObject({ code: 'not_found' });
    expect(await page.emit('conversation.watch', { conversationId: run.conversationId, after: {} })).toMatchObject({ error: { code: 'not_found' } });
    expect(await page.emit('turn.regenerate', { turnId: 'regenerate', conversationId: run.conversationId, userMessageId: run.userMessageId })).toMatchObject({ error: { code: 'not_found' } });
    expect(await visitor.json('GET', '/api/search?q=gone')).toEqual({ hits: [] });
    expect(await keptOf(id)).toEqual([]);
  });

  it('spares a picture that another conversation shows', async () => {
    const { visitor, page } = await visitorWithPage();
    const { id } = await visitor.upload(await somePicture());
    const [first, second] = [await asked(page, 'first', [id]), await asked(page, 'second', [id])];
    await visitor.json('DELETE', `/api/conversations/${first.conversationId}`);
    expect((await visitor.fetch(`/api/attachments/${id}/image?size=96`)).status).toBe(200);
    await visitor.json('DELETE', `/api/conversations/${second.conversationId}`);
    expect(await keptOf(id)).toEqual([]);
  });
});

describe('deleting all my data', () => {
  it('removes everything of this owner and nothing of another', async () => {
    const [anna, bert] = [await visitorWithPage(), await visitorWithPage()];
    const shared = await somePicture();
    const hers = await anna.visitor.upload(shared);
    const his = await bert.visitor.upload(shared);
    const unsent = await anna.visitor.upload(await somePicture());
    const run = await asked(anna.page, 'mine', [hers.id]);
    const other = await asked(bert.page, 'his', [his.id]);
    await anna.visitor.json('DELETE', '/api/me/data');
    expect(await anna.visitor.json('GET', '/api/conversations')).toEqual({ conversations: [], more: false });
    expect(await anna.visitor.failure('GET', `/api/conversations/${run.conversationId}`)).toMatchObject({ code: 'not_found' });
    for (const { id } of [hers, unsent]) expect(await anna.visitor.failure('GET', `/api/attachments/${id}/image?size=96`)).toMatchObject({ code: 'not_found' });
    expect(await keptOf(unsent.id)).toEqual([]);
    await expect.poll(() => anna.page.changes, { timeout: 20_000 }).toContainEqual({ type: 'deleted', conversationId: run.conversationId });

    expect(await bert.visitor.storedAnswer(other)).toMatchObject({ text: 'You asked: his' });
    expect((await bert.visitor.fetch(`/api/attachments/${his.id}/image?size=96`)).status).toBe(200);
    expect(bert.page.changes.filter(({ type }) => type === 'deleted')).toEqual([]);

    // She may begin anew.
    expect(await asked(anna.page, 'anew')).toMatchObject({ runId: expect.any(String) });
    await bert.visitor.json('DELETE', '/api/me/data');
    expect(await keptOf(his.id)).toEqual([]);
  });

  it('ends what is being answered', async () => {
    const { visitor, page } = await visitorWithPage();
    const turns = Array.from({ length: 4 }, (_, n) => question(`busy ${n}`));
    const asking = Promise.allSettled(turns.map((turn) => page.emit('turn.start', turn)));
    await visitor.json('DELETE', '/api/me/data');
    await asking;
    await visitor.json('DELETE', '/api/me/data');
    expect(await visitor.json('GET', '/api/conversations')).toEqual({ conversations: [], more: false });
    for (const { conversationId } of turns) expect(await visitor.failure('GET', `/api/conversations/${conversationId}`)).toMatchObject({ code: 'not_found' });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});
