import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { isSafe, type HubSettings } from './hub-settings.js';
import { hopeless, networkTrouble, statusTrouble, type HubTrouble } from './hub-trouble.js';
import { proxyFor } from './proxy-for.js';

export interface HubAnswer {
  status: number;
  /** A header of the last answer. */
  header(name: string): string | undefined;
  /** A header that the Hub itself gave, before it led elsewhere. */
  hubHeader(name: string): string | undefined;
  body: Readable;
}

interface Ask {
  repo: string;
  /** What is asked for, for people. */
  what: string;
  headers?: Record<string, string>;
  signal: AbortSignal;
}

const mostRedirects = 6;
/** A listing of a repository of models is a few hundred bytes a file. */
const mostJsonBytes = 4_000_000;

/**
 * Asks a Hub over HTTP: follows where it leads (its files lie on other hosts), and lets the token be seen by its own origin alone. Throws
 * {@link HubTrouble} or what the signal was aborted with.
 */
export class HubClient {
  readonly #settings: HubSettings;
  readonly #env: Record<string, string | undefined>;
  readonly #stallMs: number;
  /** By the proxy that they go through, and the protocol. */
  readonly #agents = new Map<string, http.Agent>();

  /** @param env for the user's proxy. @param stallMs without a byte for so long, an answer is given up. */
  constructor(settings: HubSettings, env: Record<string, string | undefined>, stallMs: number) {
    this.#settings = settings;
    this.#env = env;
    this.#stallMs = stallMs;
  }

  /** For people: "https://huggingface.co". */
  get name(): string {
    return this.#settings.url.href.replace(/\/$/, '');
  }

  /** Address of a path on this Hub; its parts are escaped. */
  address(...parts: string[]): URL {
    return new URL(`${this.name}/${parts.flatMap((part) => part.split('/')).map(encodeURIComponent).join('/')}`);
  }

  /** Opens what stands at an address of this Hub. Whoever gets it reads or destroys the body. */
  async open(address: URL, ask: Ask): Promise<HubAnswer> {
    const seen = new Set<string>();
    let hub: http.IncomingHttpHeaders | undefined;
    for (let url = address; ; ) {
      seen.add(url.href);
      const answer = await this.#request(url, ask);
      const header = (name: string) => oneOf(answer.headers[name]);
      const [status, location] = [answer.statusCode ?? 0, header('location')];
      // What stands in the Hub's own answers counts, also once it led elsewhere.
      if (this.#isOwn(url)) hub = { ...hub, ...answer.headers };
      if (status < 300 || status >= 400 || status === 304 || location === undefined) {
        return { status, header, hubHeader: (name) => oneOf(hub?.[name]), body: answer };
      }
      answer.destroy();
      const next = redirected(url, location);
      if (next === 'nowhere') throw hopeless(`The model hub ${this.name} leads nowhere for ${ask.what}. ${mirrorAdvice}`);
      if (next === 'unsafe') throw hopeless(`The model hub ${this.name} leads to an address without https for ${ask.what}, which was not followed. ${mirrorAdvice}`);
      if (seen.has(next.href) || seen.size > mostRedirects) throw hopeless(`The model hub ${this.name} leads in circles for ${ask.what}. ${mirrorAdvice}`);
      url = next;
    }
  }

  /** A small JSON answer with its headers; `undefined` where the Hub has no such address, without saying why. */
  async json(address: URL, ask: Ask): Promise<{ value: unknown; header: HubAnswer['header'] } | undefined> {
    const answer = await this.open(address, { ...ask, headers: { accept: 'application/json' } });
    try {
      if (answer.status === 404 && answer.header('x-error-code') === undefined) return undefined;
      if (answer.status !== 200) throw this.trouble(answer, ask);
      const isNone = () => hopeless(`What answers at ${this.name} is no model hub. If this network asks for a login, log in with a browser first; else check OCELLI_HUB and HF_ENDPOINT.`);
      if (!/\bjson\b/.test(answer.header('content-type') ?? '')) throw isNone();
      const text = await boundedText(plain(answer), mostJsonBytes);
      if (text === undefined) throw hopeless(`The model hub ${this.name} answers with far more than a list of files. ${mirrorAdvice}`);
      try {
        return { value: JSON.parse(text) as unknown, header: answer.header };
      } catch {
        throw isNone();
      }
    } catch (cause) {
      ask.signal.throwIfAborted();
      throw networkTrouble(cause, this.name, ask.what);
    } finally {
      answer.body.destroy();
    }
  }

  trouble(answer: Pick<HubAnswer, 'status' | 'header'>, { repo, what }: Pick<Ask, 'repo' | 'what'>): HubTrouble {
    return statusTrouble(answer.status, answer.header, { hub: this.name, repo, what, hasToken: this.#settings.token !== undefined });
  }

  /** Nothing of it is open any more. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #isOwn(url: URL): boolean {
    return url.origin === this.#settings.url.origin;
  }

  /** The first answer, wherever it leads. Its body's errors are heard by whoever reads it. */
  async #request(url: URL, { headers, signal, what }: Ask): Promise<IncomingMessage> {
    const { token } = this.#settings;
    const login = token !== undefined && this.#isOwn(url) && isSafe(url) ? { authorization: `Bearer ${token}` } : {};
    const options = { agent: this.#agentFor(url), signal, timeout: this.#stallMs, headers: { 'user-agent': 'ocelli', 'accept-encoding': 'identity', ...headers, ...login } };
    try {
      const request = (url.protocol === 'https:' ? https : http).request(url, options).on('timeout', () => request.destroy(Object.assign(new Error('nothing arrives'), { code: 'ETIMEDOUT' })));
      request.end();
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      request.on('error', () => undefined);
      answer.on('error', () => undefined);
      return answer;
    } catch (cause) {
      signal.throwIfAborted();
      throw networkTrouble(cause, this.name, what);
    }
  }

  #agentFor(url: URL): http.Agent {
    const proxy = proxyFor(url, this.#env);
    const key = `${url.protocol} ${proxy?.href ?? ''}`;
    const known = this.#agents.get(key);
    if (known) return known;
    const options = { keepAlive: true };
    const agent = proxy ? new (url.protocol === 'https:' ? HttpsProxyAgent : HttpProxyAgent)(proxy.href, options) : new (url.protocol === 'https:' ? https : http).Agent(options);
    this.#agents.set(key, agent);
    return agent;
  }
}

export const mirrorAdvice = 'If OCELLI_HUB or HF_ENDPOINT names a mirror, ask who keeps it, or name another.';

/** Where an answer leads: over http only from http. */
export function redirected(from: URL, location: string): URL | 'nowhere' | 'unsafe' {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (!to || !/^https?:$/.test(to.protocol)) return 'nowhere';
  return from.protocol === 'https:' && to.protocol === 'http:' ? 'unsafe' : to;
}

/** The body without the packing that some mirrors add, asked or not. */
export function plain({ body, header }: HubAnswer): Readable {
  const unpack = { gzip: createGunzip, 'x-gzip': createGunzip, br: createBrotliDecompress, deflate: createInflate }[header('content-encoding')?.toLowerCase() ?? ''];
  if (!unpack) return body;
  const unpacked = unpack();
  body.on('error', (cause: Error) => unpacked.destroy(cause));
  return body.pipe(unpacked);
}

/** A stream's text; undefined when it has more bytes than may be. */
async function boundedText(stream: Readable, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    stream.destroy();
  }
}

const oneOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
