import { performance } from 'node:perf_hooks';
import { OcelliError, type Device, type ModelUse, type PictureTask, type TaskName, type TaskPiece, type TaskRequest, type WorkerSettings } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import type { ModelEntry } from '../catalogue/model-entry.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelStatus } from '../packs/pack-status.js';
import type { PictureRef, Seen } from '../perception.js';
import { DecodedPictures } from './decoded-pictures.js';
import { SharedModels } from './shared-models.js';
import type { Work, TaskEnvironment } from './task.js';
import { taskDefinitions } from './task-definitions.js';

/** A task's models in memory, for all requests that take the same ones. */
interface Holding {
  task: TaskName;
  loading: Promise<AnyLoadedWork>;
  ready: boolean;
  users: number;
  idle?: NodeJS.Timeout;
  /** Its files changed: unloaded when its last user is done. */
  retired?: boolean;
}

export interface RunOptions {
  signal?: AbortSignal;
  onPiece?: (piece: TaskPiece) => void;
}

/**
 * Does tasks in the calling process: loads models when they are first needed and keeps them until they were idle for a while.
 * The inference process and the command line run this same code.
 */
export class TaskRunner {
  readonly #pictures = new DecodedPictures();
  readonly #shared = new SharedModels();
  readonly #held = new Map<string, Holding>();
  readonly #files: ModelFiles;

  /** `onUnload` is told when a model was unloaded because nobody used it. */
  constructor(
    readonly settings: WorkerSettings,
    readonly onUnload: () => void = () => {},
  ) {
    this.#files = new ModelFiles(settings.pocketDir, settings.modelsDir, settings.packs);
  }

