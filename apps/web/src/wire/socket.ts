import { io, type Socket } from 'socket.io-client';
import { OcelliError, type Ack, type ClientToServer, type ErrorBody, type ServerToClient } from './protocol';

export type OcelliSocket = Socket<ServerToClient, ClientToServer>;

let socket: OcelliSocket | undefined;

/** The page's one socket, to its own origin. Made on first use, so that nothing connects while the page is being exported. */
export function theSocket(): OcelliSocket {
  socket ??= io({ autoConnect: false, reconnectionDelay: 400, reconnectionDelayMax: 4_000, withCredentials: true });
  return socket;
}

const patienceMs = 10_000;

type Request = keyof ClientToServer;
type Question<E extends Request> = Parameters<ClientToServer[E]>[0];
type Reply<E extends Request> = Parameters<ClientToServer[E]>[1] extends Ack<infer T> ? T : never;

/**
 * Sends one request and waits for its acknowledgement. Rejects with the server's error, with `timed_out` when none comes,
 * or with `shutting_down` when there is no connection; nothing is sent later behind the caller's back.
 */
export function ask<E extends Request>(event: E, question: Question<E>): Promise<Reply<E>> {
  return new Promise((resolve, reject) => {
    const to = theSocket();
    if (!to.connected) {
      reject(new OcelliError('shutting_down', 'There is no connection to the server.'));
      return;
    }
    const answer = (failure: Error | null, reply?: { ok: true; value: Reply<E> } | { ok: false; error: ErrorBody }): void => {
      if (failure || !reply) reject(new OcelliError('timed_out', 'The server did not answer in time.', { cause: failure }));
      else if (reply.ok) resolve(reply.value);
      else reject(new OcelliError(reply.error.code, reply.error.message));
    };
    // socket.io's types cannot follow a generic event name; the pair (event, question) is checked by this function's own signature.
    (to.timeout(patienceMs).emit as (event: string, question: unknown, answer: unknown) => void).call(to.timeout(patienceMs), event, question, answer);
  });
}
