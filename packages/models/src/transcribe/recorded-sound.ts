import { open } from 'node:fs/promises';
import { OcelliError } from '@ocelli/protocol';
import { sampleRateHz } from '../families/whisper-features.js';

/** A recording on the disk, read piece by piece: an hour of it takes no more memory than a minute. */
export interface RecordedSound {
  /** Samples, 16,000 a second. */
  readonly length: number;
  /** Samples (-1..1) from one place to another, as far as there are any. */
  read(from: number, to: number): Promise<Float32Array>;
  close(): Promise<void>;
}

const unreadable = (cause?: unknown) => new OcelliError('broken_media', 'The recording could not be read: it is no 16 kHz mono WAV file of 16-bit samples.', { cause });
/** No header that media writes is longer. */
const headBytes = 4_096;

/** Opens a recording's normalised copy: 16 kHz, mono, 16-bit WAV, which media writes. Anything else is `broken_media`. */
export async function openRecording(path: string): Promise<RecordedSound> {
  const file = await open(path).catch((cause: unknown) => Promise.reject(unreadable(cause)));
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, headBytes));
    await file.read(head, 0, head.length, 0);
    const { start, length } = samplesIn(head, size);
    return {
      length,
      async read(from, to) {
        const [first, last] = [Math.max(0, Math.floor(from)), Math.min(length, Math.floor(to))];
        const bytes = Buffer.alloc(2 * Math.max(0, last - first));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start + 2 * first);
        const samples = new Float32Array(bytesRead >> 1);
        for (let at = 0; at < samples.length; at++) samples[at] = bytes.readInt16LE(2 * at) / 32_768;
        return samples;
      },
      close: () => file.close(),
    };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** Where the samples of a WAV file begin, and how many there are. */
function samplesIn(head: Buffer, size: number): { start: number; length: number } {
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') throw unreadable();
  let [at, understood] = [12, false];
  while (at + 8 <= head.length) {
    const [name, bytes, start] = [head.toString('latin1', at, at + 4), head.readUInt32LE(at + 4), at + 8];
    if (name === 'fmt ' && start + 16 <= head.length) {
      understood = head.readUInt16LE(start) === 1 && head.readUInt16LE(start + 2) === 1 && head.readUInt32LE(start + 4) === sampleRateHz && head.readUInt16LE(start + 14) === 16;
    }
    if (name === 'data') {
      if (!understood) break;
      return { start, length: Math.floor(Math.min(bytes, size - start) / 2) };
    }
    at = start + bytes + (bytes & 1);
  }
  throw unreadable();
}
