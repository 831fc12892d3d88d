import { OcelliError, type ErrorBody } from '@ocelli/protocol';
import { audioCancelled, audioTooSlow, brokenAudio, type AudioBounds } from './audio-bounds.js';
import { runInThread } from './run-in-thread.js';

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
  const answer = await runInThread<WavAnswer>(
    new URL('./wav-worker.js', import.meta.url),
    { from, to, bounds } satisfies WavWork,
    { milliseconds: bounds.milliseconds, signal, resourceLimits: { maxOldGenerationSizeMb: 256 } },
    { cancelled: audioCancelled, tooSlow: audioTooSlow, broken: brokenAudio },
  );
  if ('error' in answer) throw new OcelliError(answer.error.code, answer.error.message, { cause: answer.reason });
  return 'encoded' in answer ? undefined : answer;
}