  /** Tasks whose models are in memory. */
  get loaded(): TaskName[] {
    return [...new Set([...this.#held.values()].filter(({ ready }) => ready).map(({ task }) => task))];
  }

  /** Rejects with `model_unavailable`, `model_failed`, `broken_media` or `cancelled`; never with anything else. */
  async run(request: TaskRequest, { signal = new AbortController().signal, onPiece = () => {} }: RunOptions = {}): Promise<Seen<unknown>> {
    try {
      const picture = pictureOf(request);
      const image = picture && (await this.#pictures.get(picture));
      signal.throwIfAborted();
      const definition = definitionOf(request.task);
      const models = definition.models(request);
      const holding = this.#hold(request.task, models);
      try {
        const loaded = await holding.loading;
        signal.throwIfAborted();
        const started = performance.now();
        let taken = models;
        const value = await loaded.perform(request, { signal, onPiece, image, took: (others) => void (taken = others) });
        signal.throwIfAborted();
        return { value, uses: this.#uses(entriesOf(taken), performance.now() - started) };
      } finally {
        this.#release(keyOf(request.task, models), holding);
      }
    } catch (cause) {
      throw signal.aborted ? new OcelliError('cancelled', 'The work was cancelled.', { cause }) : asModelFailure(cause);
    }
  }

  /** Decodes ahead a picture that will likely be looked at. */
  expect(picture: PictureRef): void {
    this.#pictures.expect(picture);
  }

  /** Loads the models of these picture tasks ahead of use. A model that cannot be loaded fails when it is asked for, not here. */
  async warm(tasks: readonly PictureTask[]): Promise<void> {
    for (const task of tasks) {
      try {
        const models = catalogue.filter((entry) => entry.tasks.includes(task)).map(({ id }) => id);
        const holding = this.#hold(task, models);
        await holding.loading.finally(() => this.#release(keyOf(task, models), holding));
      } catch (cause) {
        if (!OcelliError.is(cause)) throw cause;
      }
    }
  }

  /** Lets go of these models, at once or when their last user is done; whoever asks next loads what is on the disk then. */
  async unload(models: readonly string[]): Promise<void> {
    const concerned = [...this.#held].filter(([key]) => key.split(' ').slice(1).some((id) => models.includes(id)));
    for (const [key, holding] of concerned) {
      holding.retired = true;
      if (holding.users === 0) await this.#unload(key, holding);
      else this.#forget(key, holding);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map(([key, holding]) => this.#unload(key, holding)));
  }

  #hold(task: TaskName, models: readonly string[]): Holding {
    const key = keyOf(task, models);
    let holding = this.#held.get(key);
    if (!holding) {
      const fresh: Holding = { task, loading: this.#load(task, models), ready: false, users: 0 };
      fresh.loading.then(
        () => (fresh.ready = true),
        () => this.#forget(key, fresh),
      );
      this.#held.set(key, (holding = fresh));
    }
    clearTimeout(holding.idle);
    holding.users++;
    return holding;
  }

  #release(key: string, holding: Holding): void {
    holding.users--;
    if (holding.users > 0) return;
    if (holding.retired) return void this.#unload(key, holding);
    if (this.#held.get(key) !== holding) return;
    holding.idle = setTimeout(() => void this.#unload(key, holding).then(this.onUnload), this.settings.modelIdleMs).unref();
  }

  async #load(task: TaskName, models: readonly string[]): Promise<AnyLoadedWork> {
    const entries = entriesOf(models);
    for (const entry of entries) {
      const status = await modelStatus(entry, this.#files);
      if (status.status !== 'ready') throw new OcelliError('model_unavailable', `${status.title} cannot run: ${status.remedy}`);
    }
    return await definitionOf(task).load({ files: this.#files, device: chooseDevice(entries, this.settings.device), shared: this.#shared }, models);
  }

  async #unload(key: string, holding: Holding): Promise<void> {
    this.#forget(key, holding);
    await (await holding.loading.catch(() => undefined))?.dispose();
  }

  /** From here on, whoever needs these models loads them anew. */
  #forget(key: string, holding: Holding): void {
    clearTimeout(holding.idle);
    if (this.#held.get(key) === holding) this.#held.delete(key);
  }

  #uses(entries: readonly ModelEntry[], ms: number): ModelUse[] {
    const device = chooseDevice(entries, this.settings.device);
    return entries.map((entry) => ({ model: entry.id, pack: this.#files.form(entry)?.pack ?? entry.pack, device, ms: Math.round(ms) }));
  }
}

const keyOf = (task: TaskName, models: readonly string[]) => [task, ...models].join(' ');

function pictureOf(request: TaskRequest) {
  if ('picture' in request) return request.picture;
  return request.task === 'embed' && 'picture' in request.of ? request.of.picture : undefined;
}

function entriesOf(models: readonly string[]): ModelEntry[] {
  return models.map((id) => {
    const entry = catalogue.find((candidate) => candidate.id === id);
    if (!entry) throw new OcelliError('model_unavailable', `This build knows no model "${id}".`);
    return entry;
  });
}

/** The machine's best device where all of a task's models run well on it, else the CPU. */
function chooseDevice(entries: readonly ModelEntry[], best: Device): Device {
  return entries.every((entry) => entry.devices.includes(best)) ? best : 'cpu';
}

/** Definitions without the types of their requests and values: those are checked against the task's schemas where they cross a process. */
interface AnyLoadedWork {
  perform(request: TaskRequest, work: Work): Promise<unknown>;
  dispose(): Promise<void>;
}
interface AnyTaskDefinition {
  models(request: TaskRequest): readonly string[];
  load(environment: TaskEnvironment, models: readonly string[]): Promise<AnyLoadedWork>;
}

function definitionOf(task: TaskName): AnyTaskDefinition {
  const definition = taskDefinitions[task];
  if (!definition) throw new OcelliError('model_unavailable', `No installed model can do this ("${task}").`);
  return definition as AnyTaskDefinition;
}

function asModelFailure(cause: unknown): OcelliError {
  return OcelliError.is(cause) ? cause : new OcelliError('model_failed', 'A model stopped with an error on this input.', { cause });
}
