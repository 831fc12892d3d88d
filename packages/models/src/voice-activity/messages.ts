import { z } from 'zod';

const StreamId = z.number().int().positive();
const Place = z.number().int().nonnegative();

/** To the process that hears speech. `frames` carries whole frames; `from` is the number of the first one. */
export const ToVoiceProcess = z.discriminatedUnion('type', [
  z.object({ type: z.literal('frames'), streamId: StreamId, from: Place, samples: z.instanceof(Int16Array) }),
  z.object({ type: z.literal('forget'), streamId: StreamId }),
  z.object({ type: z.literal('close') }),
]);
export type ToVoiceProcess = z.infer<typeof ToVoiceProcess>;

/** From it: one probability for each frame, in their order. */
export const FromVoiceProcess = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started') }),
  z.object({ type: z.literal('heard'), streamId: StreamId, from: Place, probabilities: z.instanceof(Float32Array) }),
]);
export type FromVoiceProcess = z.infer<typeof FromVoiceProcess>;
