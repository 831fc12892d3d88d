import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { limits } from '@ocelli/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { question, somePicture, Visitor } from '../test-support/visitor.js';

let url: string;
let folder: string;
let anna: Visitor;
beforeAll(async () => {
  const server = await startServer({ answer: echo });
  url = server.url;
  folder = server.config.dataFolder;
  anna = await Visitor.arrive(url);
});

/** Sends the beginning of an upload as given, then zeros as fast as the server takes them, until it answers or `most` bytes are sent. */
async function pour(head: string, most: number): Promise<{ answer: string; sent: number }> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  let sent = 0;
  const answering = new Promise((resolve) => socket.setEncoding('utf8').on('data', (text: string) => resolve((answer += text))));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(`POST /api/attachments HTTP/1.1\r\nHost: ${host}\r\nCookie: ${anna.cookie}\r\n${head}\r\n\r\n`);
  const chunk = Buffer.alloc(64 * 1024);
  const chunked = head.includes('chunked');
  while (!answer && sent < most && !socket.destroyed) {
    const roomLeft = socket.write(chunked ? Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]) : chunk);
    sent += chunk.length;
    if (!roomLeft) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), answering]);
    else await new Promise(setImmediate);
  }
  await expect.poll(() => answer, { timeout: 20_000 }).toContain('\r\n\r\n');
  socket.destroy();
  return { answer, sent };
}

const incoming = () => readdir(join(folder, 'incoming'));

describe('an upload', () => {
  it('is one picture by its content, whatever it is called and however often it comes', async () => {
    const bytes = await somePicture();
    const [first, second] = await Promise.all([anna.upload(bytes, 'one.png'), anna.upload(bytes, 'one.png')]);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ name: 'one.png', mediaType: 'image/png', width: 40, height: 30, bytes: bytes.length });
    const image = await anna.fetch(`/api/attachments/${first.id}/image?size=320`);
    expect([image.status, image.headers.get('content-type'), image.headers.get('cache-control')]).toEqual([200, 'image/webp', 'private, max-age=31536000, immutable']);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\x.png', 'x.png'],
    ['a\u0000b\u202egnp.exe', 'a\ufffdbgnp.exe'],
    ['   ', 'picture'],
    ['é'.repeat(300), 'é'.repeat(120)],
  ])('has a name that is a label and never a path: %j', async (name, shown) => {
    expect((await anna.upload(await somePicture(), name)).name).toBe(shown);
  });

  it('that is announced too large is refused before it is sent', async () => {
    const { answer, sent } = await pour(`Content-Length: ${limits.uploadBytes + 1}`, limits.uploadBytes);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
    expect(sent).toBeLessThan(limits.uploadBytes / 4);
  });

  it('that turns out too large is refused as soon as it is, and leaves nothing behind', async () => {
    const { answer, sent } = await pour('Transfer-Encoding: chunked', 3 * limits.uploadBytes);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"too_large"');
    expect(sent).toBeLessThan(2 * limits.uploadBytes);
    expect(await incoming()).toEqual([]);
  });

  it('that is too large is told so to a browser, which sends everything before it listens', async () => {
    const answer = await anna.fetch('/api/attachments', { method: 'POST', body: new Uint8Array(limits.uploadBytes + 1) });
    expect([answer.status, await answer.json()]).toEqual([413, { error: expect.objectContaining({ code: 'too_large', message: expect.stringContaining('40 MB') }) }]);
  });

  it('that breaks off leaves nothing behind', async () => {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(`POST /api/attachments HTTP/1.1\r\nHost: ${host}\r\nCookie: ${anna.cookie}\r\nContent-Length: 1000\r\n\r\nhalf`);
    await expect.poll(incoming, { timeout: 20_000 }).toHaveLength(1);
    socket.destroy();
    await expect.poll(incoming, { timeout: 20_000 }).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'bad_request'],
    ['text', Buffer.from('hello'), 'unsupported_media'],
  ])('of %s is refused, and leaves nothing behind', async (_, bytes, code) => {
    const answer = await anna.fetch('/api/attachments?name=x.png', { method: 'POST', body: new Uint8Array(bytes) });
    expect(await answer.json()).toMatchObject({ error: { code } });
    expect(await incoming()).toEqual([]);
  });
});

describe('a question', () => {
  it('is about eight pictures at most', async () => {
    const { id } = await anna.upload(await somePicture());
    const page = await anna.open();
    const use = (count: number) => question('look', { attachments: Array.from({ length: count }, () => ({ id })) });
    expect(await page.emit('turn.start', use(limits.attachmentsPerTurn + 1))).toMatchObject({ ok: false, error: { code: 'too_many_attachments', message: expect.stringContaining('8 pictures') } });
    expect(await page.ended(await page.ask(use(limits.attachmentsPerTurn)))).toMatchObject({ status: 'complete' });
  });

  it('needs pictures that are there', async () => {
    const page = await anna.open();
    expect(await page.emit('turn.start', question('look', { attachments: [{ id: 'a'.repeat(64) }] }))).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});
