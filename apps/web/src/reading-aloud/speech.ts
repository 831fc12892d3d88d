import { failureOf } from '@/wire/rest';
import { OcelliError, type SpeechRequest } from '@/wire/protocol';
import { pause } from './pause';

/** Worth asking again after a moment, so often. */
const passing = new Set(['busy', 'rate_limited', 'shutting_down', 'timed_out']);
const tries = 3;

/** The sound of a piece of an answer, as it is made: mono, 24 kHz, -1..1. Rejects with the server's error, or `cancelled` when the signal aborts. */
export async function* speechOf(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<Float32Array<ArrayBuffer>> {
  const body = await asked(request, signal);
  const reader = body.getReader();
  let odd: number | undefined;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw failure(cause, signal);
    });
    if (done) return;
    const bytes = odd === undefined ? value : Uint8Array.of(odd, ...value);
    odd = bytes.length % 2 === 1 ? bytes[bytes.length - 1] : undefined;
    const samples = new Float32Array(bytes.length >> 1);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < samples.length; at++) samples[at] = view.getInt16(at * 2, true) / 32_768;
    if (samples.length > 0) yield samples;
  }
}

async function asked(request: SpeechRequest, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  for (let left = tries; ; left--) {
    try {
      const reply = await fetch('/api/speech', { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request), signal });
      if (!reply.ok) throw await failureOf(reply.status, await reply.text());
      return reply.body ?? new ReadableStream({ start: (controller) => controller.close() });
    } catch (cause) {
      const error = failure(cause, signal);
      if (left <= 1 || !passing.has(error.code)) throw error;
      await pause(Math.min(5, error.retryAfterSeconds ?? 1) * 1000, signal);
    }
  }
}

function failure(cause: unknown, signal: AbortSignal): OcelliError {
  if (signal.aborted) return new OcelliError('cancelled', 'Reading aloud was stopped.', { cause });
  return OcelliError.is(cause) ? cause : new OcelliError('shutting_down', 'The server cannot be reached.', { cause });
}
