import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HubDownload } from '../src/hub/manifest.js';
import { sendSlowly, sendWithoutEnd } from './slow-answers.js';

/** What goes wrong with an answer; `times`: only so often, then all is well. */
export type HubFault = { times?: number } & (
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  | { kind: 'page' }
  /** Leads to this address instead of where the file lies. */
  | { kind: 'lead'; to: string }
  | { kind: 'bytes'; body: Buffer; headers?: Record<string, string> }
  /** The connection ends: torn down, or closed as if all were said. */
  | { kind: 'cut'; after: number }
  | { kind: 'short'; after: number }
  | { kind: 'stall'; after: number }
  | { kind: 'slow'; bytesPerSecond: number }
  | { kind: 'endless' }
  /** Headers that say other things than the truth; undefined takes one away. */
  | { kind: 'headers'; headers: Record<string, string | undefined> }
  | { kind: 'no-ranges' }
  /** Packed with gzip, asked or not: the truth, or what was packed here. */
  | { kind: 'packed'; packed?: Buffer }
);

interface Repo {
  revision: string;
  files: Map<string, Buffer>;
}
/** A request as it came. */
export interface Asked {
  /** hub: its own host; cdn: where large files lie; elsewhere: a host of somebody else. */
  at: 'hub' | 'cdn' | 'elsewhere';
  path: string;
  authorization: string | undefined;
  range: string | undefined;
  ifRange: string | undefined;
}

/** A model hub on this machine, as huggingface.co answers: a list of files, small files itself, large ones (LFS) behind a redirect to another host. */
export class HubMirror {
  readonly repos = new Map<string, Repo>();
  /** By path in the repository: of the answer that gives the bytes, or (status, page, lead, headers) of the Hub's own. */
  readonly faults = new Map<string, HubFault>();
  /** Of the list of files. */
  listFault: HubFault | undefined;
  asked: Asked[] = [];
  readonly #served = new Map<string, number>();
  #hub!: Server;
  #cdn!: Server;
  #elsewhere!: Server;

