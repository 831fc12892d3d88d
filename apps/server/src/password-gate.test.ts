import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { failureOf, question, Visitor } from '../test-support/visitor.js';

const password = 'correct horse battery';
const html = { accept: 'text/html,*/*;q=0.8' };
let url: string;
let stranger: Visitor;
beforeAll(async () => {
  ({ url } = await startServer({ answer: echo }, { password }));
  const known = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${password}` } });
  stranger = new Visitor(url, known.headers.get('set-cookie')?.split(';')[0] ?? '');
});

const logIn = (given: string, cookie = '') => fetch(`${url}/api/login`, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams({ password: given }) });

describe('a server with a password', () => {
  it('shows people the way to the login page, and nothing else', async () => {
    const page = await stranger.fetch('/', { headers: html });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/login']);
    const login = await stranger.fetch('/login');
    expect([login.status, await login.text()]).toEqual([200, expect.stringContaining('type="password"')]);
    expect(login.headers.get('content-security-policy')).toContain("script-src 'self';");
  });

  it.each(['/api/me', '/api/conversations', '/api/samples', '/metrics', '/index.html', '/_next/static/app.js'])('tells programs that it asks for one: %s', async (path) => {
    expect(await stranger.failure('GET', path)).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it('opens no socket', async () => {
    await expect(stranger.open()).rejects.toThrow();
  });

  it('tells whoever watches over it that it is alive', async () => {
    expect((await stranger.fetch('/healthz')).status).toBe(200);
    await expect.poll(async () => (await stranger.fetch('/readyz')).status, { timeout: 20_000 }).toBe(200);
  });

  it('lets in who gives it, by a pass that scripts cannot read, through sockets too', async () => {
    const answer = await logIn(password);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^ocelli_pass=\S+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const known = stranger.at(url, `${stranger.cookie}; ${cookie.split(';')[0]}`);
    expect((await known.fetch('/', { headers: html })).status).toBe(200);
    const page = await known.open();
    expect(await page.ended(await page.ask(question('may I?')))).toMatchObject({ status: 'complete' });
    const forged = stranger.at(url, `${stranger.cookie}; ocelli_pass=${Date.now() + 1e9}.${cookie.split(';')[0]?.split('.')[1]}`);
    expect(await forged.failure('GET', '/api/me')).toMatchObject({ code: 'unauthorized' });
  });

  it('lets in programs that send it with every request', async () => {
    expect((await stranger.fetch('/metrics', { headers: { authorization: `Bearer ${password}` } })).status).toBe(200);
    const page = await stranger.open({ authorization: `Bearer ${password}` });
    page.leave();
  });

  it('takes ten wrong ones, and then none, right or wrong, for some time; who is in stays in', async () => {
    const pass = (await logIn(password)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const statuses: (string | null)[] = [];
    for (let guess = 0; guess < 10; guess++) statuses.push((await logIn(`guess ${guess}`)).headers.get('location'));
    expect(statuses).toEqual(Array.from({ length: 10 }, () => '/login?again'));
    for (const given of ['guess 10', password]) {
      expect(await failureOf(await logIn(given))).toMatchObject({ status: 429, code: 'rate_limited', retryAfterSeconds: expect.any(Number) });
    }
    expect(await failureOf(await stranger.fetch('/api/me', { headers: { authorization: `Bearer ${password}` } }))).toMatchObject({ code: 'rate_limited' });
    expect((await stranger.at(url, `${stranger.cookie}; ${pass}`).fetch('/api/me')).status).toBe(200);
  });
});
