import { performance } from 'node:perf_hooks';
import { fetchBytes, registryPlan, type ModelDownload } from '@ocelli/models';
import { OcelliError, type DownloadProgress, type Install } from '@ocelli/protocol';
import type { Logger } from 'pino';
import { describeFailure } from '../failures.js';
import type { Metrics } from '../metrics.js';
import type { ModelChoices, Wish } from './choices.js';

/** What works on the files of downloads. Each rejects with `cancelled` when the signal aborts, and then nothing of it is left. */
export interface DownloadsWork {
  pull(id: string, options: { signal: AbortSignal; onProgress: (progress: DownloadProgress) => void }): Promise<void>;
  verify(id: string, signal: AbortSignal): Promise<'ready' | 'missing' | 'broken'>;
  remove(id: string, signal: AbortSignal): Promise<void>;
}

interface Parts {
  downloads: readonly ModelDownload[];
  modelsDir: string;
  choices: ModelChoices;
  work: DownloadsWork;
  /** What forbids fetching altogether. */
  forbidden: 'offline' | 'pack-off' | null;
  /** The first pause after a failure; what the failure says, when absent. */
  retrySeconds?: number | undefined;
  /** Told why models cannot be fetched, in a sentence or two; the same once. */
  onTrouble?: ((words: string) => void) | undefined;
  metrics: Metrics;
  log: Logger;
}

interface Item {
  readonly download: ModelDownload;
  install: Install;
  /** Its files are there by name and size, and their bytes are not the pinned ones. */
  damaged: boolean;
  /** What is done with its files right now. */
  working: { kind: 'fetch' | 'verify' | 'remove'; abort: AbortController; ended: Promise<void> } | null;
  failures: number;
  retry: NodeJS.Timeout | undefined;
}

/** A network may be back soon; a disk or a missing program takes a person. */
const usualPauseSeconds = 5 * 60;
const longestPauseSeconds = 60 * 60;

/**
 * What can be fetched to this machine: what is there, what is on its way, and what a person decided. One download is fetched at a time, in the
 * manifest's order; failures are tried again with growing pauses. It is all resumed at the next start, because what was decided is
 * remembered and what arrived whole is kept.
 */
