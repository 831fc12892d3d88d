import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Senses, TranscribeOptions } from '@ocelli/models';
import { OcelliError, type Transcript, type TranscriptSegment } from '@ocelli/protocol';

/** What it was given to write down. */
interface Dictation {
  samples: Int16Array;
  prompt: string | undefined;
  language: string | undefined;
  folder: string;
  /** Permissions of the file. */
  mode: number;
}

/** Writes down what the test says, and remembers what sound it was given. */
export class Scribe {
  dictations: Dictation[] = [];
  /** How many ended early because nobody waited for their words any more. */
  cancelled = 0;
  /** How sure it is of its words. */
  confidence = 0.9;
  /** Is given what tells how far it is. */
  onProgress: ((tell: (fraction: number) => void) => void) | undefined;
  #words: (samples: Int16Array) => string | Promise<string> = () => '';
  #segments: TranscriptSegment[] = [];

  /** From here on it writes these words, and has heard nothing before. */
  writes(words: string | ((samples: Int16Array) => string | Promise<string>), segments: TranscriptSegment[] = []): this {
    this.#words = typeof words === 'string' ? () => words : words;
    this.#segments = segments;
    this.onProgress = undefined;
    this.dictations = [];
    this.cancelled = 0;
    this.confidence = 0.9;
    return this;
  }

  readonly transcribe: Senses['transcribe'] = async ({ path }, { signal, prompt, language, onProgress }: TranscribeOptions = {}) => {
    const file = await readFile(path);
    const samples = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
    this.dictations.push({ samples, prompt, language, folder: dirname(path), mode: (await stat(path)).mode & 0o777 });
    if (onProgress) this.onProgress?.(onProgress);
    const text = await untilAborted(Promise.resolve(this.#words(samples)), signal).catch((cause: unknown) => {
      this.cancelled++;
      throw cause;
    });
    const value: Transcript = { text, language: language ?? 'en', confidence: this.confidence, segments: this.#segments };
    return { value, uses: [] };
  };

  /** The sound of the words that counted. */
  get last(): Int16Array {
    return this.dictations.at(-1)!.samples;
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new OcelliError('cancelled', 'The work was cancelled.')));
    work.then(resolve, reject);
  });
}
