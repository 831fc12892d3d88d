import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** Gives each request an id (also told to the client) and logs how it went: no query, no body, no names, no addresses. */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const id = randomUUID();
    const startedAt = performance.now();
    response.setHeader('X-Request-Id', id);
    response.locals.log = log.child({ requestId: id });
    response.on('close', () => {
      const { method } = request;
      const path = request.originalUrl.split('?', 1)[0]?.slice(0, 200);
      response.locals.log.debug({ method, path, status: response.statusCode, ms: Math.round(performance.now() - startedAt) }, 'request');
    });
    next();
  };
}

declare module 'express-serve-static-core' {
  interface Locals {
    /** Names the request in every line. */
    log: Logger;
  }
}
