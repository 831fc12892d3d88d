import { performance } from 'node:perf_hooks';
import {
  OcelliError,
  TaskName,
  taskValue,
  type Device,
  type ErrorCode,
  type FromWorker,
  type PictureTask,
  type TaskPiece,
  type TaskRequest,
  type WorkerHealth,
} from '@ocelli/protocol';
import type { PackId } from '../catalogue/model-entry.js';
import { defaultPocketDir, usualPacks } from '../packs/model-files.js';
import { defaultModelsDir } from '../packs/models-dir.js';
import type { PictureRef, Seen, Senses } from '../perception.js';
import { sensesOver } from '../tasks/senses-over.js';
import type { RunOptions } from '../tasks/task-runner.js';
import { InferenceJob, errorFrom } from './inference-job.js';
import { InferenceProcess } from './inference-process.js';

/** What the host reports for logs and metrics. Carries no picture, question or answer. */
export type InferenceEvent =
  | { type: 'task'; task: TaskName; outcome: 'ok' | ErrorCode; queuedMs: number; ranMs: number }
  | { type: 'process-died'; reason: string; restartInMs: number }
  | { type: 'process-recycled'; rssBytes: number };

export interface InferenceHostOptions {
  /** Where models run; see `bestDevice`. */
  device?: Device;
  pocketDir?: string;
  modelsDir?: string;
  /** Packs whose models may be used; pocket and registry when absent. */
  packs?: readonly PackId[];
  /** Tasks whose models are loaded at once, and again after every restart. */
  warm?: readonly PictureTask[];
  /** Requests that may wait per task; more are refused with `busy`. */
  mostWaiting?: number;
  /** A request that ran longer, without a word of how far it is, is `timed_out`. */
  stallMs?: number;
  /** What a cancelled or timed-out step may still take before the process is replaced. */
  graceMs?: number;
  /** The process is replaced, between requests, once it holds more memory. */
  mostRssBytes?: number;
  /** A model not used for so long is unloaded. */
  modelIdleMs?: number;
  onEvent?: (event: InferenceEvent) => void;
}

export interface InferenceHostStatus {
  state: 'starting' | 'ready' | 'restarting' | 'closed';
  pid: number | undefined;
  device: Device;
  rssBytes: number;
  /** Tasks whose models are in memory. */
  loaded: TaskName[];
  restarts: number;
  queues: Record<TaskName, { waiting: number; running: boolean }>;
}

export interface InferenceHost extends Senses {
  status(): InferenceHostStatus;
  /** Resolves when the process has started and the models of `warm` are loaded. */
  warmed(): Promise<void>;
  /** Says that somebody will likely ask about this picture: decoded ahead, it is looked at sooner. */
  expect(picture: PictureRef): void;
  /** Lets go of models whose files were removed or replaced, after the requests that take them are done. */
  unload(models: readonly string[]): void;
  /** Refuses new requests, lets running ones end (bounded by the grace time), and ends the process. */
  close(): Promise<void>;
}

/** Starts the supervised inference process. Nothing it does runs on the caller's event loop. */
export function createInferenceHost(options: InferenceHostOptions = {}): InferenceHost {
  const supervisor = new Supervisor(options);
  return {
    ...sensesOver((request, runOptions) => supervisor.submit(request, runOptions)),
    status: () => supervisor.status(),
    warmed: () => supervisor.warmed(),
    expect: (picture) => supervisor.expect(picture),
    unload: (models) => supervisor.unload(models),
    close: () => supervisor.close(),
  };
}

/** Requests that wait for each other: those of a task, but what is urgent waits only for what is urgent too. */
type LaneName = TaskName | 'urgent';

/** At most one of its requests runs, a bounded number waits. */
interface Lane {
  waiting: InferenceJob[];
  running: InferenceJob | undefined;
  /** Moving average of how long a request runs, for `retryAfterSeconds`. */
  usualMs: number;
}

const firstBackoffMs = 100;
const longestBackoffMs = 10_000;
/** Deaths in a row, with no request done in between, after which requests fail at once instead of waiting. */
const deathsBeforeRefusing = 4;

/** Owns the process, one lane per task, and every promise handed out. */
class Supervisor {
  readonly #options: Required<Omit<InferenceHostOptions, 'onEvent'>> & Pick<InferenceHostOptions, 'onEvent'>;
  readonly #lanes = new Map<LaneName, Lane>([...TaskName.options, 'urgent' as const].map((name) => [name, { waiting: [], running: undefined, usualMs: 500 }]));
  #process: InferenceProcess | undefined;
  #state: InferenceHostStatus['state'] = 'starting';
  #health: WorkerHealth = { rssBytes: 0, loaded: [] };
  #lastRunId = 0;
  #deaths = 0;
  #restarts = 0;
  /** Too much memory is held: nothing more is given to this process, and it is replaced once it has nothing to do. */
  #recycling = false;
  #restartTimer: NodeJS.Timeout | undefined;
  #restartAt = 0;
  #warm = false;
  #awaitingWarm: { resolve(): void; reject(error: OcelliError): void }[] = [];
  #awaitingExit: (() => void)[] = [];

