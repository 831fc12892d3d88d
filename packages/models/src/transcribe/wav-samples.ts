import { open } from 'node:fs/promises';
import { OcelliError } from '@ocelli/protocol';
import { sampleRateHz } from '../families/whisper-features.js';

const unreadable = (cause?: unknown) => new OcelliError('broken_media', 'The recording could not be read: it is no 16 kHz mono WAV file of 16-bit samples.', { cause });

/**
 * Samples (-1..1) of a recording's normalised copy: 16 kHz, mono, 16-bit WAV, which media writes. Anything else is `broken_media`.
 */
export async function readSamples(path: string): Promise<Float32Array> {
  const file = await open(path).catch((cause: unknown) => Promise.reject(unreadable(cause)));
  let bytes: Buffer;
  try {
    bytes = await file.readFile();
  } finally {
    await file.close();
  }
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') throw unreadable();
  let [at, understood] = [12, false];
  while (at + 8 <= bytes.length) {
    const [name, length, from] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4), at + 8];
    if (name === 'fmt ' && from + 16 <= bytes.length) {
      understood = bytes.readUInt16LE(from + 2) === 1 && bytes.readUInt32LE(from + 4) === sampleRateHz && bytes.readUInt16LE(from + 14) === 16;
    }
    if (name === 'data') {
      if (!understood) break;
      const count = Math.floor(Math.min(length, bytes.length - from) / 2);
      const samples = new Float32Array(count);
      for (let n = 0; n < count; n++) samples[n] = bytes.readInt16LE(from + 2 * n) / 32_768;
      return samples;
    }
    at = from + length + (length & 1);
  }
  throw unreadable();
}