  static async start(): Promise<HubMirror> {
    const mirror = new HubMirror();
    mirror.#hub = await listening((request, response) => mirror.#answer(request, response));
    mirror.#cdn = await listening((request, response) => mirror.#answerLarge(request, response));
    mirror.#elsewhere = await listening((request, response) => {
      mirror.#note('elsewhere', request);
      response.writeHead(404).end();
    });
    return mirror;
  }

  get url(): string {
    return addressOf(this.#hub);
  }
  get elsewhere(): string {
    return addressOf(this.#elsewhere);
  }

  /** The environment of a pull: this hub, an empty cache, and nothing of the machine's own settings. */
  env(more: Record<string, string> = {}): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !/^(HF_.*|HUGGING_.*|OCELLI_.*|PIP_.*|.*_proxy)$/i.test(name));
    return { ...Object.fromEntries(kept), OCELLI_HUB: this.url, HF_HOME: '/nowhere', ...more };
  }

  /** Puts a repository here. Returns the manifest's entry for it. */
  add(id: string, repo: string, files: Record<string, Buffer>, revision = sha1(Buffer.from(repo))): HubDownload {
    this.repos.set(repo, { revision, files: new Map(Object.entries(files)) });
    return HubDownload.parse({
      ...{ id, title: `Test ${id}`, gives: 'be tested', when: 'asked', repo, revision },
      files: Object.entries(files).map(([path, body]) => ({ path, sha256: sha256(body), bytes: body.length })),
    });
  }

  heal(): void {
    this.faults.clear();
    this.listFault = undefined;
    this.asked = [];
    this.#served.clear();
  }

  /** Requests for the bytes of a file. */
  askedFor(path: string): Asked[] {
    return this.asked.filter((one) => one.path.endsWith(`/${path}`) && !one.path.startsWith('/api/') && (one.at === 'cdn' || !isLarge(path)));
  }

  async stop(): Promise<void> {
    for (const server of [this.#hub, this.#cdn, this.#elsewhere]) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close').catch(() => undefined);
    }
  }

  #note(at: Asked['at'], { url = '', headers }: IncomingMessage): void {
    this.asked.push({ at, path: decodeURIComponent(url.split('?', 1)[0] ?? ''), authorization: headers.authorization, range: headers.range, ifRange: headers['if-range'] as string | undefined });
  }

  #faultOf(key: string, fault: HubFault | undefined): HubFault | undefined {
    const served = (this.#served.get(key) ?? 0) + 1;
    this.#served.set(key, served);
    return fault?.times !== undefined && served > fault.times ? undefined : fault;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.#note('hub', request);
    const path = decodeURIComponent((request.url ?? '').split('?', 1)[0] ?? '');
    const [, repoName = '', revision = ''] = /^\/api\/models\/([^/]+\/[^/]+)\/tree\/([^/]+)$/.exec(path) ?? [];
    if (repoName) return this.#list(repoName, revision, request, response);
    const [, owner = '', at = '', file = ''] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const repo = this.repos.get(owner);
    if (!repo) return void response.writeHead(404, { 'x-error-code': 'RepoNotFound' }).end();
    if (at !== repo.revision) return void response.writeHead(404, { 'x-error-code': 'RevisionNotFound' }).end();
    const body = repo.files.get(file);
    if (!body) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    const own = { etag: `"${isLarge(file) ? sha256(body) : gitHash(body)}"`, 'x-repo-commit': at };
    const large = { ...own, 'x-linked-etag': `"${sha256(body)}"`, 'x-linked-size': String(body.length) };
    const set = this.faults.get(file);
    if (set && (set.kind === 'status' || set.kind === 'page' || set.kind === 'lead' || set.kind === 'headers')) {
      const fault = this.#faultOf(`hub ${file}`, set);
      if (fault?.kind === 'headers') {
        const headers = Object.fromEntries(Object.entries({ ...large, ...fault.headers }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
        return void response.writeHead(302, { location: this.#largeAddress(owner, file), ...headers }).end();
      }
      if (fault) return answerWith(request, response, body, own, fault);
    }
    if (!isLarge(file)) return answerWith(request, response, body, own, set && this.#faultOf(file, set));
    response.writeHead(302, { location: this.#largeAddress(owner, file), ...large }).end('moved');
  }

  #largeAddress(repo: string, file: string): string {
    return `${addressOf(this.#cdn)}/${repo}/${encodeURI(file)}?signature=secret`;
  }

  #answerLarge(request: IncomingMessage, response: ServerResponse): void {
    this.#note('cdn', request);
    const [, repo = '', file = ''] = /^\/([^/]+\/[^/]+)\/([^?]+)/.exec(decodeURI(request.url ?? '')) ?? [];
    const body = this.repos.get(repo)?.files.get(file);
    if (!body) return void response.writeHead(404).end();
    const set = this.faults.get(file);
    answerWith(request, response, body, { etag: `"cdn-${sha256(body).slice(0, 8)}"` }, set && !['status', 'page', 'lead', 'headers'].includes(set.kind) ? this.#faultOf(file, set) : undefined);
  }

  /** In pages of three files. */
  #list(repoName: string, revision: string, request: IncomingMessage, response: ServerResponse): void {
    const repo = this.repos.get(repoName);
    const fault = this.listFault && this.#faultOf('list', this.listFault);
    if (!repo && !fault) return void response.writeHead(404, { 'x-error-code': 'RepoNotFound' }).end();
    const page = Number(new URL(request.url ?? '', 'http://here').searchParams.get('cursor') ?? 0);
    const entries = [...(repo?.files ?? [])].map(([path, body]) => ({ type: 'file', oid: gitHash(body), size: body.length, path, ...(isLarge(path) ? { lfs: { oid: sha256(body), size: body.length, pointerSize: 130 } } : {}) }));
    const more: Record<string, string> = entries.length > 3 * (page + 1) ? { link: `<${this.url}/api/models/${repoName}/tree/${revision}?recursive=true&cursor=${page + 1}>; rel="next"` } : {};
    answerWith(request, response, Buffer.from(JSON.stringify(entries.slice(3 * page, 3 * page + 3))), { 'content-type': 'application/json; charset=utf-8', ...more }, fault);
  }
}

function answerWith(request: IncomingMessage, response: ServerResponse, body: Buffer, headers: Record<string, string>, fault?: HubFault): void {
  const gone = once(response, 'close');
  // As servers do: the range counts only for the version that it was asked of.
  const asked = request.headers['if-range'] !== undefined && request.headers['if-range'] !== headers.etag ? undefined : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const from = fault?.kind === 'no-ranges' || asked === undefined ? 0 : Number(asked);
  if (from > 0 && from >= body.length) return void response.writeHead(416).end();
  const rest = body.subarray(from);
  const begin = (more: Record<string, string> = {}) =>
    response.writeHead(from > 0 ? 206 : 200, {
      ...{ 'content-type': 'application/octet-stream', 'content-length': String(rest.length) },
      ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
      ...headers,
      ...more,
    });
  switch (fault?.kind) {
    case undefined:
    case 'headers':
    case 'no-ranges':
      return void begin().end(rest);
    case 'status':
      return void response.writeHead(fault.status, fault.headers).end('no');
    case 'page':
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html><body>Please log in to this network.</body></html>');
    case 'lead':
      return void response.writeHead(302, { location: fault.to, ...headers }).end();
    case 'bytes':
      return void begin({ 'content-length': String(fault.body.length), ...fault.headers }).end(fault.body);
    case 'packed': {
      const packed = fault.packed ?? gzipSync(rest);
      return void begin({ 'content-encoding': 'gzip', 'content-length': String(packed.length) }).end(packed);
    }
    case 'cut':
      // What is still on its way when a connection is torn down is lost.
      begin().write(rest.subarray(0, fault.after), () => setTimeout(() => response.destroy(), 30));
      return;
    case 'short':
      begin({ connection: 'close' }).write(rest.subarray(0, fault.after), () => request.socket.end());
      return;
    case 'stall':
      begin().write(rest.subarray(0, fault.after));
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      return void sendWithoutEnd(response, gone);
    case 'slow':
      begin();
      return sendSlowly(response, rest, fault.bytesPerSecond);
  }
}

async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
/** As repositories of models are set up: weights are large files. */
const isLarge = (path: string) => /\.(onnx|bin|safetensors)$/.test(path);
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex');
const sha1 = (body: Buffer) => createHash('sha1').update(body).digest('hex');
/** What git names a file by. */
const gitHash = (body: Buffer) => createHash('sha1').update(`blob ${body.length}\0`).update(body).digest('hex');
