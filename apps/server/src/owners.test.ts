import type { Attachment, TurnAccepted } from '@ocelli/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { Speaker, type Speech } from '../test-support/speaker.js';
import { newId, question, somePicture, Visitor, type Page } from '../test-support/visitor.js';

const speaker = new Speaker();
let url: string;
let anna: Visitor;
let page: Page;
let picture: Attachment;
let run: TurnAccepted;
let speech: Speech;
/** Everybody but Anna. */
const others: [string, () => Promise<Visitor>][] = [
  ['another browser', () => Visitor.arrive(url)],
  ['a browser without a cookie', async () => anna.at(url, '')],
  ['a cookie that nobody signed', async () => anna.at(url, anna.cookie.split('.')[0])],
  ['a forged signature', async () => anna.at(url, anna.cookie.replace(/.{6}$/, 'AAAAAA'))],
  ["another owner's signature", async () => anna.at(url, `${anna.cookie.split('.')[0]}.${(await Visitor.arrive(url)).cookie.split('.')[1]}`)],
  ['a cookie with something before it', async () => anna.at(url, anna.cookie.replace('=', '=x'))],
  ['an empty cookie', async () => anna.at(url, 'ocelli_owner=')],
];

beforeAll(async () => {
  ({ url } = await startServer({ answer: speaker.answer }));
  anna = await Visitor.arrive(url);
  page = await anna.open();
  picture = await anna.upload(await somePicture());
  run = await page.ask(question('private?', { attachments: [{ id: picture.id }] }));
  speech = await speaker.answering('private?');
  speech.say('A secret.');
  await page.heard(run, 'A secret.');
});

describe('each browser is an owner', () => {
  it('by a cookie that scripts cannot read and foreign sites do not send', async () => {
    const cookie = (await fetch(`${url}/api/me`)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^ocelli_owner=[\w-]+\.[\w-]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await anna.fetch('/api/me')).headers.get('set-cookie')).toBeNull();
  });

  it('which opening the page renews, so that a year without a visit has to pass before it is forgotten', async () => {
    expect((await anna.fetch('/')).headers.get('set-cookie')).toContain(anna.cookie);
  });

  it('and is told who it is, the same every time', async () => {
    const [first, second] = [await anna.json('GET', '/api/me'), await anna.json('GET', '/api/me')];
    expect(second).toEqual(first);
    expect(first).not.toMatchObject({ ownerId: ((await (await Visitor.arrive(url)).json('GET', '/api/me')) as { ownerId: string }).ownerId });
  });
});

describe.each(others)('%s', (_, who) => {
  it.each([
    ['GET', (id: string) => `/api/conversations/${id}`],
    ['DELETE', (id: string) => `/api/conversations/${id}`],
    ['GET', (id: string) => `/api/conversations/${id}/export?format=json`],
    ['GET', () => `/api/attachments/${picture.id}/image?size=96`],
    ['GET', () => `/api/attachments/${picture.id}/board-corrections`],
    ['DELETE', () => `/api/attachments/${picture.id}/board-corrections`],
  ])('gets nothing from %s %s', async (method, path) => {
    expect(await (await who()).failure(method, path(run.conversationId))).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('can rename and correct nothing, finds nothing and lists nothing', async () => {
    const visitor = await who();
    expect(await visitor.failure('PATCH', `/api/conversations/${run.conversationId}`, { title: 'mine now' })).toMatchObject({ code: 'not_found' });
    expect(await visitor.failure('PUT', `/api/attachments/${picture.id}/board-corrections`, { boardIndex: 0, square: 'e4', piece: 'K' })).toMatchObject({ code: 'not_found' });
    expect(await visitor.json('GET', '/api/search?q=private')).toEqual({ hits: [] });
    expect(await visitor.json('GET', '/api/conversations')).toEqual({ conversations: [], more: false });
    await visitor.json('DELETE', '/api/me/data');
  });
});

describe('a page of another browser', () => {
  let stranger: Page;
  beforeAll(async () => {
    stranger = await (await Visitor.arrive(url)).open();
  });

  it('cannot watch the conversation, nor stop, repeat, follow or take over its turns', async () => {
    const notFound = { ok: false, error: { code: 'not_found' } };
    const { conversationId, userMessageId, assistantMessageId, runId } = run;
    expect(await stranger.emit('conversation.watch', { conversationId, after: {} })).toMatchObject(notFound);
    expect(await stranger.emit('turn.stop', { runId })).toMatchObject(notFound);
    expect(await stranger.emit('turn.regenerate', { turnId: newId(), conversationId, userMessageId })).toMatchObject(notFound);
    expect(await stranger.emit('turn.start', question('me too?', { conversationId, parentId: assistantMessageId }))).toMatchObject(notFound);
    expect(await stranger.emit('turn.start', question('new here?', { conversationId }))).toMatchObject(notFound);
    expect(await stranger.emit('turn.start', question('private?', { turnId: runId }))).toMatchObject(notFound);
    expect(await stranger.emit('turn.start', question('see this?', { attachments: [{ id: picture.id }] }))).toMatchObject(notFound);
  });

  it('heard nothing of it', async () => {
    speech.say(' Still secret.').finish();
    await page.ended(run);
    await stranger.emit('conversation.unwatch', { conversationId: run.conversationId });
    expect([stranger.entries, stranger.messages, stranger.changes]).toEqual([[], [], []]);
  });
});

describe('a page without a valid cookie', () => {
  it.each(others.slice(1))('is refused: %s', async (_, who) => {
    const visitor = await who();
    await expect(visitor.open()).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('in the end', () => {
  it('the owner still has everything', async () => {
    expect(await anna.storedAnswer(run)).toMatchObject({ text: 'A secret. Still secret.', status: 'complete' });
    expect((await anna.fetch(`/api/attachments/${picture.id}/image?size=96`)).headers.get('content-type')).toBe('image/webp');
    expect(await anna.json('GET', '/api/search?q=private')).toMatchObject({ hits: [{ conversationId: run.conversationId, title: 'private?' }] });
  });

  it('two owners of the same picture each have it for themselves', async () => {
    const bytes = await somePicture();
    const bert = await Visitor.arrive(url);
    const [hers, his] = [await anna.upload(bytes, 'hers.png'), await bert.upload(bytes, 'his.png')];
    expect([hers.id, hers.name, his.name]).toEqual([his.id, 'hers.png', 'his.png']);
    await anna.json('PUT', `/api/attachments/${hers.id}/board-corrections`, { boardIndex: 0, square: 'e4', piece: 'K' });
    expect(await bert.json('GET', `/api/attachments/${his.id}/board-corrections`)).toEqual({ corrections: [] });
  });
});
