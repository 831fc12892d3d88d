import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { OcelliError } from '@ocelli/protocol';
import express, { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { ServerConfig } from './config.js';
import { RateLimit } from './rate-limit.js';
import { SignedValue } from './signed-value.js';
import { pagePolicy } from './web-pages.js';

const cookieName = 'ocelli_pass';
const passDays = 30;
const Login = z.object({ password: z.string().max(1_000) });

const loginPage = (again: boolean) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Ocelli: password</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 1rem }
  form { display: grid; gap: .75rem; width: min(20rem, 100%) }
  input, button { font: inherit; padding: .6rem .8rem; border-radius: .5rem; border: 1px solid currentColor }
</style>
<form method="post" action="/api/login">
  <h1>Ocelli</h1>
  <label for="password">${again ? 'That was not the password. Try again.' : 'This server asks for a password.'}</label>
  <input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
  <button>Enter</button>
</form>
</html>
`;

/** Asks everybody for the one password of the server. Programs send it as `Authorization: Bearer`. */
export class PasswordGate {
  readonly #password: Buffer;
  readonly #passes: SignedValue;
  readonly #secure: boolean;
  readonly #wrongOnes = new RateLimit(10, 'wrong passwords', 5 * 60_000);

  constructor(password: string, key: Buffer, { secureCookies }: Pick<ServerConfig, 'secureCookies'>) {
    this.#password = digest(password);
    // Another password makes every earlier pass worthless.
    this.#passes = new SignedValue(key, `pass ${this.#password.toString('hex')}`);
    this.#secure = secureCookies;
  }

  /** Whether a request (or a socket's handshake) may come in. Throws `rate_limited` after too many wrong passwords. */
  admits({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
    const bearer = /^Bearer (.{1,1000})$/.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return this.#isRight(bearer, socket.remoteAddress);
    const until = this.#passes.open(parseCookie(headers.cookie ?? '')[cookieName]);
    return until !== null && Number(until) > Date.now();
  }

  router(): Router {
    const router = Router();
    router.get('/login', (request, response) => {
      const page = loginPage('again' in request.query);
      response.setHeader('Content-Security-Policy', pagePolicy(page));
      response.type('html').send(page);
    });
    router.post('/api/login', express.urlencoded({ extended: false, limit: '4kb' }), express.json({ limit: '4kb' }), (request, response) => {
      const { password } = Login.parse(request.body);
      if (!this.#isRight(password, request.socket.remoteAddress)) {
        if (request.is('json')) throw new OcelliError('unauthorized', 'That is not the password.');
        response.redirect(303, '/login?again');
        return;
      }
      const maxAge = passDays * 24 * 60 * 60;
      const value = this.#passes.seal(String(Date.now() + maxAge * 1000));
      response.append('Set-Cookie', stringifySetCookie({ name: cookieName, value, httpOnly: true, sameSite: 'lax', secure: this.#secure, path: '/', maxAge }));
      if (request.is('json')) response.json({});
      else response.redirect(303, '/');
    });
    router.use(this.#guard());
    return router;
  }

  #guard(): RequestHandler {
    return (request, response, next) => {
      if (this.admits(request)) next();
      else if (request.method === 'GET' && !request.path.startsWith('/api/') && request.accepts(['json', 'html']) === 'html') response.redirect(303, '/login');
      else throw new OcelliError('unauthorized', 'This server asks for a password.');
    };
  }

  #isRight(password: string, address = ''): boolean {
    // Before comparing: after too many wrong ones, the right one is refused too, or guessing could go on.
    this.#wrongOnes.check(address);
    const right = timingSafeEqual(digest(password), this.#password);
    if (!right) this.#wrongOnes.count(address);
    return right;
  }
}

/** Of one length whatever the password's, as comparing in constant time needs. */
function digest(password: string): Buffer {
  return createHash('sha256').update(password).digest();
}
