import { beforeAll, describe, expect, it } from 'vitest';
import { plainRequest } from '../test-support/plain-request.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { Visitor } from '../test-support/visitor.js';
import { OriginGuard } from './origin-guard.js';

let url: string;
let host: string;
let anna: Visitor;
beforeAll(async () => {
  ({ url } = await startServer({ answer: echo }, { allowedHosts: ['ocelli.example'], allowedOrigins: ['http://localhost:5173'] }));
  host = new URL(url).host;
  anna = await Visitor.arrive(url);
});

const port = () => new URL(url).port;

describe('the name a server is asked under', () => {
  it.each([
    ['its address', () => host],
    ['localhost', () => `localhost:${port()}`],
    ['localhost in capitals', () => `LOCALHOST:${port()}`],
    ['a name below localhost', () => `chat.localhost:${port()}`],
    ['the IPv6 loopback address', () => `[::1]:${port()}`],
    ['a name the operator allows', () => 'ocelli.example'],
  ])('may be %s', async (_, name) => {
    expect((await plainRequest(url, { headers: { host: name() } })).status).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    'ocelli.example.evil.example',
    '192.168.1.7',
    '[2001:db8::1]',
    'localhost@evil.example',
    'localhost:80:80',
    'evil.example#localhost',
    ' ',
  ])('must not be %s, whatever is asked', async (name) => {
    for (const path of ['/api/me', '/', '/healthz', '/metrics', '/socket.io/?EIO=4&transport=polling']) {
      const answer = await plainRequest(url, { path, headers: { host: name, cookie: anna.cookie } });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.body).toContain('forbidden_host');
    }
    await expect(anna.open({ host: name })).rejects.toThrow();
  });

  it('may be any address on a server that listens beyond this machine, but no name that is not listed', () => {
    const guard = new OriginGuard({ host: '0.0.0.0', allowedHosts: [], allowedOrigins: [] });
    const check = (name: string) => () => guard.check({ headers: { host: name } }, false);
    expect(check('192.168.1.7:3000')).not.toThrow();
    expect(check('[2001:db8::1]:3000')).not.toThrow();
    expect(check('rebound.example:3000')).toThrow(expect.objectContaining({ code: 'forbidden_host' }));
  });
});

const foreign = ['http://evil.example', 'https://evil.example', 'null', 'file://', 'http://localhost:1', 'http://127.0.0.1', 'chrome-extension://abc', 'not an origin'];

describe('a page of another site', () => {
  it.each(foreign)('changes nothing: %s', async (origin) => {
    for (const [method, path] of [['POST', '/api/attachments'], ['DELETE', '/api/me/data'], ['PATCH', '/api/conversations/aaaaaaaa'], ['OPTIONS', '/api/me'], ['POST', '/nowhere']] as const) {
      const answer = await plainRequest(url, { method, path, headers: { host, origin, cookie: anna.cookie } });
      expect([method, answer.status, JSON.parse(answer.body)]).toEqual([method, 403, { error: expect.objectContaining({ code: 'forbidden_origin' }) }]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('changes nothing without an origin either, when the browser says where it comes from', async () => {
    const answer = await plainRequest(url, { method: 'DELETE', path: '/api/me/data', headers: { host, 'sec-fetch-site': 'cross-site', cookie: anna.cookie } });
    expect(answer.status).toBe(403);
  });

  it('reads nothing, because no answer lets it', async () => {
    const answer = await plainRequest(url, { headers: { host, origin: 'http://evil.example', cookie: anna.cookie } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it.each(foreign)('opens no socket: %s', async (origin) => {
    await expect(anna.open({ origin })).rejects.toThrow();
    const polling = await plainRequest(url, { path: '/socket.io/?EIO=4&transport=polling', headers: { host, origin, cookie: anna.cookie } });
    expect([polling.status, polling.body]).toEqual([403, expect.stringContaining('forbidden_origin')]);
  });
});

describe("the server's own page, and programs", () => {
  it.each([
    ['its own origin', () => ({ origin: `http://${host}` })],
    ['an origin the operator allows', () => ({ origin: 'http://localhost:5173' })],
    ['no origin, as programs send', () => ({})],
  ])('may change things and open sockets: %s', async (_, headers) => {
    const sent: Record<string, string> = { host, cookie: anna.cookie, ...headers() };
    expect((await plainRequest(url, { method: 'DELETE', path: '/api/me/data', headers: sent })).status).toBe(200);
    const page = await anna.open(headers());
    page.leave();
  });
});
