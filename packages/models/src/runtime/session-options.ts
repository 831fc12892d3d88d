import { availableParallelism } from 'node:os';
import type { Device } from '@ocelli/protocol';
import type { InferenceSession } from 'onnxruntime-node';

/**
 * Options for every onnxruntime session of this project. Threads spin for a moment while they wait: as long as the steps between two
 * parallel ones take, which makes 32 sentences a third faster and a picture's labels a tenth, and no longer, because the cores are shared
 * (spinning as long as onnxruntime does by default took 2.5 times as long on a busy machine). `threads`: all cores, unless the work is too small for them.
 */
export function sessionOptions(device: Device = 'cpu', threads = availableParallelism()): InferenceSession.SessionOptions {
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: '300' }, inter_op: { allow_spinning: '0' } } },
  };
}
