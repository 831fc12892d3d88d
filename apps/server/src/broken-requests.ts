import { STATUS_CODES, type Server } from 'node:http';
import { errorStatus, OcelliError } from '@ocelli/protocol';
import type { Metrics } from './metrics.js';

/** Answers what is no HTTP request, or takes too long to become one, with a typed error too, and closes the connection. */
export function refuseBrokenRequests(http: Server, metrics: Metrics): void {
  http.on('clientError', (cause: NodeJS.ErrnoException, socket) => {
    if (cause.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const failure = failureOf(cause);
    metrics.failed(failure.code, 'rest');
    const status = errorStatus[failure.code];
    const body = JSON.stringify({ error: failure.toBody() });
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
  });
}

function failureOf(cause: NodeJS.ErrnoException): OcelliError {
  if (cause.code === 'HPE_HEADER_OVERFLOW') return new OcelliError('too_large', 'The headers of the request are too large.', { cause });
  if (cause.code === 'ERR_HTTP_REQUEST_TIMEOUT') return new OcelliError('bad_request', 'The request took too long to arrive.', { cause });
  return new OcelliError('bad_request', 'The request is not understood.', { cause });
}
