import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answerTurn } from '@ocelli/agent';
import { bestDevice, createInferenceHost, createVoiceActivity, DownloadsProcess, modelDownloads, ModelFiles, modelsOf, neededDownloads, type InferenceEvent, type InferenceHost, type ModelDownload, type Senses } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { openStore } from '@ocelli/store';
import { pino, type Logger } from 'pino';
import { Server } from 'socket.io';
import { Answering, type Answerer } from './answering.js';
import { apiRoutes } from './api-routes.js';
import { refuseBrokenRequests } from './broken-requests.js';
import { mayChangeModels, refuseCarelessListening, type ServerConfig } from './config.js';
import { describeFailure, failureOf } from './failures.js';
import { healthRoutes } from './health-routes.js';
import { httpApp } from './http-app.js';
import { ListeningDecoder } from './listening-decoder.js';
import { ListeningSessions } from './listening-sessions.js';
import { LiveConversations, type OcelliIo } from './live-conversations.js';
import { Metrics } from './metrics.js';
import { answerAsModelsArrive } from './models/answer-as-models-arrive.js';
import { ModelChoices } from './models/choices.js';
import { Installs } from './models/installs.js';
import { MachineModels } from './models/machine-models.js';
import { measureModel } from './models/measure-model.js';
import { ModelSpeeds, noting, notingSpeeds } from './models/model-speeds.js';
import { PerceptionVersions } from './models/perception-versions.js';
import { tellPages } from './models/tell-pages.js';
import { OriginGuard } from './origin-guard.js';
import { Owners } from './owners.js';
import { paced } from './pace.js';
import { PasswordGate } from './password-gate.js';
import { PictureViews } from './picture-views.js';
import { OwnerLimit, RateLimit } from './rate-limit.js';
import { ReadingAloud } from './reading-aloud.js';
import { SpeakingProcess } from './speaking-process.js';
import { rememberedPerception } from './remembered-perception.js';
import { Transcripts } from './remembered-transcripts.js';
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
  /** What answers; the agent when absent, and then its first models are loaded at once. */
  answer?: Answerer;
  /** What makes words of sound; the inference process when absent. */
  transcribe?: Senses['transcribe'];
  /** What says answers aloud; a process of its own when absent. */
  speak?: Senses['speak'];
  /** What can be fetched, the environment that pip runs in, and the first pause after a failure; the registry pack, and the server's own, when absent. */
  registry?: { downloads: readonly ModelDownload[]; env: NodeJS.ProcessEnv; retrySeconds?: number };
  /** Told why models cannot be fetched and what to do, for whoever started the server. */
  onModelTrouble?: (words: string) => void;
}

const largestSocketMessage = 64 * 1024;
const closeWithinMs = 8_000;
const sweepEveryMs = 24 * 60 * 60_000;
const changesOfModelsPerMinute = 120;
/** A page asks for a sentence at a time. */
const sentencesPerMinute = 240;

/**
 * Starts Ocelli: store, inference process, HTTP and sockets on one port. Rejects with `store_locked`, `store_unavailable`,
 * `unauthorized` (listening beyond this machine without a password), `busy` (the port is taken), or as listening fails.
 */
