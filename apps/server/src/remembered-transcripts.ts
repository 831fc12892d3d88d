import { createHash } from 'node:crypto';
import type { RecordingRef, Seen, Senses } from '@ocelli/models';
import { ModelUse, OcelliError, Transcript } from '@ocelli/protocol';
import type { PerceptionKey, Store } from '@ocelli/store';
import { z } from 'zod';

const Remembered = z.object({ value: Transcript, uses: z.array(ModelUse) });

export interface TranscriptOptions {
  /** Words that are likely to be said: they make it another transcript. */
  prompt?: string;
  /** Somebody waits for the answer to it. */
  urgent?: boolean;
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/** A transcription at work, for all who wait for it. */
interface Work {
  done: Promise<Seen<Transcript>>;
  waiting: Set<TranscriptOptions>;
  fraction: number;
  abort: AbortController;
}

/**
 * What is said in recordings, written down once for each recording and version of the models: a reload or a second question does not do it again, and who asks
 * while it is at work waits for the same. It ends when the last one who waits gives up.
 */
export class Transcripts {
  readonly #transcribe: Senses['transcribe'];
  readonly #remembered: Store['perceptions'];
  readonly #version: () => string;
  readonly #work = new Map<string, Work>();

  constructor(transcribe: Senses['transcribe'], remembered: Store['perceptions'], version: () => string) {
    [this.#transcribe, this.#remembered, this.#version] = [transcribe, remembered, version];
  }

  /** Rejects as `transcribe` does. */
  async of(recording: RecordingRef, options: TranscriptOptions = {}): Promise<Seen<Transcript>> {
    const key = this.#key(recording.id, options.prompt);
    const known = await this.#recall(key);
    if (options.signal?.aborted) throw cancelled();
    if (known) return known;
    const name = JSON.stringify(key);
    return await this.#wait(this.#work.get(name) ?? this.#begin(name, key, recording, options), options);
  }

  /** What was heard first in a recording, with or without words that were likely; undefined where it was not listened to yet. */
  async first(recordingId: string): Promise<Transcript | undefined> {
    return (await this.#recall(this.#key(recordingId)))?.value;
  }

  #key(recordingId: string, prompt?: string): PerceptionKey {
    return { pictureId: recordingId, task: 'transcribe', version: this.#version(), region: prompt ? createHash('sha256').update(prompt).digest('hex').slice(0, 16) : '' };
  }

  async #recall(key: PerceptionKey): Promise<Seen<Transcript> | undefined> {
    const parsed = Remembered.safeParse(await this.#remembered.find(key));
    return parsed.success ? parsed.data : undefined;
  }

  #begin(name: string, key: PerceptionKey, recording: RecordingRef, { prompt, urgent }: TranscriptOptions): Work {
    const abort = new AbortController();
    const waiting = new Set<TranscriptOptions>();
    const onProgress = (fraction: number) => {
      work.fraction = fraction;
      for (const { onProgress } of waiting) onProgress?.(fraction);
    };
    const done = this.#transcribe(recording, { signal: abort.signal, onProgress, ...(prompt ? { prompt } : {}), ...(urgent ? { urgent } : {}) });
    const work: Work = { done, waiting, fraction: 0, abort };
    const forget = () => this.#work.get(name) === work && this.#work.delete(name);
    this.#work.set(name, work);
    abort.signal.addEventListener('abort', forget);
    void done
      .then(async (seen) => {
        await this.#remembered.remember(key, seen);
        await this.#remembered.remember({ ...key, region: '' }, seen);
      })
      .catch(() => undefined)
      .finally(forget);
    return work;
  }

  #wait(work: Work, options: TranscriptOptions): Promise<Seen<Transcript>> {
    work.waiting.add(options);
    if (work.fraction > 0) options.onProgress?.(work.fraction);
    return new Promise((resolve, reject) => {
      const leave = () => {
        work.waiting.delete(options);
        if (work.waiting.size === 0) work.abort.abort();
        reject(cancelled());
      };
      options.signal?.addEventListener('abort', leave, { once: true });
      work.done.then(resolve, reject).finally(() => options.signal?.removeEventListener('abort', leave));
    });
  }
}

const cancelled = () => new OcelliError('cancelled', 'The work was cancelled.');
