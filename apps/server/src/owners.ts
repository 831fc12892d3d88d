import { randomBytes } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { RequestHandler, Response } from 'express';
import { SignedValue } from './signed-value.js';

declare module 'express-serve-static-core' {
  interface Locals {
    /** Who asks. */
    ownerId: string;
  }
}

const cookieName = 'ocelli_owner';
const oneYearSeconds = 365 * 24 * 60 * 60;

/** Each browser is an owner, known by a signed cookie that scripts cannot read and foreign sites' requests do not carry. */
export class Owners {
  readonly #sealed: SignedValue;
  readonly #secure: boolean;

  constructor(key: Buffer, { secureCookies }: { secureCookies: boolean }) {
    this.#sealed = new SignedValue(key, 'owner');
    this.#secure = secureCookies;
  }

  /** The owner that a Cookie header names, or null. */
  identify(cookieHeader: string | undefined): string | null {
    return this.#sealed.open(parseCookie(cookieHeader ?? '')[cookieName]);
  }

  /** Puts the owner into `response.locals`, and makes one of a browser that has none. `renew`: the cookie lives for another year. */
  middleware({ renew = false } = {}): RequestHandler {
    return (request, response, next) => {
      const known = this.identify(request.headers.cookie);
      const ownerId = known ?? randomBytes(16).toString('base64url');
      response.locals.ownerId = ownerId;
      if (!known || renew) this.#give(response, ownerId);
      next();
    };
  }

  #give(response: Response, ownerId: string): void {
    const value = this.#sealed.seal(ownerId);
    response.append(
      'Set-Cookie',
      stringifySetCookie({ name: cookieName, value, httpOnly: true, sameSite: 'lax', secure: this.#secure, path: '/', maxAge: oneYearSeconds }),
    );
  }
}