export async function createServer(config: ServerConfig, parts: ServerParts = {}): Promise<OcelliServer> {
  refuseCarelessListening(config);
  const log = pino({ level: config.logLevel, base: null });
  const { packs } = config;
  const fetches = packs.some((pack) => pack !== 'pocket');
  // A pack that is switched off is as good as not there; what there would be is said all the same.
  const modelsDir = fetches ? config.modelsDir : join(config.dataFolder, 'no-models');
  const downloads = parts.registry?.downloads ?? modelDownloads(fetches ? packs : ['registry']);
  const files = new ModelFiles(undefined, modelsDir, packs);
  const [pages, samples, device, versions, key, choices] = await Promise.all([
    WebPages.read(config.webFolder),
    readSamples(),
    bestDevice(config.device),
    PerceptionVersions.read(files),
    secretKey(config.dataFolder),
    ModelChoices.read(config.dataFolder),
  ]);
  const store = await openStore({ folder: config.dataFolder, databaseUrl: config.databaseUrl });
  const metrics = new Metrics(() => ({ ...inference.status().queues, ...speaking.queues() }));
  const onEvent = (event: InferenceEvent) => {
    metrics.inference(event);
    logInference(log, event);
  };
  const inference = parts.inference ?? createInferenceHost({ device, modelsDir, packs, warm: parts.answer ? [] : ['read-boards', 'detect'], onEvent });
  const speaking = new SpeakingProcess({ device, modelsDir, packs, onEvent });
  const installs = new Installs({
    downloads,
    modelsDir,
    choices,
    work: new DownloadsProcess(modelsDir, downloads, parts.registry?.env),
    retrySeconds: parts.registry?.retrySeconds,
    onTrouble: parts.onModelTrouble,
    forbidden: config.offline ? 'offline' : fetches ? null : 'pack-off',
    metrics,
    log,
  });
  const speeds = new ModelSpeeds();
  const mayChange = mayChangeModels(config);
  const models = await MachineModels.read({ installs, speeds, choices, files, downloads, measure: (id) => measureModel(id, { device, modelsDir, packs }), mayChange });
  installs.onArrival((id) => {
    inference.unload(modelsOf(id));
    speaking.unload(modelsOf(id));
  });
  installs.onArrival(() => void versions.renew().catch((cause: unknown) => log.error({ failure: describeFailure(cause) }, 'naming what models see failed')));
  const senses = notingSpeeds(inference, speeds);
  const perception = rememberedPerception(senses, store.perceptions, (task) => versions.of(task));
  const answer: Answerer = parts.answer ?? answerAsModelsArrive({ installs, downloads, files, perception, mayWant: mayChange, answer: answerTurn });

  // Where its pack is off, the usual one is named.
  const bringing = (model: string) => (neededDownloads([model], files) ?? [model]).filter((id) => installs.ids().includes(id));
  const isHere = (model: string) => neededDownloads([model], files)?.every((id) => installs.ids().includes(id) && installs.install(id).state === 'ready') ?? false;

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
  const transcribe = parts.transcribe ?? senses.transcribe;
  const transcripts = new Transcripts(transcribe, store.perceptions, () => versions.of('transcribe'));
  const hear = { store, transcripts, perception, installs, bringing, mayWant: mayChange };
  const answering = new Answering({ store, answer: pace ? paced(answer, pace) : answer, hear, live, metrics, log });
  const voice = createVoiceActivity({ onDeath: (_reason, restartInMs) => log.warn({ restartInMs }, 'the process that hears speech died') });
  const listening = new ListeningSessions({
    voice,
    decoder: await ListeningDecoder.open(transcribe, join(config.dataFolder, 'listening')),
    store,
    perception,
    onOver: (outcome, sinceEndMs) => metrics.listened(outcome, sinceEndMs / 1000),
  });
  serveSockets(io, {
    answering,
    watch: new WatchConversation(store, answering),
    listening,
    turnLimit: new OwnerLimit(config.turnsPerMinute, 'questions'),
    listenLimit: new OwnerLimit(config.turnsPerMinute, 'spoken questions'),
    eventLimit: new RateLimit(config.eventsPerMinute, 'requests'),
    metrics,
    log,
  });

  const health = healthRoutes({
    store: () => store.ping(),
    inference: async () => {
      if (inference.status().state !== 'ready') throw new Error('not ready');
    },
    web: async () => {
      if (!pages.present) throw new Error('not built');
    },
  });
  const api = apiRoutes({
    store,
    transcripts,
    owners,
    uploads: new Uploads(store, (picture) => inference.expect(picture)),
    views: new PictureViews(store),
    answering,
    live,
    uploadLimit: new OwnerLimit(config.uploadsPerMinute, 'uploads'),
    models,
    modelLimit: new RateLimit(changesOfModelsPerMinute, 'changes of models'),
    aloud: new ReadingAloud({ speak: parts.speak ?? noting(speaking.speak, speeds), isAwake: () => speaking.isAwake, installs, isHere, bringing, mayWant: mayChange, metrics }),
    speechLimit: new OwnerLimit(sentencesPerMinute, 'sentences to speak'),
    samples,
    about: () => ({ version: config.version, packs: models.packs(), device: inference.status().device }),
  });
  // Who names no host is refused by the guard, in our words.
  const http = createHttpServer({ requestTimeout: 120_000, headersTimeout: 20_000, requireHostHeader: false }, httpApp({ guard, gate, owners, health, api, pages, metrics, log }));
  refuseBrokenRequests(http, metrics);
  // After the app: socket.io takes its own requests out of those that the app would get.
  io.attach(http);

  // A start sweeps; a server that never stops has to, too.
  const sweeping = setInterval(() => void store.deletion.sweep().catch((cause: unknown) => log.warn({ failure: describeFailure(cause) }, 'sweeping failed')), sweepEveryMs);
  sweeping.unref();

  const stopTelling = tellPages(io, models, installs, log);
  const close = async () => {
    clearInterval(sweeping);
    stopTelling();
    const installsClosed = installs.close();
    listening.close();
    await Promise.all([answering.close(), voice.close(), speaking.close()]);
    await Promise.race([io.close(), wait(2_000, undefined, { ref: false })]);
    http.closeAllConnections();
    await installsClosed;
    if (!parts.inference) await inference.close();
    await store.close();
  };
  try {
    await answering.begin();
    await listen(http, config);
    // After the page is there: nobody waits for models.
    await installs.begin();
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
    http.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new OcelliError('busy', `Port ${port} is in use. Choose another one with OCELLI_PORT.`, { cause }) : cause),
    );
    http.listen(port, host, resolve);
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** An operator has to know that models crash. What the process printed last is left out: nobody knows what a library prints. */
function logInference(log: Logger, event: InferenceEvent): void {
  if (event.type === 'process-died') log.warn({ exit: event.reason.split(':', 1)[0], restartInMs: event.restartInMs }, 'the inference process died');
  if (event.type === 'process-recycled') log.info({ rssBytes: event.rssBytes }, 'the inference process was replaced, because it held too much memory');
}
