import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';

let url: string;
beforeAll(async () => {
  ({ url } = await startServer({ answer: echo }));
});

const policyOf = async (path: string) => (await fetch(`${url}${path}`)).headers.get('content-security-policy') ?? '';
const part = (policy: string, name: string) => policy.split('; ').find((directive) => directive.startsWith(`${name} `))?.split(' ').slice(1);

describe('the pages of the web app', () => {
  it('may run the scripts of this server and exactly the inline ones that were built into them', async () => {
    const html = await readFile(new URL('../test-support/web/index.html', import.meta.url), 'utf8');
    const inline = [...html.matchAll(/<script[^>]*>([^<]+)<\/script>/g)].map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(inline).toHaveLength(2);
    expect(part(await policyOf('/'), 'script-src')).toEqual(["'self'", ...inline]);
    expect(part(await policyOf('/404'), 'script-src')).toEqual(["'self'"]);
  });

  it.each(['/', '/index.html', '/models', '/nowhere'])('load and send nothing elsewhere, and sit in no frame: %s', async (path) => {
    const policy = await policyOf(path);
    const sources = policy.split('; ').flatMap((directive) => directive.split(' ').slice(1));
    const mayBe = expect.stringMatching(/^('self'|'none'|blob:|data:|'sha256-[\w+/]{43}=')$/);
    for (const source of sources.filter((one) => one !== "'unsafe-inline'")) expect(source).toEqual(mayBe);
    // Styles only: they run no code.
    expect(policy.split('; ').filter((directive) => directive.includes('unsafe'))).toEqual(["style-src 'self' 'unsafe-inline'"]);
    expect(part(policy, 'frame-ancestors')).toEqual(["'none'"]);
    expect(part(policy, 'object-src')).toEqual(["'none'"]);
    expect(part(policy, 'base-uri')).toEqual(["'none'"]);
  });

  it('are asked for again each time, their hashed files never', async () => {
    expect((await fetch(url)).headers.get('cache-control')).toBe('no-cache');
    expect((await fetch(`${url}/_next/static/app.js`)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('are found under their names, with a folder of their parts beside them', async () => {
    const page = await fetch(`${url}/models`);
    expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([200, 'no-cache', expect.stringContaining('<title>Models</title>')]);
    expect(await (await fetch(`${url}/models/parts.txt`)).text()).toBe('parts of the page\n');
    expect((await fetch(`${url}/models/`)).status).toBe(404);
  });

  it('bring the cookie that makes a browser known', async () => {
    for (const path of ['/', '/models']) expect((await fetch(`${url}${path}`)).headers.get('set-cookie'), path).toContain('ocelli_owner=');
  });

  it('are a page of the app where there is nothing', async () => {
    const answer = await fetch(`${url}/no/such/page`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('There is nothing here')]);
  });
});

describe('every answer', () => {
  it.each(['/', '/api/me', '/api/nowhere', '/healthz', '/metrics', '/nowhere', '/api/conversations/%00'])('has the headers that keep browsers careful: %s', async (path) => {
    const { headers } = await fetch(`${url}${path}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'permissions-policy': expect.stringContaining('geolocation=()'),
    });
    expect(headers.has('x-powered-by')).toBe(false);
  });

  it('of the interface may do nothing at all in a browser, and is kept by no cache', async () => {
    expect(await policyOf('/api/me')).toBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    expect((await fetch(`${url}/api/me`)).headers.get('cache-control')).toBe('no-store');
  });
});
