import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeader } from '@ocelli/media';
import type { Senses } from '@ocelli/models';
import { listening, OcelliError, type Transcript } from '@ocelli/protocol';

/** Sound that is to become words. */
export interface DecodeRequest {
  /** Asked when its turn comes, so that what waited is not stale. */
  samples(): Int16Array;
  language: string | undefined;
  prompt(): string;
  /** The words that count. They go before words that are only shown while somebody speaks, and end one that is being worked on. */
  final: boolean;
  signal: AbortSignal;
}

interface Job {
  request: DecodeRequest;
  abort: AbortController;
  resolve(transcript: Transcript): void;
  reject(cause: unknown): void;
}

const staleAfterMs = 10 * 60_000;

/** Turns sound into words, one piece at a time, last words before provisional ones. The sound lies on the disk only while it is worked on. */
export class ListeningDecoder {
  readonly #transcribe: Senses['transcribe'];
  readonly #folder: string;
  #waiting: Job[] = [];
  #running: Job | undefined;

  private constructor(transcribe: Senses['transcribe'], folder: string) {
    this.#transcribe = transcribe;
    this.#folder = folder;
  }

  /** Makes `folder`, and removes what a process that was killed has left there. */
  static async open(transcribe: Senses['transcribe'], folder: string): Promise<ListeningDecoder> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const facts = await stat(path).catch(() => undefined);
      if (facts && Date.now() - facts.mtimeMs > staleAfterMs) await rm(path, { force: true });
    }
    return new ListeningDecoder(transcribe, folder);
  }

  /** Rejects as `transcribe` does; with `cancelled` when its signal aborts, or when provisional words had to make way. */
  decode(request: DecodeRequest): Promise<Transcript> {
    return new Promise((resolve, reject) => {
      const job: Job = { request, abort: new AbortController(), resolve, reject };
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== job);
        job.abort.abort();
        reject(makesWay());
      };
      if (request.signal.aborted) return giveUp();
      request.signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(job);
      if (request.final && this.#running && !this.#running.request.final) this.#running.abort.abort();
      this.#next();
    });
  }

  #next(): void {
    if (this.#running) return;
    const job = this.#waiting.find(({ request }) => request.final) ?? this.#waiting[0];
    if (!job) return;
    this.#waiting = this.#waiting.filter((other) => other !== job);
    this.#running = job;
    void this.#work(job).then(job.resolve, job.reject).finally(() => {
      this.#running = undefined;
      this.#next();
    });
  }

  async #work({ request, abort: { signal } }: Job): Promise<Transcript> {
    const id = randomUUID();
    const path = join(this.#folder, `${id}.wav`);
    const samples = request.samples();
    const prompt = request.prompt();
    try {
      await writeFile(path, Buffer.concat([wavHeader(samples.byteLength, listening.sampleRateHz), new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)]), { mode: 0o600 });
      const { value } = await this.#transcribe({ id, path }, { signal, urgent: true, ...(request.language === undefined ? {} : { language: request.language }), ...(prompt ? { prompt } : {}) });
      return value;
    } finally {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

const makesWay = () => new OcelliError('cancelled', 'Nobody waits for these words any more.');
