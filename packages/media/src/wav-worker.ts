import { readFile, writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { OcelliError } from '@ocelli/protocol';
import { audioTooLong, heardRateHz } from './audio-bounds.js';
import type { WavAnswer, WavWork } from './decode-wav-apart.js';
import { resample } from './resample.js';
import { monoSamples, readWav, wavBytes } from './wav-file.js';

/** Decodes one WAV file for decode-wav-apart.ts and answers once; the thread ends with it. */
async function answer({ from, to, bounds }: WavWork): Promise<WavAnswer> {
  try {
    const file = await readFile(from);
    const found = readWav(file, bounds);
    if (!found) return { encoded: true };
    const seconds = found.frames / found.sampleRateHz;
    if (seconds > bounds.seconds) throw audioTooLong(bounds.seconds);
    await writeFile(to, wavBytes(resample(monoSamples(file, found), found.sampleRateHz, heardRateHz), heardRateHz));
    return { seconds, sampleRateHz: found.sampleRateHz, channels: found.channels };
  } catch (cause) {
    if (OcelliError.is(cause)) return { error: cause.toBody(), reason: String(cause.cause) };
    throw cause;
  }
}

parentPort!.postMessage(await answer(workerData as WavWork));
