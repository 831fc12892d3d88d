import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answerTurn } from '@ocelli/agent';
import { createInferenceHost, packStatus, type InferenceHost } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { openStore } from '@ocelli/store';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { Answering, type Answerer } from './answering.js';
import { apiRoutes } from './api-routes.js';
import type { ServerConfig } from './config.js';
import { failureOf } from './failures.js';
import { healthRoutes } from './health-routes.js';
import { httpApp } from './http-app.js';
import { LiveConversations, type OcelliIo } from './live-conversations.js';
import { Metrics } from './metrics.js';
import { OriginGuard } from './origin-guard.js';
import { Owners } from './owners.js';
import { paced } from './pace.js';
import { PasswordGate } from './password-gate.js';
import { PictureViews } from './picture-views.js';
import { RateLimit } from './rate-limit.js';
import { rememberedPerception } from './remembered-perception.js';
import { readSamples } from './samples.js';
import { secretKey } from './secret-key.js';
import { serveSockets } from './sockets.js';
import { Uploads } from './uploads.js';
import { WatchConversation } from './watch-conversation.js';
import { WebPages } from './web-pages.js';

export interface OcelliServer {
  /** Where it listens: "http://127.0.0.1:3000". */
  url: string;
  /** Resolves when the models of the first answers are loaded; answers given earlier wait for them. */
  warmed(): Promise<void>;
  /** Stops accepting, marks unfinished answers as interrupted, and ends its processes, within about ten seconds. */
  close(): Promise<void>;
}

export interface ServerParts {
  /** What looks at pictures; the supervised inference process when absent. */
  inference?: InferenceHost;
  /** What answers; the agent when absent. */
  answer?: Answerer;
}

const largestSocketMessage = 64 * 1024;
const closeWithinMs = 8_000;

/**
 * Starts Ocelli: store, inference process, HTTP and sockets on one port. Rejects with `store_locked`, `store_unavailable`, or
 * as listening fails (EADDRINUSE).
 */
export async function createServer(config: ServerConfig, parts: ServerParts = {}): Promise<OcelliServer> {
  const log = pino({ level: config.logLevel, base: null });
  const key = await secretKey(config.dataFolder);
  const [pages, samples, store] = await Promise.all([
    WebPages.read(config.webFolder),
    readSamples(),
    openStore({ folder: config.dataFolder, databaseUrl: config.databaseUrl }),
  ]);
  const metrics = new Metrics(() => inference.status().queues);
  const inference = parts.inference ?? createInferenceHost({ warm: ['read-boards', 'detect'], onEvent: (event) => metrics.inference(event) });
  const perception = rememberedPerception(inference, store.perceptions, () => config.version);
  const answer: Answerer = parts.answer ?? ((input, { signal }) => answerTurn(input, { perception, signal }));

  const guard = new OriginGuard(config);
  const owners = new Owners(key, config);
  const gate = config.password ? new PasswordGate(config.password, key, config) : null;
  const io: OcelliIo = new Server({
    serveClient: false,
    maxHttpBufferSize: largestSocketMessage,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: (request, decide) => {
      try {
        guard.check(request, true);
        if (gate && !gate.admits(request)) throw new OcelliError('unauthorized', 'This server asks for a password.');
        decide(null, true);
      } catch (cause) {
        decide(failureOf(cause).code, false);
      }
    },
  });
  io.use((socket, next) => {
    const ownerId = owners.identify(socket.handshake.headers.cookie);
    if (ownerId) socket.data.ownerId = ownerId;
    next(ownerId ? undefined : Object.assign(new Error('unauthorized'), { data: new OcelliError('unauthorized', 'Open the page first.').toBody() }));
  });
  const live = new LiveConversations(io);
  const pace = config.wordsPerSecond;
  const answering = new Answering({ store, answer: pace ? paced(answer, pace) : answer, live, metrics, log });
  serveSockets(io, {
    answering,
    watch: new WatchConversation(store, answering),
    turnLimit: new RateLimit(config.turnsPerMinute, 'questions'),
    eventLimit: new RateLimit(1_200, 'requests'),
    metrics,
    log,
  });

  const packs = (await packStatus()).map(({ id, title, status }) => ({ id, title, status }));
  const health = healthRoutes(
    {
      store: () => store.ping(),
      inference: async () => {
        if (inference.status().state !== 'ready') throw new Error('not ready');
      },
      web: async () => {
        if (!pages.present) throw new Error('not built');
      },
    },
    metrics,
  );
  const api = apiRoutes({
    store,
    owners,
    uploads: new Uploads(store),
    views: new PictureViews(store),
    answering,
    live,
    uploadLimit: new RateLimit(config.uploadsPerMinute, 'uploads'),
    samples,
    about: () => ({ version: config.version, packs, device: inference.status().device }),
  });
  const http = createHttpServer({ requestTimeout: 120_000, headersTimeout: 20_000 }, httpApp({ guard, gate, owners, health, api, pages, metrics, log }));
  // After the app: socket.io takes its own requests out of those that the app would get.
  io.attach(http);

  const close = async () => {
    await answering.close();
    await Promise.race([io.close(), wait(2_000, undefined, { ref: false })]);
    http.closeAllConnections();
    if (!parts.inference) await inference.close();
    await store.close();
  };
  try {
    await answering.begin();
    await listen(http, config);
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    url: urlOf(http.address() as AddressInfo),
    warmed: () => inference.warmed(),
    close: () => Promise.race([close(), wait(closeWithinMs, undefined, { ref: false })]),
  };
}

function listen(http: ReturnType<typeof createHttpServer>, { port, host }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, resolve);
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
