import { createServer } from 'node:net';
import { z } from 'zod';

const Readiness = z.object({ status: z.enum(['ready', 'not ready']), store: z.string(), inference: z.string(), web: z.string() });

/** What is at an address: nothing, a running Ocelli, or something else that has the port. */
export type PortUse = { use: 'free' } | { use: 'ocelli'; ready: boolean } | { use: 'other' } | { use: 'refused'; reason: string };

export async function portUse(host: string, port: number): Promise<PortUse> {
  const failure = await tryListening(host, port);
  if (failure === undefined) return { use: 'free' };
  if (failure.code !== 'EADDRINUSE') return { use: 'refused', reason: failure.message };
  try {
    const response = await fetch(new URL('/readyz', urlOf(host, port)), { signal: AbortSignal.timeout(2_000) });
    return { use: 'ocelli', ready: Readiness.parse(await response.json()).status === 'ready' };
  } catch {
    return { use: 'other' };
  }
}

/** The address to open in a browser on this machine. */
export function urlOf(host: string, port: number): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function tryListening(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
