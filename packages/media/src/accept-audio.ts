import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OcelliError } from '@ocelli/protocol';
import { audioBounds, audioDiskFull, brokenAudio, type AudioBounds } from './audio-bounds.js';
import { audioType, audioTypes, type AudioFormat } from './audio-type.js';
import { decodeWavApart } from './decode-wav-apart.js';
import { DecodingTurns } from './decoding-turns.js';
import { decodeByFfmpeg } from './ffmpeg.js';

export interface AcceptAudioOptions {
  signal?: AbortSignal;
  /** Other bounds than the usual ones; narrower for untrusted bytes, wider where people name files of their own machine. */
  bounds?: Partial<AudioBounds>;
  /** The ffmpeg program; found by itself when not given. */
  ffmpeg?: string;
}

/** A recording as models hear it. */
export interface AcceptedAudio {
  /** SHA-256 of the bytes that were given. */
  id: string;
  /** The normalised copy: 16 kHz, mono, PCM16, WAV, named by `id`. */
  path: string;
  mediaType: string;
  facts: AudioFacts;
}

export interface AudioFacts {
  format: AudioFormat;
  /** Size of what was given. */
  bytes: number;
  seconds: number;
  /** As recorded; known of plain WAV. */
  sampleRateHz?: number;
  channels?: number;
}

/** Two at a time, each in a thread or a process of its own: one that takes its time holds up nobody else. */
const turns = new DecodingTurns(2);

/**
 * The one place where the bytes of untrusted recordings are decoded. Takes a file or bytes, decides by the bytes what they are, decodes them within bounds
 * outside of this thread (plain WAV in a worker, all else by ffmpeg in a process of its own), and writes the normalised copy into `outFolder`.
 *
 * A recording that was cut off is taken as far as it goes; what is longer than allowed is refused as a whole. Rejects with `unsupported_media` (no recording,
 * or one that needs ffmpeg where there is none), `broken_media` (damaged, or holding no sound), `too_large` (bytes or length), `timed_out`, `cancelled` or `disk_full`;
 * then nothing is left in `outFolder`. Every message says what to do.
 */
export async function acceptAudio(upload: string | Uint8Array, outFolder: string, { signal, bounds, ffmpeg }: AcceptAudioOptions = {}): Promise<AcceptedAudio> {
  const within = { ...audioBounds, ...bounds };
  return await turns.run(async () => {
    await mkdir(outFolder, { recursive: true });
    const work = await mkdtemp(join(resolve(outFolder), '.audio-'));
    try {
      const bytes = await readUpload(upload, within);
      const format = await audioType(bytes);
      const id = createHash('sha256').update(bytes).digest('hex');
      const from = typeof upload === 'string' ? resolve(upload) : join(work, 'upload');
      if (typeof upload !== 'string') await writeFile(from, bytes);
      const decoded = join(work, 'decoded.wav');
      const plain = format === 'wav' ? await decodeWavApart(from, decoded, within, signal) : undefined;
      const heard = plain ?? (await decodeByFfmpeg(from, decoded, format, within, { signal, program: ffmpeg }));
      const path = join(outFolder, `${id}.wav`);
      await rename(decoded, path);
      return { id, path, mediaType: audioTypes[format], facts: { format, bytes: bytes.length, ...heard } };
    } catch (cause) {
      throw isDiskFull(cause) ? audioDiskFull(cause) : cause;
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }, signal);
}

async function readUpload(upload: string | Uint8Array, { bytes }: AudioBounds): Promise<Uint8Array> {
  const size = typeof upload === 'string' ? (await stat(upload)).size : upload.length;
  if (size > bytes) throw new OcelliError('too_large', `Recordings of up to ${Math.floor(bytes / 1024 / 1024)} MB can be added. Save it as MP3 or cut it, and add that.`);
  if (size === 0) throw brokenAudio('empty');
  return typeof upload === 'string' ? await readFile(upload) : upload;
}

const isDiskFull = (cause: unknown) => cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
