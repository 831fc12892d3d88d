import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Sends a body at so many bytes a second, in fifty steps. */
export function sendSlowly(response: ServerResponse, body: Buffer, bytesPerSecond: number): void {
  const step = Math.max(1, Math.round(bytesPerSecond / 50));
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer);
    response.write(body.subarray(at, (at += step)));
    if (at >= body.length) {
      clearInterval(timer);
      response.end();
    }
  }, 20);
}

/** Sends until whoever asked is gone. */
export async function sendWithoutEnd(response: ServerResponse, gone: Promise<unknown>): Promise<void> {
  for (const block = Buffer.alloc(256 * 1024, 1); !response.destroyed; ) if (!response.write(block)) await Promise.race([once(response, 'drain'), gone]);
}
