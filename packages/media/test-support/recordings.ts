import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptAudio, findFfmpeg, wavBytes, type AcceptAudioOptions, type AcceptedAudio } from '@ocelli/media';
import { OcelliError } from '@ocelli/protocol';
import { afterAll, beforeAll } from 'vitest';

let folder: string;

/** Gives a test file a folder of its own. Call it once at the top. */
export function useAudioFolder(): () => string {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocelli-audio-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}

/** A tone that fades in and out, -1 to 1. */
export function tone(hz: number, seconds: number, rate: number, loudness = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => loudness * Math.sin((2 * Math.PI * hz * i) / rate) * Math.min(1, i / 400, (seconds * rate - i) / 400));
}

/** 440 Hz for a second and a half, as WAV of the given rate. */
export const toneWav = (rate = 44_100, hz = 440, seconds = 1.5) => Buffer.from(wavBytes(tone(hz, seconds, rate), rate));

/** The same sound in another format, made by ffmpeg with these options. */
export function encoded(extension: string, ...options: string[]): Buffer {
  const out = join(folder, `made-${process.hrtime.bigint()}.${extension}`);
  const program = findFfmpeg();
  if (!program) throw new Error('These tests make their recordings with ffmpeg: install it ("sudo apt-get install ffmpeg").');
  execFileSync(program, ['-v', 'error', '-nostdin', '-f', 'wav', '-i', 'pipe:0', ...options, out], { input: toneWav(), stdio: ['pipe', 'pipe', 'pipe'], timeout: 30_000 });
  return readFileSync(out);
}

export interface Heard {
  seconds: number;
  /** How loud the 440 Hz of {@link toneWav} are, and what lies an octave above. */
  at440: number;
  at880: number;
}

/** Reads a normalised copy and says what is in it; throws when it is not what models read. */
export async function hear(path: string): Promise<Heard> {
  const file = await readFile(path);
  const header = [file.toString('latin1', 0, 4), file.toString('latin1', 8, 16), file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34), file.readUInt32LE(40)];
  const wanted = ['RIFF', 'WAVEfmt ', 1, 1, 16_000, 16, file.length - 44];
  if (JSON.stringify(header) !== JSON.stringify(wanted)) throw new Error(`not 16 kHz mono PCM16: ${JSON.stringify(header)}`);
  const samples = new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
  return { seconds: samples.length / 16_000, at440: loudnessAt(440, samples), at880: loudnessAt(880, samples) };
}

/** Amplitude of one frequency (a single bin of the Fourier transform). */
function loudnessAt(hz: number, samples: Int16Array): number {
  let [re, im] = [0, 0];
  samples.forEach((sample, i) => {
    re += (sample / 32_768) * Math.cos((2 * Math.PI * hz * i) / 16_000);
    im += (sample / 32_768) * Math.sin((2 * Math.PI * hz * i) / 16_000);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}

export const acceptSound = (bytes: Uint8Array, options?: AcceptAudioOptions): Promise<AcceptedAudio> => acceptAudio(bytes, join(folder, 'heard'), options);

/** "recording", or the code of the error; what is no OcelliError is thrown on. After an error nothing may be left. */
export async function soundOutcome(bytes: Uint8Array, options?: AcceptAudioOptions): Promise<string> {
  const out = await mkdtemp(join(folder, 'outcome-'));
  try {
    await hear((await acceptAudio(bytes, out, options)).path);
    return 'recording';
  } catch (cause) {
    if (!OcelliError.is(cause)) throw cause;
    const left = await readdir(out);
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`, { cause });
    return cause.code;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