export class Installs {
  readonly #items: Map<string, Item>;
  readonly #parts: Parts;
  readonly #listeners = new Set<() => void>();
  readonly #arrivalListeners = new Set<(id: string) => void>();
  #closed = false;
  /** What was told last, until something arrives. */
  #trouble: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#items = new Map(
      parts.downloads.map((download) => {
        const absent: Install = { state: 'absent', receivedBytes: 0, totalBytes: fetchBytes(download) };
        return [download.id, { download, install: absent, damaged: false, working: null, failures: 0, retry: undefined }];
      }),
    );
  }

  get forbidden(): Parts['forbidden'] {
    return this.#parts.forbidden;
  }

  get automatic(): boolean {
    return this.#parts.choices.automatic;
  }

  /** Looks at what is there, and begins to fetch what is wanted and is not. Returns before anything arrived. */
  async begin(): Promise<void> {
    await this.refresh();
    for (const item of this.#items.values()) this.#resume(item);
    this.#pump();
  }

  /** Ends whatever is under way; the next start goes on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#items.values()].map((item) => this.#interrupt(item)));
  }

  ids(): string[] {
    return [...this.#items.keys()];
  }

  /** Throws `not_found`. */
  install(id: string): Install {
    return this.#item(id).install;
  }

  title(id: string): string {
    return this.#item(id).download.title;
  }

  /** Looks again, by names and sizes: somebody else may have fetched or removed something. */
  async refresh(): Promise<void> {
    const { downloads, modelsDir } = this.#parts;
    for (const { id, status, fetchBytes: total, leftBytes } of await registryPlan(undefined, { downloads, modelsDir })) {
      const item = this.#item(id);
      if (item.working) continue;
      const { state } = item.install;
      if (status !== 'there') item.damaged = false;
      if (item.damaged) continue;
      if (status === 'there' && state !== 'ready') this.#set(item, { state: 'ready' });
      if (status !== 'there' && (state === 'ready' || state === 'absent' || state === 'damaged')) this.#set(item, { state: 'absent', receivedBytes: total - leftBytes, totalBytes: total });
    }
  }

  /**
   * Fetches these, goes on with them after a pause, or tries again now. What would come by itself is then again as if nobody had decided, so that the
   * switch still stops it. Throws `offline` when fetching is forbidden, and `not_found`.
   */
  async fetch(ids: readonly string[]): Promise<void> {
    await this.#fetchFor(ids, ({ download }) => (this.automatic && download.when === 'start' ? undefined : 'fetch'));
  }

  /** A task needs it: it is fetched, unless a person decided otherwise. */
  async want(id: string): Promise<void> {
    const { state } = this.install(id);
    if (this.forbidden || !this.automatic || state !== 'absent' || this.#parts.choices.wish(id) !== undefined) return;
    await this.#fetchFor([id], () => 'need');
  }

  /** Stops fetching these until somebody says otherwise; what arrived whole is kept. Throws `not_found`. */
  async pause(ids: readonly string[]): Promise<void> {
    for (const item of this.#idleFirst(ids)) {
      if (!['waiting', 'fetching', 'unpacking', 'failed'].includes(item.install.state) || (item.working !== null && item.working.kind !== 'fetch')) continue;
      await this.#parts.choices.setWish(item.download.id, 'pause');
      await this.#stop(item, 'paused');
    }
    this.#pump();
  }

  /** Removes the files of these; they are not fetched again until somebody asks. Throws `not_found`, `folder_unusable`. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const item of ids.map((id) => this.#item(id))) {
      await this.#parts.choices.setWish(item.download.id, 'leave');
      await this.#stop(item, 'absent');
      try {
        await this.#occupy(item, 'remove', (signal) => this.#parts.work.remove(item.download.id, signal));
        item.damaged = false;
        this.#set(item, { state: 'absent', receivedBytes: 0, totalBytes: fetchBytes(item.download) });
      } catch (cause) {
        await this.#amounts(item, 'absent');
        throw cause;
      }
    }
    this.#pump();
  }

  /** Begins to read every byte of these and to compare it with the pinned hashes; the outcome is their state. Throws `not_found`. */
  verify(ids: readonly string[]): void {
    const items = ids.map((id) => this.#item(id)).filter(({ install: { state }, working }) => working === null && (state === 'ready' || state === 'damaged'));
    void (async () => {
      for (const item of items) if (!item.working && !this.#closed) await this.#verify(item).catch((cause: unknown) => this.#parts.log.warn({ model: item.download.id, failure: describeFailure(cause) }, 'verifying a model failed'));
    })();
  }

  /** Lets models be fetched without being asked for, or no more; what somebody asked for by name goes on. */
  async setAutomatic(automatic: boolean): Promise<void> {
    await this.#parts.choices.setAutomatic(automatic);
    for (const item of this.#idleFirst(this.ids())) {
      const wish = this.#parts.choices.wish(item.download.id);
      if (wish !== undefined && wish !== 'need') continue;
      if (automatic) this.#resume(item);
      else if (item.working?.kind === 'fetch' || item.install.state === 'waiting' || item.install.state === 'failed') {
        await this.#stop(item, 'absent');
      }
    }
    this.tell();
    this.#pump();
  }

  /** Calls `listener` with every change of a download or of the settings. Returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` when a model became ready or is ready no more. */
  onArrival(listener: (id: string) => void): void {
    this.#arrivalListeners.add(listener);
  }

  /** Calls the listeners: something about models changed. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** So that stopping one does not let the next begin that is stopped then. */
  #idleFirst(ids: readonly string[]): Item[] {
    return ids.map((id) => this.#item(id)).sort((a, b) => Number(a.working !== null) - Number(b.working !== null));
  }

  /** A download that is not there and that somebody, or the manifest, wants. */
  #resume(item: Item): void {
    if (this.forbidden || item.install.state !== 'absent') return;
    const wish = this.#parts.choices.wish(item.download.id) ?? (item.download.when === 'start' ? 'need' : 'leave');
    if (wish === 'leave' || (wish === 'need' && !this.automatic)) return;
    this.#set(item, { ...item.install, state: wish === 'pause' ? 'paused' : 'waiting' });
  }

  async #fetchFor(ids: readonly string[], wishFor: (item: Item) => Wish | undefined): Promise<void> {
    const items = ids.map((id) => this.#item(id));
    this.#refuseForbidden();
    for (const item of items) {
      if (item.install.state === 'ready' || item.working?.kind === 'fetch') continue;
      clearTimeout(item.retry);
      await this.#parts.choices.setWish(item.download.id, wishFor(item));
      item.failures = 0;
      await this.#amounts(item, 'waiting');
    }
    this.#pump();
  }

  #pump(): void {
    if (this.#closed) return;
    const items = [...this.#items.values()];
    if (items.some(({ working }) => working?.kind === 'fetch')) return;
    const next = items.find(({ install, working }) => install.state === 'waiting' && !working);
    if (!next) return;
    void this.#fetch(next)
      .catch((cause: unknown) => this.#parts.log.error({ failure: describeFailure(cause) }, 'fetching models failed'))
      .finally(() => this.#pump());
  }

  async #fetch(item: Item): Promise<void> {
    const { id } = item.download;
    const { work, choices, metrics, log } = this.#parts;
    clearTimeout(item.retry);
    const startedAt = performance.now();
    try {
      await this.#occupy(item, 'fetch', (signal) => work.pull(id, { signal, onProgress: (progress) => !signal.aborted && this.#progressed(item, progress) }));
      item.failures = 0;
      item.damaged = false;
      this.#trouble = undefined;
      metrics.modelFetched(id, 'ok');
      log.info({ model: id, ms: Math.round(performance.now() - startedAt) }, 'a model was fetched');
      this.#set(item, { state: 'ready' });
      // Forgetting the wish later does no harm: what is there is not fetched again.
      await choices.setWish(id, undefined).catch((cause: unknown) => log.warn({ failure: describeFailure(cause) }, 'a decision about models was not written down'));
    } catch (cause) {
      const error = OcelliError.from(cause);
      // Whoever interrupted it says what it is now.
      if (error.code === 'cancelled') return;
      metrics.modelFetched(id, error.code);
      await this.#failed(item, error);
      const isNew = error.message !== this.#trouble;
      this.#trouble = error.message;
      // What keeps one from coming mostly keeps the others, too.
      log[isNew ? 'warn' : 'info']({ model: id, code: error.code, failures: item.failures }, 'a model could not be fetched');
      if (isNew) this.#parts.onTrouble?.(error.message);
    }
  }

  #progressed(item: Item, { state, receivedBytes, totalBytes, bytesPerSecond, secondsLeft }: DownloadProgress): void {
    const amounts = { receivedBytes: Math.round(receivedBytes), totalBytes };
    if (state === 'fetching') this.#set(item, { state, ...amounts, bytesPerSecond, secondsLeft });
    else if (state === 'waiting') this.#set(item, { state, ...amounts });
    else if (state === 'verifying') this.#set(item, { state: 'unpacking', ...amounts });
  }

  async #failed(item: Item, error: OcelliError): Promise<void> {
    item.failures++;
    const pauseSeconds = Math.min(longestPauseSeconds, (this.#parts.retrySeconds ?? error.retryAfterSeconds ?? usualPauseSeconds) * 2 ** (item.failures - 1));
    await this.#amounts(item, 'absent');
    if (this.#closed || item.install.state !== 'absent') return;
    this.#set(item, { ...item.install, state: 'failed', error: error.toBody(), retryAt: new Date(Date.now() + pauseSeconds * 1000).toISOString() });
    item.retry = setTimeout(() => {
      if (item.install.state !== 'failed') return;
      const { receivedBytes, totalBytes } = item.install;
      this.#set(item, { state: 'waiting', receivedBytes, totalBytes });
      this.#pump();
    }, pauseSeconds * 1000).unref();
  }

  async #verify(item: Item): Promise<void> {
    const before = item.install;
    const { id, title } = item.download;
    this.#set(item, { state: 'checking' });
    try {
      const status = await this.#occupy(item, 'verify', (signal) => this.#parts.work.verify(id, signal));
      item.damaged = status === 'broken';
      if (status === 'ready') this.#set(item, { state: 'ready' });
      else if (status === 'broken') this.#set(item, { state: 'damaged', error: { code: 'model_failed', message: `${shortTitle(title)} is damaged on the disk: its bytes are not the pinned ones. Fetch it again.` } });
      else await this.#amounts(item, 'absent');
    } catch (cause) {
      this.#set(item, before);
      if (OcelliError.from(cause).code !== 'cancelled') throw cause;
    }
    this.#pump();
  }

  async #occupy<T>(item: Item, kind: NonNullable<Item['working']>['kind'], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const working = work(abort.signal);
    item.working = { kind, abort, ended: working.then(() => undefined, () => undefined) };
    try {
      return await working;
    } finally {
      item.working = null;
    }
  }

  /** Ends what is done with it. It is in that state at once, so that nothing begins with it meanwhile, unless it became ready. */
  async #stop(item: Item, state: 'absent' | 'paused'): Promise<void> {
    if ('totalBytes' in item.install) this.#set(item, { state, receivedBytes: item.install.receivedBytes, totalBytes: item.install.totalBytes });
    await this.#interrupt(item);
    if ('totalBytes' in item.install) await this.#amounts(item, state);
  }

  /** Nothing is done with its files any more when this resolves. */
  async #interrupt(item: Item): Promise<void> {
    clearTimeout(item.retry);
    while (item.working) {
      item.working.abort.abort();
      await item.working.ended;
    }
  }

  /** Looks at what is on the disk; what is not whole there becomes `state`. */
  async #amounts(item: Item, state: 'absent' | 'waiting' | 'paused'): Promise<void> {
    const { downloads, modelsDir } = this.#parts;
    const [plan] = await registryPlan([item.download.id], { downloads, modelsDir });
    if (!plan) return;
    // Fetching replaces damaged files.
    if (plan.status === 'there' && !item.damaged) this.#set(item, { state: 'ready' });
    else this.#set(item, { state, receivedBytes: plan.fetchBytes - plan.leftBytes, totalBytes: plan.fetchBytes });
  }

  #set(item: Item, install: Install): void {
    const arrivedOrLeft = isHere(item.install) !== isHere(install);
    item.install = install;
    this.tell();
    if (arrivedOrLeft) for (const listener of this.#arrivalListeners) listener(item.download.id);
  }

  #item(id: string): Item {
    const item = this.#items.get(id);
    if (!item) throw new OcelliError('not_found', `There is no model "${id}" that could be fetched.`);
    return item;
  }

  #refuseForbidden(): void {
    if (this.forbidden === 'offline') throw new OcelliError('offline', 'This Ocelli was started offline, so it fetches nothing. Start it without --offline and OCELLI_OFFLINE.');
    if (this.forbidden === 'pack-off') throw new OcelliError('offline', 'The packs that are fetched are switched off here (OCELLI_PACKS), so nothing of them is.');
  }
}

/** Whether tasks can use it; while its bytes are checked, too. */
export const isHere = ({ state }: Install): boolean => state === 'ready' || state === 'checking';

/** The name without what it is for: "Whisper tiny.en, spoken English" is "Whisper tiny.en". */
export const shortTitle = (title: string): string => title.split(',', 1)[0] ?? title;
