import { performance } from 'node:perf_hooks';
import { OcelliError, type Device, type ModelUse, type PictureTask, type TaskRequest, type WorkerSettings } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import type { ModelEntry } from '../catalogue/model-entry.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelStatus } from '../packs/pack-status.js';
import type { Seen } from '../perception.js';
import { DecodedPictures } from './decoded-pictures.js';
import type { LoadedTask, TaskEnvironment } from './picture-task.js';
import { cutOut, type Placement } from './region.js';
import { pictureTasks } from './picture-tasks.js';

interface Holding {
  loading: Promise<LoadedTask<unknown>>;
  ready: boolean;
  users: number;
  idle?: NodeJS.Timeout;
}

export interface RunOptions {
  signal?: AbortSignal;
  onText?: (delta: string) => void;
}

/**
 * Does tasks in the calling process: loads models when they are first needed, keeps them until they were idle for a while,
 * cuts out regions and maps results back. The inference process and the command line run this same code.
 */
export class TaskRunner {
  readonly #pictures = new DecodedPictures();
  readonly #held = new Map<PictureTask, Holding>();
  readonly #files: ModelFiles;

  /** `onUnload` is told when a model was unloaded because nobody used it. */
  constructor(
    readonly settings: WorkerSettings,
    readonly onUnload: () => void = () => {},
  ) {
    this.#files = new ModelFiles(settings.pocketDir);
  }

  /** Tasks whose models are in memory. */
  get loaded(): PictureTask[] {
    return [...this.#held].filter(([, holding]) => holding.ready).map(([task]) => task);
  }

  /** Rejects with `model_unavailable`, `model_failed`, `broken_media` or `cancelled`; never with anything else. */
  async run(request: TaskRequest, { signal = new AbortController().signal, onText = () => {} }: RunOptions = {}): Promise<Seen<unknown>> {
    const { task, picture, region } = request;
    try {
      const image = await this.#pictures.get(picture);
      signal.throwIfAborted();
      const holding = this.#hold(task);
      try {
        const model = await holding.loading;
        signal.throwIfAborted();
        const { image: part, toWhole } = cutOut(image, region);
        const started = performance.now();
        const seen = await model.see(part, { signal, isRegion: region !== undefined, onText, question: request.task === 'answer' ? request.question : '' });
        signal.throwIfAborted();
        const value = region ? definitionOf(task).place(seen, toWhole) : seen;
        return { value, uses: this.#uses(task, performance.now() - started) };
      } finally {
        this.#release(task, holding);
      }
    } catch (cause) {
      throw signal.aborted ? new OcelliError('cancelled', 'The work was cancelled.', { cause }) : asModelFailure(cause);
    }
  }

  /** Loads the models of these tasks ahead of use. A model that cannot be loaded fails when it is asked for, not here. */
  async warm(tasks: readonly PictureTask[]): Promise<void> {
    for (const task of tasks) {
      try {
        const holding = this.#hold(task);
        await holding.loading.finally(() => this.#release(task, holding));
      } catch (cause) {
        if (!OcelliError.is(cause)) throw cause;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map(([task, holding]) => this.#unload(task, holding)));
  }

  #hold(task: PictureTask): Holding {
    let holding = this.#held.get(task);
    if (!holding) {
      const fresh: Holding = { loading: this.#load(task), ready: false, users: 0 };
      fresh.loading.then(
        () => (fresh.ready = true),
        () => this.#forget(task, fresh),
      );
      this.#held.set(task, (holding = fresh));
    }
    clearTimeout(holding.idle);
    holding.users++;
    return holding;
  }

  #release(task: PictureTask, holding: Holding): void {
    holding.users--;
    if (holding.users > 0 || this.#held.get(task) !== holding) return;
    holding.idle = setTimeout(() => void this.#unload(task, holding).then(this.onUnload), this.settings.modelIdleMs).unref();
  }

  async #load(task: PictureTask): Promise<LoadedTask<unknown>> {
    const definition = definitionOf(task);
    const entries = entriesFor(task);
    for (const entry of entries) {
      const status = await modelStatus(entry, this.#files);
      if (status.status !== 'ready') throw new OcelliError('model_unavailable', `${status.title} cannot run: ${status.remedy}`);
    }
    return definition.load({ files: this.#files, device: chooseDevice(entries, this.settings.device) });
  }

  async #unload(task: PictureTask, holding: Holding): Promise<void> {
    this.#forget(task, holding);
    await (await holding.loading.catch(() => undefined))?.dispose();
  }

  /** From here on, whoever needs the task loads its models anew. */
  #forget(task: PictureTask, holding: Holding): void {
    clearTimeout(holding.idle);
    if (this.#held.get(task) === holding) this.#held.delete(task);
  }

  #uses(task: PictureTask, ms: number): ModelUse[] {
    const entries = entriesFor(task);
    const device = chooseDevice(entries, this.settings.device);
    return entries.map(({ id, pack }) => ({ model: id, pack, device, ms: Math.round(ms) }));
  }
}

/** The models of the catalogue that a task takes. */
function entriesFor(task: PictureTask): ModelEntry[] {
  return catalogue.filter((entry) => entry.tasks.includes(task));
}

/** The machine's best device where all of a task's models run well on it, else the CPU. */
function chooseDevice(entries: readonly ModelEntry[], best: Device): Device {
  return entries.every((entry) => entry.devices.includes(best)) ? best : 'cpu';
}

/** A definition without the type of its values: those are checked against the task's schema where they cross a process. */
interface AnyTaskDefinition {
  load(environment: TaskEnvironment): Promise<LoadedTask<unknown>>;
  place(value: unknown, toWhole: Placement): unknown;
}

function definitionOf(task: PictureTask): AnyTaskDefinition {
  const definition = pictureTasks[task];
  if (!definition) throw new OcelliError('model_unavailable', `No installed model can do this ("${task}").`);
  return definition as AnyTaskDefinition;
}

function asModelFailure(cause: unknown): OcelliError {
  return OcelliError.is(cause) ? cause : new OcelliError('model_failed', 'A model stopped with an error on this picture.', { cause });
}
