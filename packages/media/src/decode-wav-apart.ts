import { Worker } from 'node:worker_threads';
import { OcelliError, type ErrorBody } from '@ocelli/protocol';
import { audioCancelled, audioTooSlow, brokenAudio, type AudioBounds } from './audio-bounds.js';

export interface WavWork {
  from: string;
  to: string;
  bounds: AudioBounds;
}
export interface WavFacts {
  seconds: number;
  sampleRateHz: number;
  channels: number;
}
export type WavAnswer = WavFacts | { encoded: true } | { error: ErrorBody; reason: string };

/**
 * Decodes and resamples a WAV file of plain samples in a thread of its own, which is ended when its time is over; undefined when the samples need a decoder.
 * Rejects with `broken_media`, `too_large`, `timed_out` or `cancelled`.
 */
export async function decodeWavApart(from: string, to: string, bounds: AudioBounds, signal?: AbortSignal): Promise<WavFacts | undefined> {
  const answer = await apart({ from, to, bounds }, signal);
  if ('error' in answer) throw new OcelliError(answer.error.code, answer.error.message, { cause: answer.reason });
  return 'encoded' in answer ? undefined : answer;
}

function apart(work: WavWork, signal?: AbortSignal): Promise<WavAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(audioCancelled());
    const worker = new Worker(new URL('./wav-worker.js', import.meta.url), { workerData: work, execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    let settled = false;
    const settle = (end: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      // Nothing of this file may still be written when its caller goes on.
      void worker.terminate().then(end);
    };
    const giveUp = () => settle(() => reject(audioCancelled()));
    const timer = setTimeout(() => settle(() => reject(audioTooSlow())), work.bounds.milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    worker.once('message', (answer: WavAnswer) => settle(() => resolve(answer)));
    worker.once('error', (cause) => settle(() => reject('code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY' ? brokenAudio(cause) : cause)));
    worker.once('exit', () => settle(() => reject(brokenAudio())));
  });
}
