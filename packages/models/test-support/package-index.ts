import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { RegistryDownload } from '../src/registry/manifest.js';
import { sendSlowly, sendWithoutEnd } from './slow-answers.js';

/** What goes wrong when a wheel is asked for; `times`: only so often, then all is well. */
export type Fault =
  | { kind: 'status'; status: number }
  | { kind: 'page' }
  | { kind: 'bytes'; body: Buffer }
  | { kind: 'cut'; after: number; times?: number }
  | { kind: 'stall'; after: number }
  | { kind: 'endless' }
  | { kind: 'slow'; bytesPerSecond: number };

/** A wheel as the test index has it. */
export interface TestWheel {
  name: string;
  version: string;
  body: Buffer;
}

/** A package index on this machine, in the layout of the "simple repository API", whose faults can be chosen. */
export class PackageIndex {
  readonly wheels = new Map<string, TestWheel>();
  readonly faults = new Map<string, Fault>();
  /** Faults of the page that lists a package's files. */
  readonly pageFaults = new Map<string, Fault>();
  /** How often each wheel was asked for. */
  readonly asked = new Map<string, number>();
  #server!: Server;

  static async start(): Promise<PackageIndex> {
    const index = new PackageIndex();
    index.#server = createServer((request, response) => void index.#answer(request, response));
    index.#server.listen(0, '127.0.0.1');
    await once(index.#server, 'listening');
    return index;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/simple/`;
  }

  /** pip's environment: this index and nothing of the machine's own settings. */
  get env(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !/^(PIP_.*|.*_proxy)$/i.test(name));
    return { ...Object.fromEntries(kept), PIP_CONFIG_FILE: '/dev/null', PIP_INDEX_URL: this.url, NO_PROXY: '*' };
  }

  add(...wheels: TestWheel[]): void {
    for (const wheel of wheels) this.wheels.set(wheel.name, wheel);
  }

  heal(): void {
    this.faults.clear();
    this.pageFaults.clear();
    this.asked.clear();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close').catch(() => undefined);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, folder, name = ''] = (request.url ?? '').split('/');
    const wheel = this.wheels.get(name);
    if (!wheel) return void response.writeHead(404).end('no such package');
    if (folder === 'simple') {
      const file = fileNameOf(wheel);
      const page = `<!DOCTYPE html><html><body><a href="/files/${name}/${file}#sha256=${sha256(wheel.body)}">${file}</a></body></html>`;
      return await answerWith(response, Buffer.from(page), 'text/html', this.pageFaults.get(name));
    }
    this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
    const fault = this.faults.get(name);
    const over = fault?.kind === 'cut' && fault.times !== undefined && (this.asked.get(name) as number) > fault.times;
    await answerWith(response, wheel.body, 'application/octet-stream', over ? undefined : fault);
  }
}

async function answerWith(response: ServerResponse, body: Buffer, type: string, fault?: Fault): Promise<void> {
  const gone = once(response, 'close');
  const begin = (length = body.length) => response.writeHead(200, { 'content-type': type, 'content-length': length });
  switch (fault?.kind) {
    case undefined:
      return void begin().end(body);
    case 'status':
      return void response.writeHead(fault.status).end('no');
    case 'page':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in to this network.</body></html>');
    case 'bytes':
      return void begin(fault.body.length).end(fault.body);
    case 'cut':
      begin();
      response.write(body.subarray(0, fault.after), () => response.destroy());
      return;
    case 'stall':
      begin();
      response.write(body.subarray(0, fault.after));
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': type });
      return await sendWithoutEnd(response, gone);
    case 'slow':
      begin();
      return sendSlowly(response, body, fault.bytesPerSecond);
  }
}

const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex');
const fileNameOf = ({ name, version }: TestWheel) => `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;

/** A wheel with these members besides what every wheel has. */
export async function makeWheel(name: string, members: Record<string, Buffer>, { version = '1.0' } = {}): Promise<TestWheel> {
  const zip = new ZipFile();
  const info = `${name.replaceAll('-', '_')}-${version}.dist-info`;
  for (const [path, body] of Object.entries(members)) zip.addBuffer(body, path);
  zip.addBuffer(Buffer.from(`Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`), `${info}/METADATA`);
  zip.addBuffer(Buffer.from('Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n'), `${info}/WHEEL`);
  zip.addBuffer(Buffer.from(''), `${info}/RECORD`);
  zip.end();
  return { name, version, body: await buffer(zip.outputStream) };
}

/** The manifest's entry for wheels whose members are joined to files: `files` maps a path to `[wheel, member, bytes]` parts. */
export function downloadOf(id: string, wheels: readonly TestWheel[], files: Record<string, [wheel: string, member: string, body: Buffer][]>): RegistryDownload {
  return RegistryDownload.parse({
    ...{ id, title: `Test ${id}`, gives: 'be tested', when: 'asked' },
    requirements: wheels.map(({ name, version, body }) => ({ name, version, sha256: sha256(body), bytes: body.length })),
    files: Object.entries(files).map(([path, parts]) => {
      const whole = Buffer.concat(parts.map(([, , body]) => body));
      return { path, sha256: sha256(whole), bytes: whole.length, from: parts.map(([wheel, member]) => ({ wheel, member })) };
    }),
  });
}

/** Bytes that do not compress. */
export const noise = (length: number) => randomBytes(length);
