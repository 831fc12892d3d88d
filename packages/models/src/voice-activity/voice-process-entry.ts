import { ToVoiceProcess, type FromVoiceProcess } from './messages.js';
import { frameSamples, newMemory, SpeechModel, type SpeechMemory } from './speech-model.js';

/**
 * Entry of the process that hears whether somebody speaks. It does nothing else, so that no model that runs elsewhere delays it; it lives as
 * long as its parent wants it.
 */
const model = await SpeechModel.open(process.argv[2] ?? '');
const memories = new Map<number, SpeechMemory>();
let work = Promise.resolve();

const say = (message: FromVoiceProcess) => {
  if (process.connected) process.send?.(message);
};

async function hear({ streamId, from, samples }: Extract<ToVoiceProcess, { type: 'frames' }>): Promise<void> {
  let memory = memories.get(streamId);
  if (!memory) memories.set(streamId, (memory = newMemory()));
  const probabilities = new Float32Array(samples.length / frameSamples);
  for (let at = 0; at < probabilities.length; at++) probabilities[at] = await model.probability(samples.subarray(at * frameSamples, (at + 1) * frameSamples), memory);
  say({ type: 'heard', streamId, from, probabilities });
}

process.on('message', (raw) => {
  const message = ToVoiceProcess.parse(raw);
  // In their order: what a frame means depends on those before it.
  work = work.then(async () => {
    if (message.type === 'frames') await hear(message);
    else if (message.type === 'forget') memories.delete(message.streamId);
    else process.disconnect();
  });
});
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
say({ type: 'started' });
