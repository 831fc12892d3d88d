import { errorStatus, limits, OcelliError } from '@ocelli/protocol';
import express, { type ErrorRequestHandler, type Express, type Request, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { describeFailure, failureOf } from './failures.js';
import type { Metrics } from './metrics.js';
import type { OriginGuard } from './origin-guard.js';
import type { Owners } from './owners.js';
import type { PasswordGate } from './password-gate.js';
import { requestLog } from './request-log.js';
import { apiPolicy, type WebPages } from './web-pages.js';

interface Parts {
  guard: OriginGuard;
  gate: PasswordGate | null;
  owners: Owners;
  health: Router;
  api: Router;
  pages: WebPages;
  metrics: Metrics;
  log: Logger;
}

/** Puts the HTTP side together, in the order in which a request has to pass. */
export function httpApp({ guard, gate, owners, health, api, pages, metrics, log }: Parts): Express {
  const app = express();
  app.disable('x-powered-by').set('query parser', 'simple').set('trust proxy', false);
  app.use(requestLog(log));
  app.use(helmet({ contentSecurityPolicy: false, strictTransportSecurity: false, xFrameOptions: { action: 'deny' } }));
  app.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', apiPolicy);
    response.setHeader('Permissions-Policy', 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()');
    next();
  });
  app.use(guard.middleware());
  app.use(health);
  if (gate) app.use(gate.router());
  // Behind the password: it tells how much the server is used. Prometheus can send one.
  app.get('/metrics', async (_request, response) => {
    const { contentType, body } = await metrics.scrape();
    response.setHeader('Content-Type', contentType);
    response.send(body);
  });
  app.use('/api', api);
  // A page's first requests, several at once, must all be of one owner: so the page brings the cookie, and renews it.
  app.get(['/', '/models'], owners.middleware({ renew: true }));
  app.use(pages.router());
  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') pages.sendNotFound(response);
    else next(new OcelliError('not_found', 'There is no such address.'));
  });
  app.use(tellFailure(metrics));
  return app;
}

/** A connection closed over an unread body takes the answer with it; so the body is read and forgotten, though not without end. */
function forgetBody(request: Request): void {
  let left = 2 * limits.uploadBytes;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
}

/** The one place where what a handler threw becomes an answer. */
function tellFailure(metrics: Metrics): ErrorRequestHandler {
  return (cause, request, response, next) => {
    const failure = failureOf(cause);
    metrics.failed(failure.code, 'rest');
    if (failure.code === 'internal') response.locals.log.error({ failure: describeFailure(cause) }, 'request failed');
    if (response.headersSent) {
      next(cause);
      return;
    }
    if (failure.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(Math.ceil(failure.retryAfterSeconds)));
    if (!request.readableEnded) forgetBody(request);
    response.status(errorStatus[failure.code]).json({ error: failure.toBody() });
  };
}
