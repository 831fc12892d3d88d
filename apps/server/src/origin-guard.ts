import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { OcelliError } from '@ocelli/protocol';
import type { RequestHandler } from 'express';
import { isLoopback, type ServerConfig } from './config.js';

/**
 * Who may talk to the server at all. A page of another site must not: neither by sending requests with the visitor's cookies,
 * nor through a websocket (which no browser restricts), nor by pointing a name of its own at this machine (DNS rebinding).
 */
export class OriginGuard {
  readonly #config: Pick<ServerConfig, 'host' | 'allowedHosts' | 'allowedOrigins'>;

  constructor(config: Pick<ServerConfig, 'host' | 'allowedHosts' | 'allowedOrigins'>) {
    this.#config = config;
  }

  /** Throws `forbidden_host` or `forbidden_origin`. `changes` is whether the request does more than read. */
  check({ headers }: Pick<IncomingMessage, 'headers'>, changes: boolean): void {
    const host = headers.host ?? '';
    if (!this.#isOurs(host)) {
      throw new OcelliError('forbidden_host', 'This server does not answer under that name. Add it to OCELLI_ALLOWED_HOSTS if it should.');
    }
    if (!changes) return;
    const { origin } = headers;
    const foreign =
      origin === undefined ? headers['sec-fetch-site'] === 'cross-site' : !this.#config.allowedOrigins.includes(origin) && hostOf(origin) !== host.toLowerCase();
    if (foreign) throw new OcelliError('forbidden_origin', 'Requests from the pages of other sites are refused.');
  }

  middleware(): RequestHandler {
    return (request, _response, next) => {
      this.check(request, request.method !== 'GET' && request.method !== 'HEAD');
      next();
    };
  }

  #isOurs(host: string): boolean {
    const name = hostnameOf(host);
    if (name === null) return false;
    if (isLoopback(name) || this.#config.allowedHosts.includes(name)) return true;
    // Rebinding needs a name; an address is what it says. Names of a public server have to be listed.
    return !isLoopback(this.#config.host) && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  }
}

/** Host and port of an origin; null for opaque ones ("null") and what is no http origin. */
function hostOf(origin: string): string | null {
  try {
    const { protocol, host } = new URL(origin);
    return protocol === 'http:' || protocol === 'https:' ? host : null;
  } catch {
    return null;
  }
}

function hostnameOf(host: string): string | null {
  if (!/^[a-z0-9._-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i.test(host)) return null;
  return host.toLowerCase().replace(/:\d{1,5}$/, '');
}
