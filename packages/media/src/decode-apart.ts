import { OcelliError, type ErrorBody } from '@ocelli/protocol';
import type { CameraFacts } from './camera-facts.js';
import { cancelled } from './decoding-turns.js';
import { broken, tookTooLong } from './picture-bounds.js';
import { runInThread } from './run-in-thread.js';

export interface ApartWork {
  task: 'heic' | 'camera-facts';
  bytes: Uint8Array;
  memoryBytes: number;
}
export type ApartAnswer = { facts: CameraFacts; tiff?: Uint8Array; frames?: number } | { error: ErrorBody | undefined; reason: string };

interface Bounds {
  milliseconds?: number;
  memoryBytes?: number;
  signal?: AbortSignal;
}

/** The upright pixels of a HEIC file as a plain TIFF, how many images it holds, and its camera facts. Rejects with `too_many_pixels`, `broken_media`, `timed_out` or `cancelled`. */
export async function decodeHeicApart(bytes: Uint8Array, bounds: Bounds = {}): Promise<{ tiff: Uint8Array; frames: number; facts: CameraFacts }> {
  const answer = await apart('heic', bytes, bounds);
  if ('error' in answer) throw answer.error ? new OcelliError(answer.error.code, answer.error.message, { cause: answer.reason }) : broken(answer.reason);
  if (!answer.tiff || !answer.frames) throw broken();
  return { tiff: answer.tiff, frames: answer.frames, facts: answer.facts };
}

/** Camera facts of a whole TIFF file. A file that keeps its reader busy has none. */
export async function cameraFactsApart(bytes: Uint8Array, signal?: AbortSignal): Promise<CameraFacts> {
  try {
    const answer = await apart('camera-facts', bytes, { milliseconds: 3_000, signal });
    return 'error' in answer ? {} : answer.facts;
  } catch (cause) {
    if (OcelliError.is(cause) && cause.code === 'cancelled') throw cause;
    return {};
  }
}

/**
 * Runs what is synchronous and bounded only by the file (WebAssembly, walks over a file's own structures) in a thread of its own
 * that is ended when its time is over, so that the event loop of the server stays free. 48 megapixels take about 5 to 15 s and 370 MB.
 */
function apart(task: ApartWork['task'], bytes: Uint8Array, { milliseconds = 60_000, memoryBytes = 768 * 1024 * 1024, signal }: Bounds): Promise<ApartAnswer> {
  return runInThread<ApartAnswer>(
    new URL('./apart-worker.js', import.meta.url),
    { task, bytes, memoryBytes } satisfies ApartWork,
    // A broken file may make libheif talk: nobody reads that.
    { milliseconds, signal, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 } },
    { cancelled, tooSlow: tookTooLong, broken },
  );
}
