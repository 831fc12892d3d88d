import { connect } from 'node:net';
import { ErrorBody, limits, type ErrorCode } from '@ocelli/protocol';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyModelsFolder } from '../test-support/models-folder.js';
import { plainRequest } from '../test-support/plain-request.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { newId, question, somePicture, Visitor, type Page } from '../test-support/visitor.js';

/** Errors that say what is wrong with a request. Anything else would mean that a request broke something. */
const blaming: ErrorCode[] = ['bad_request', 'not_found', 'too_large', 'too_many_attachments', 'conflict', 'unsupported_media', 'broken_media', 'forbidden_host'];

let url: string;
let anna: Visitor;
let page: Page;
let pictureId: string;
let conversationId: string;
let userMessageId: string;
let before: unknown;
let models: unknown;
beforeAll(async () => {
  ({ url } = await startServer({ answer: echo }, { turnsPerMinute: 100_000, eventsPerMinute: 100_000, uploadsPerMinute: 100_000, modelsDir: await emptyModelsFolder() }));
  anna = await Visitor.arrive(url);
  page = await anna.open();
  pictureId = (await anna.upload(await somePicture())).id;
  const run = await page.ask(question('still here?', { attachments: [{ id: pictureId }] }));
  await page.ended(run);
  ({ conversationId, userMessageId } = run);
  before = await anna.conversation(conversationId);
  models = { ...((await anna.json('GET', '/api/models')) as object), freeBytes: expect.any(Number) };
});

/** Whatever was asked, the server lives, and what was there is there. */
afterEach(async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await anna.conversation(conversationId)).toEqual(before);
  expect((await anna.fetch(`/api/attachments/${pictureId}/image?size=96`)).status).toBe(200);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

async function expectTyped(response: Response, what: string): Promise<void> {
  const body: unknown = await response.json().catch(() => null);
  const told = ErrorBody.safeParse((body as { error?: unknown } | null)?.error);
  expect(told.success, `${what} -> ${response.status} ${JSON.stringify(body)}`).toBe(true);
  expect(blaming, `${what} -> ${JSON.stringify(body)}`).toContain(told.data?.code);
}

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** Values that no field of the protocol takes. */
const oddValues: unknown[] = [
  null, true, -1, 1e308, [], {}, [[[]]], '', ' ', '\0', '\ud800', '../..', '%00', 'a'.repeat(10_000), { toString: 'x' }, { $gt: '' }, { length: 1e9 }, ['__proto__'],
];

