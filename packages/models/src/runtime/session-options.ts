import { availableParallelism } from 'node:os';
import type { Device } from '@ocelli/protocol';
import type { InferenceSession } from 'onnxruntime-node';

/**
 * Options for every onnxruntime session of this project. Threads do not spin while they wait: on a shared core two
 * spinning threads were 2.5 times slower than one.
 */
export function sessionOptions(device: Device = 'cpu'): InferenceSession.SessionOptions {
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    intraOpNumThreads: availableParallelism(),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}