  constructor(options: InferenceHostOptions) {
    this.#options = {
      device: 'cpu',
      pocketDir: defaultPocketDir(),
      modelsDir: defaultModelsDir(),
      packs: usualPacks,
      warm: [],
      mostWaiting: 16,
      stallMs: 60_000,
      graceMs: 5_000,
      mostRssBytes: 3 * 1024 ** 3,
      modelIdleMs: 10 * 60_000,
      ...options,
    };
    this.#start();
  }

  submit(request: TaskRequest, options: RunOptions): Promise<Seen<unknown>> {
    if (this.#state === 'closed') return Promise.reject(shuttingDown());
    if (options.signal?.aborted) return Promise.reject(cancelled());
    const lane = this.#lane(request);
    if (lane.waiting.length >= this.#options.mostWaiting) return Promise.reject(this.#busy(lane));
    if (this.#deaths >= deathsBeforeRefusing && this.#state !== 'ready') return Promise.reject(this.#keepsDying());
    const job = new InferenceJob(++this.#lastRunId, request, options, (aborted) => this.#giveUp(aborted, cancelled()));
    lane.waiting.push(job);
    this.#pump();
    return job.result;
  }

  status(): InferenceHostStatus {
    const queues = TaskName.options.map((task) => {
      const lanes = task === 'transcribe' ? [this.#lanes.get(task)!, this.#lanes.get('urgent')!] : [this.#lanes.get(task)!];
      return [task, { waiting: lanes.reduce((sum, { waiting }) => sum + waiting.length, 0), running: lanes.some(({ running }) => running) }] as const;
    });
    return {
      state: this.#state,
      pid: this.#process?.pid,
      device: this.#options.device,
      ...this.#health,
      restarts: this.#restarts,
      queues: Object.fromEntries(queues) as InferenceHostStatus['queues'],
    };
  }

  warmed(): Promise<void> {
    if (this.#warm) return Promise.resolve();
    if (this.#state === 'closed') return Promise.reject(shuttingDown());
    return new Promise((resolve, reject) => this.#awaitingWarm.push({ resolve, reject }));
  }

  expect({ id, path }: PictureRef): void {
    this.#process?.send({ type: 'expect', picture: { id, path } });
  }

  unload(models: readonly string[]): void {
    this.#process?.send({ type: 'unload', models: [...models] });
  }

  async close(): Promise<void> {
    if (this.#state !== 'closed') {
      this.#state = 'closed';
      clearTimeout(this.#restartTimer);
      for (const waiter of this.#awaitingWarm.splice(0)) waiter.reject(shuttingDown());
      for (const lane of this.#lanes.values()) for (const job of lane.waiting.splice(0)) job.fail(shuttingDown());
    }
    if (!this.#process) return;
    const running = [...this.#lanes.values()].flatMap(({ running }) => running ?? []);
    const exited = new Promise<void>((resolve) => this.#awaitingExit.push(resolve));
    const killing = setTimeout(() => this.#process?.kill(), this.#options.graceMs);
    await Promise.race([Promise.allSettled(running.map((job) => job.result)), exited]);
    this.#process?.send({ type: 'close' });
    await exited;
    clearTimeout(killing);
  }

  #start(): void {
    this.#recycling = false;
    this.#process = new InferenceProcess(
      { device: this.#options.device, pocketDir: this.#options.pocketDir, modelsDir: this.#options.modelsDir, packs: [...this.#options.packs], modelIdleMs: this.#options.modelIdleMs },
      { message: (message) => this.#heard(message), exit: (reason) => this.#exited(reason) },
    );
    this.#process.send({ type: 'warm', tasks: [...this.#options.warm] });
  }

  #heard(message: FromWorker): void {
    if (message.type === 'piece') {
      const job = this.#running(message.runId)?.job;
      if (job) this.#advanced(job, message.piece);
      return;
    }
    this.#health = message.health;
    switch (message.type) {
      case 'started':
        if (this.#state !== 'closed') this.#state = 'ready';
        break;
      case 'warmed':
        this.#warm = true;
        for (const waiter of this.#awaitingWarm.splice(0)) waiter.resolve();
        break;
      case 'done':
      case 'failed':
        this.#ended(message);
    }
    this.#pump();
  }

  /** A request that gets on is not stalled, however long all of it takes. */
  #advanced(job: InferenceJob, piece: TaskPiece): void {
    if (!job.settled) job.deadline?.refresh();
    job.piece(piece);
  }

  #ended(message: Extract<FromWorker, { type: 'done' | 'failed' }>): void {
    const { lane, job } = this.#running(message.runId) ?? {};
    if (!lane || !job) return;
    lane.running = undefined;
    clearTimeout(job.deadline);
    this.#deaths = 0;
    lane.usualMs += 0.2 * (performance.now() - (job.startedAt ?? job.enqueuedAt) - lane.usualMs);
    if (message.type === 'failed') this.#settle(job, errorFrom(message.error));
    else {
      const value = taskValue[job.request.task].safeParse(message.value);
      if (value.success) this.#settle(job, undefined, () => job.succeed(value.data, message.uses));
      else this.#settle(job, new OcelliError('model_failed', 'A model answered with something that is no answer.', { cause: value.error }));
    }
    if (message.health.rssBytes > this.#options.mostRssBytes) this.#recycling = true;
  }

  /** Gives each lane's next request to the process, or replaces the process when its memory is to be given back. */
  #pump(): void {
    if (this.#state !== 'ready') return;
    const lanes = [...this.#lanes];
    const busy = lanes.some(([, { running }]) => running);
    if (this.#recycling && !busy) {
      this.#options.onEvent?.({ type: 'process-recycled', rssBytes: this.#health.rssBytes });
      this.#state = 'restarting';
      this.#process?.send({ type: 'close' });
      return;
    }
    for (const [name, lane] of lanes) {
      // A long recording may be at work for minutes before the process can be replaced.
      if (this.#recycling && (name !== 'urgent' || !this.#lanes.get('transcribe')!.running)) continue;
      const job = lane.running ? undefined : lane.waiting.shift();
      if (!job) continue;
      lane.running = job;
      job.attempts++;
      job.startedAt = performance.now();
      job.deadline = setTimeout(() => this.#giveUp(job, timedOut()), this.#options.stallMs);
      this.#process?.send({ type: 'run', runId: job.runId, request: job.request });
    }
  }

  /** Rejects a request at once. What waits is dropped; what runs stops at its next step, or its process is replaced. */
  #giveUp(job: InferenceJob, error: OcelliError): void {
    this.#settle(job, error);
    const lane = this.#lane(job.request);
    lane.waiting = lane.waiting.filter((other) => other !== job);
    if (lane.running !== job) return;
    clearTimeout(job.deadline);
    this.#process?.send({ type: 'cancel', runId: job.runId });
    job.deadline = setTimeout(() => this.#process?.kill(), this.#options.graceMs);
  }

  #exited(reason: string): void {
    this.#process = undefined;
    this.#health = { rssBytes: 0, loaded: [] };
    const wanted = this.#recycling || this.#state === 'closed';
    if (!wanted) this.#deaths++;
    for (const lane of this.#lanes.values()) {
      const job = lane.running;
      lane.running = undefined;
      clearTimeout(job?.deadline);
      if (!job || job.settled) continue;
      if (this.#state === 'closed') this.#settle(job, shuttingDown());
      else if (job.attempts === 1 && !job.spoke) lane.waiting.unshift(job);
      else this.#settle(job, new OcelliError('model_failed', 'The model stopped on this, twice. Nothing else is affected.'));
    }
    for (const resolve of this.#awaitingExit.splice(0)) resolve();
    if (this.#state === 'closed') return;
    this.#state = 'restarting';
    this.#restarts++;
    if (wanted) return this.#start();
    const restartInMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (this.#deaths - 1));
    this.#options.onEvent?.({ type: 'process-died', reason, restartInMs });
    if (this.#deaths >= deathsBeforeRefusing) for (const lane of this.#lanes.values()) for (const job of lane.waiting.splice(0)) this.#settle(job, this.#keepsDying());
    this.#restartAt = performance.now() + restartInMs;
    this.#restartTimer = setTimeout(() => this.#start(), restartInMs);
  }

  #settle(job: InferenceJob, error: OcelliError | undefined, succeed?: () => void): void {
    if (job.settled) return;
    if (error) job.fail(error);
    else succeed?.();
    const now = performance.now();
    const startedAt = job.startedAt ?? now;
    this.#options.onEvent?.({
      type: 'task',
      task: job.request.task,
      outcome: error ? error.code : 'ok',
      queuedMs: startedAt - job.enqueuedAt,
      ranMs: now - startedAt,
    });
  }

  #lane(request: TaskRequest): Lane {
    const lane = this.#lanes.get(request.task === 'transcribe' && request.urgent ? 'urgent' : request.task);
    if (!lane) throw new OcelliError('bad_request', `There is no task "${request.task}".`);
    return lane;
  }

  #running(runId: number): { lane: Lane; job: InferenceJob } | undefined {
    for (const lane of this.#lanes.values()) if (lane.running?.runId === runId) return { lane, job: lane.running };
    return undefined;
  }

  #busy(lane: Lane): OcelliError {
    const retryAfterSeconds = Math.max(1, Math.ceil((lane.usualMs * lane.waiting.length) / 1000));
    return new OcelliError('busy', 'Too many requests are waiting. Try again in a moment.', { retryAfterSeconds });
  }

  #keepsDying(): OcelliError {
    const retryAfterSeconds = Math.max(1, Math.ceil((this.#restartAt - performance.now()) / 1000));
    return new OcelliError('model_failed', 'The models keep stopping on this machine. Run "ocelli doctor".', { retryAfterSeconds });
  }
}

const cancelled = () => new OcelliError('cancelled', 'The work was cancelled.');
const timedOut = () => new OcelliError('timed_out', 'A model took too long on this.');
const shuttingDown = () => new OcelliError('shutting_down', 'The server is stopping. Try again once it is back.');