describe('paths and queries', () => {
  const paths: [string, string][] = [
    ...['..', '%2e%2e', '..%2f..%2fetc%2fpasswd', '..\\..\\', '%00', 'a%00', '%ff', '%', '%zz', '__proto__', 'constructor', "'%20or%201=1--", '<script>', 'a'.repeat(65), 'é', '%ed%a0%80', 'aaaaaaaa/', 'aaaaaaaa%2f..'].flatMap((id): [string, string][] => [
      ['GET', `/api/conversations/${id}`],
      ['DELETE', `/api/conversations/${id}`],
      ['GET', `/api/conversations/${id}/export`],
      ['GET', `/api/attachments/${id}/image?size=96`],
      ['PUT', `/api/attachments/${id}/board-corrections`],
    ]),
    ...['size=', 'size=97', 'size=-96', 'size=1e9', 'size=96&size=96', 'size[]=96', 'size[__proto__]=96', 'size=NaN', ''].map((query): [string, string] => ['GET', `/api/attachments/PICTURE/image?${query}`]),
    ...['limit=0', 'limit=-1', 'limit=1e9', 'limit=two', 'limit=1&limit=2', 'before=yesterday', 'before=2026-13-45T00:00:00Z', 'before=%00', 'before='].map((query): [string, string] => ['GET', `/api/conversations?${query}`]),
    ...['', 'q=', 'q=%20', `q=${'a'.repeat(limits.searchCharacters + 1)}`, 'q=a&q=b', 'q[]=a', 'q[a]=b', 'Q=a'].map((query): [string, string] => ['GET', `/api/search?${query}`]),
    ...['format=exe', 'format=', 'format=json&format=json', 'format=__proto__'].map((query): [string, string] => ['GET', `/api/conversations/CONVERSATION/export?${query}`]),
    ...['../../package.json', '%2e%2e%2f%2e%2e%2fpackage.json', '..%5c..%5cpackage.json', 'samples.json%00.png', '.%00', '%', 'nothing.png', '../src/config.ts'].map((name): [string, string] => ['GET', `/api/samples/${name}`]),
    ...['/x', '/..', '/%2e%2e', '/__proto__', '/minilm', '/settings', '/settings/..', '/%00'].map((name): [string, string] => ['GET', `/api/models${name}`]),
    ...['PATCH', 'DELETE', 'PUT'].map((method): [string, string] => [method, '/api/models']), ['POST', '/api/models/settings'], ['DELETE', '/api/models/settings'],
    ['GET', '/api'], ['GET', '/api/'], ['GET', '/api/unknown'], ['POST', '/api/me'], ['PUT', '/api/conversations'], ['PATCH', '/api/me/data'], ['DELETE', '/api/attachments/PICTURE'], ['TRACE', '/api/me'], ['POST', '/'], ['DELETE', '/index.html'],
    ['GET', '//evil.example/api/me'], ['GET', '/api/../api/unknown'], ['GET', `/api/${'x/'.repeat(2_000)}`],
  ];

  it.each(paths)('%s %s', async (method, template) => {
    const path = template.replace('PICTURE', pictureId).replace('CONVERSATION', conversationId);
    const { host } = new URL(url);
    const answer = await plainRequest(url, { method, path, headers: { host, cookie: anna.cookie } });
    // Pages are for people: for them, what is not there is a page.
    if (!path.startsWith('/api')) expect([404, 405]).toContain(answer.status);
    if (method === 'GET' && !path.startsWith('/api')) return;
    await expectTyped(new Response(answer.body, { status: answer.status }), `${method} ${path}`);
  });

  it('of any characters at all are answered', async () => {
    const { host } = new URL(url);
    const piece = fc.oneof(fc.constantFrom('/', '..', '%2e', '%00', '%', '?', '&', '=', '[', ']', 'api', 'conversations', 'attachments', 'search', 'q', 'limit', 'before', 'size', 'image'), fc.string({ unit: 'grapheme-ascii', maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('GET', 'DELETE', 'PATCH', 'POST'), fc.array(piece, { maxLength: 8 }), async (method, pieces) => {
        const path = `/api/${pieces.join('')}`.replace(/[^\x21-\x7e]/g, '_');
        // All of somebody's data is hers to delete.
        fc.pre(!/me\/+data/.test(path));
        const answer = await plainRequest(url, { method, path, headers: { host, cookie: anna.cookie } });
        expect(answer.status, path).toBeLessThan(500);
        if (answer.status >= 400) await expectTyped(new Response(answer.body, { status: answer.status }), `${method} ${path}`);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is no request', () => {
  it.each([
    ['noise', '\0\u0001\u0002\r\n\r\n'],
    ['a greeting', 'HELO evil.example\r\n\r\n'],
    ['another protocol', '\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc'],
    ['a method of its own', 'G\u00e9T /api/me HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a header that goes on for ever', `GET /api/me HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(100_000)}`],
    ['two lengths', 'POST /api/attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a length and chunks (smuggling)', 'POST /api/attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks of no length', 'POST /api/attachments HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a line break in a header', 'GET /api/me HTTP/1.1\r\nHost: localhost\r\nX: a\n\rb: c\r\n\r\n'],
    ['no host', 'GET /api/me HTTP/1.1\r\n\r\n'],
  ])('is answered with a typed error too: %s', async (what, bytes) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    socket.end(Buffer.from(bytes, 'latin1'));
    await expect.poll(() => answer, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 4\d\d [^]*\r\n\r\n\{/);
    await expectTyped(new Response(answer.slice(answer.lastIndexOf('\r\n\r\n')), { status: Number(answer.slice(9, 12)) }), what);
    socket.destroy();
  });
});

describe('bodies', () => {
  const json = (body: string, type = 'application/json', more: Record<string, string> = {}): RequestInit & { headers: Record<string, string> } => ({ body, headers: { 'content-type': type, ...more } });
  const bodies: [string, RequestInit & { headers: Record<string, string> }][] = [
    ...['', '{', 'null', '[]', '"title"', '1', '{"title":}', '\0', '{"title":"a","title":', `{"title":"${'a'.repeat(limits.titleCharacters + 1)}"}`, '{"title":""}', '{"title":"   "}', '{"title":{"a":1}}', '{"title":["a"]}', '{"title":null}', '{"leafId":1}', '{"leafId":"short"}', '{"leafId":"../../../../"}', '{"leafId":"missing-message"}'].map((body): [string, RequestInit & { headers: Record<string, string> }] => [body.slice(0, 40), json(body)]),
    ['as deep as fits', json(deep(2_500))],
    ['too long', json(JSON.stringify({ title: 'a'.repeat(20_000) }))],
    ['in a charset nobody knows', json('{"title":"a"}', 'application/json; charset=klingon')],
    ['in an encoding that it is not', json('{"title":"a"}', 'application/json', { 'content-encoding': 'gzip' })],
    ['in an encoding nobody knows', json('{"title":"a"}', 'application/json', { 'content-encoding': 'zip' })],
    ['as text', json('title=a', 'text/plain')],
    ['as a form', json('title=a', 'application/x-www-form-urlencoded')],
    ['with a length that it has not', json('{"title":', 'application/json')],
  ];

  it.each(bodies)('renaming a conversation with %s', async (what, init) => {
    const response = await anna.fetch(`/api/conversations/${conversationId}`, { method: 'PATCH', ...init });
    // Nothing to change is no error, and changes nothing.
    if (response.status === 200) expect(await response.json()).toMatchObject({ title: 'still here?' });
    else await expectTyped(response, what);
  });

  it.each(oddValues.map((value) => [value]))('setting a square to %j', async (value) => {
    const valid = { boardIndex: 0, square: 'e4', piece: 'K' };
    for (const field of ['boardIndex', 'square', 'piece'] as const) {
      if (field === 'piece' && value === null) continue;
      const init = json(JSON.stringify({ ...valid, [field]: value }));
      await expectTyped(await anna.fetch(`/api/attachments/${pictureId}/board-corrections`, { method: 'PUT', ...init }), `${field}: ${String(JSON.stringify(value))}`);
    }
    expect(await anna.json('GET', `/api/attachments/${pictureId}/board-corrections`)).toEqual({ corrections: [] });
  });

  it.each(oddValues.map((value) => [value]))('changing models by %j', async (value) => {
    const valid = { action: 'verify', ids: ['minilm'] };
    for (const body of [value, { ...valid, action: value }, { ...valid, ids: value }, { ...valid, ids: [value] }]) {
      await expectTyped(await anna.fetch('/api/models', { method: 'POST', ...json(JSON.stringify(body)) }), `models: ${String(JSON.stringify(body)).slice(0, 200)}`);
    }
    if (typeof value !== 'boolean') await expectTyped(await anna.fetch('/api/models/settings', { method: 'PUT', ...json(JSON.stringify({ automatic: value })) }), `automatic: ${String(JSON.stringify(value)).slice(0, 200)}`);
    expect(await anna.json('GET', '/api/models')).toEqual(models);
  });

  it.each(['remove', 'verify', 'pause', 'measure'])('that ask to %s models nobody knows, or more than there are', async (action) => {
    for (const ids of [['../etc'], ['constructor'], ['whisper-huge'], ['a'.repeat(65)], [], Array.from({ length: 33 }, () => 'minilm')]) {
      await expectTyped(await anna.fetch('/api/models', { method: 'POST', ...json(JSON.stringify({ action, ids })) }), `${action} ${ids.join()}`);
    }
    expect(await anna.json('GET', '/api/models')).toEqual(models);
  });

  it.each(['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"title":"still here?","__proto__":{"polluted":1}}'])('that reach for prototypes reach nothing: %s', async (body) => {
    await anna.fetch(`/api/conversations/${conversationId}`, { method: 'PATCH', ...json(body) });
    await anna.fetch(`/api/attachments/${pictureId}/board-corrections`, { method: 'PUT', ...json(body) });
  });

  it('of any JSON at all are answered, and change nothing they should not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (body) => {
        const response = await anna.fetch(`/api/attachments/${pictureId}/board-corrections`, { method: 'PUT', ...json(body) });
        await expectTyped(response, body);
      }),
      { numRuns: 60 },
    );
  });
});

describe('socket events', () => {
  const turn = () => question('hostile') as Record<string, unknown>;
  const events: [string, string, () => unknown[]][] = [
    ...['turn.start', 'turn.regenerate', 'turn.stop', 'conversation.watch', 'conversation.unwatch'].flatMap((event): [string, string, () => unknown[]][] => [
      [event, 'nothing', () => []],
      [event, 'bytes', () => [Buffer.from([0, 255, 1])]],
      [event, 'bytes inside', () => [{ conversationId: Buffer.alloc(1_000), runId: new Uint8Array(8) }]],
      [event, 'several things', () => [{}, {}, 'x', 1]],
      [event, 'depth', () => [JSON.parse(deep(2_000))]],
      [event, 'a prototype', () => [JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')]],
      ...oddValues.map((value): [string, string, () => unknown[]] => [event, JSON.stringify(value).slice(0, 30), () => [value]]),
    ]),
    ...['turnId', 'conversationId', 'userMessageId', 'parentId', 'text', 'attachments'].flatMap((field) =>
      oddValues
        .filter((value) => !(field === 'parentId' && value === null) && !(field === 'text' && typeof value === 'string' && value.trim() !== '' && value.length < limits.questionCharacters))
        .filter((value) => !(field === 'attachments' && Array.isArray(value) && value.length === 0))
        .map((value): [string, string, () => unknown[]] => ['turn.start', `${field}: ${JSON.stringify(value).slice(0, 30)}`, () => [{ ...turn(), [field]: value }]]),
    ),
    ...[[], [0, 0], [0, 0, 1, 2], [-1, 0, 1, 1], [1, 1, 0, 0], [0, 0, null, 1], ['0', 0, 1, 1], { 0: 0, length: 4 }, 'all'].map((region): [string, string, () => unknown[]] => ['turn.start', `region ${JSON.stringify(region)}`, () => [{ ...turn(), attachments: [{ id: pictureId, region }] }]]),
    ['turn.start', 'a conversation id that is a path', () => [{ ...turn(), conversationId: '../../../../etc/passwd' }]],
    ['turn.start', 'a message id in use', () => [{ ...turn(), userMessageId }]],
    ['turn.start', 'a question as its parent', () => [{ ...turn(), conversationId, parentId: userMessageId }]],
    ['turn.start', 'a parent that is not there', () => [{ ...turn(), parentId: newId() }]],
    ['turn.start', 'a picture by a path', () => [{ ...turn(), attachments: [{ id: `../${pictureId}` }] }]],
    ['turn.start', 'a picture by its hash in capitals', () => [{ ...turn(), attachments: [{ id: pictureId.toUpperCase() }] }]],
    ['turn.start', 'too long a question', () => [{ ...turn(), text: 'a'.repeat(limits.questionCharacters + 1) }]],
    ['turn.regenerate', 'an answer instead of a question', () => [{ turnId: newId(), conversationId, userMessageId: (before as { leafId: string }).leafId }]],
    ['conversation.watch', 'an odd place to go on', () => [{ conversationId, after: { [newId()]: -1 } }]],
    ['conversation.watch', 'places that are no numbers', () => [{ conversationId, after: { [newId()]: '1' } }]],
    ['conversation.watch', 'a list of places', () => [{ conversationId, after: 'all' }]],
    ...['unknown', '', 'constructor', '__proto__', 'hasOwnProperty', 'toString', 'run.event', 'message.created', 'models.changed', 'turn.start ', 'TURN.START', '\0', 'a'.repeat(5_000)].map((event): [string, string, () => unknown[]] => [event, 'an event nobody knows', () => [{}]]),
  ];

  it.each(events)('%s with %s', async (event, what, payload) => {
    const reply = (await page.raw(event, ...payload())) as { ok: boolean; error?: unknown };
    expect(reply.ok, `${event} ${what}`).toBe(false);
    expect(blaming).toContain(ErrorBody.parse(reply.error).code);
    expect(page.socket.connected).toBe(true);
  });

  it('that know a run further than it goes are told nothing, and no harm is done', async () => {
    expect(await page.emit('conversation.watch', { conversationId, after: { [(before as { messages: { runId?: string }[] }).messages[1]?.runId ?? '']: Number.MAX_SAFE_INTEGER, constructor: 1, __proto__: 1 } as Record<string, number> })).toMatchObject({ ok: true });
  });

  it('without an acknowledgement are as good as any', async () => {
    for (const [event, , payload] of events.slice(0, 60)) (page.socket as unknown as { emit(event: string, ...payload: unknown[]): void }).emit(event, ...payload());
    expect(await page.emit('conversation.unwatch', { conversationId })).toMatchObject({ ok: true });
  });

  it('of any kind are answered with a typed error', async () => {
    const payload = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.record({ turnId: fc.string(), conversationId: fc.jsonValue(), userMessageId: fc.string(), parentId: fc.jsonValue(), text: fc.string({ unit: 'binary' }), attachments: fc.array(fc.jsonValue()) }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('turn.start', 'turn.regenerate', 'turn.stop', 'conversation.watch', 'conversation.unwatch'), payload, async (event, value) => {
        const reply = (await page.raw(event, value)) as { ok: boolean; error?: unknown };
        expect(blaming).toContain(ErrorBody.parse(reply.error).code);
      }),
      { numRuns: 100 },
    );
  });

  it('that are questions of any characters are asked and answered as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), async (text) => {
        fc.pre(text.trim() !== '');
        const run = await page.ask(question(text));
        expect(await page.ended(run)).toMatchObject({ status: 'complete' });
        const [asked] = (await anna.conversation(run.conversationId)).messages;
        expect(asked?.text).toBe(text.trim().replace(/\0|\p{Surrogate}/gu, '\ufffd'));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['a message larger than any may be', ['turn.start', { text: 'a'.repeat(200_000) }]],
    ['a reserved event', ['disconnecting', {}]],
    ['an error', ['error', {}]],
  ])('that break the rules of sockets end their own connection at most: %s', async (_, [event, payload]) => {
    const hostile = await anna.open();
    const io = hostile.socket.io as unknown as { engine: { write(packet: string): void } };
    io.engine.write(`42${JSON.stringify([event, payload])}`);
    await expect.poll(() => hostile.socket.connected, { timeout: 20_000 }).toBe(false);
    expect(await page.emit('conversation.unwatch', { conversationId })).toMatchObject({ ok: true });
  });

  it.each(['', '4', '42', '42[', '42[]', '42[null]', '42[{}]', '4242', '49{}', '451-["x",{"_placeholder":true,"num":0}]', '451-["x",{"_placeholder":true,"num":99}]', '45999-["x"]', '4999999999999', '40/admin,', '43-1[]', '\0'])('are no packets at all: %j', async (packet) => {
    const hostile = await anna.open();
    (hostile.socket.io as unknown as { engine: { write(packet: string): void } }).engine.write(packet);
    expect(await page.emit('conversation.unwatch', { conversationId })).toMatchObject({ ok: true });
    hostile.leave();
  });
});
