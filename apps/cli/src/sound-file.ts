import { rmSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pcm16, wavHeader } from '@ocelli/media';
import { OcelliError } from '@ocelli/protocol';

/** Takes speech as it is made, so that hours of it need no memory. */
export interface SoundSink {
  write(samples: Float32Array): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
  /** Nothing is to be left of it. */
  discard(): Promise<void>;
}

const headerBytes = 44;
/** What a program writes into a header that does not know yet how long it gets; readers take what comes. */
const unknownBytes = 0xffff_ffff - headerBytes;

/** A WAV file (one channel, 16 bits) that is there when it is whole: until then it has another name. What is no plain file (a pipe, a device) is written to as it stands. */
export async function soundFile(path: string, sampleRateHz: number): Promise<SoundSink> {
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isDirectory()) throw unwritable(path, { code: 'EISDIR' });
  const target = existing && !existing.isFile() ? path : join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const file = await open(target, 'w').catch((cause: NodeJS.ErrnoException) => Promise.reject(unwritable(path, cause)));
  const written = (work: Promise<unknown>) => work.then(() => undefined, (cause: NodeJS.ErrnoException) => Promise.reject(unwritable(path, cause)));
  // Ctrl-C leaves nothing behind.
  const leave = () => target !== path && rmSync(target, { force: true });
  process.once('exit', leave);
  let bytes = 0;
  await written(file.write(wavHeader(unknownBytes, sampleRateHz)));
  return {
    async write(samples) {
      const sound = pcm(samples);
      bytes += sound.length;
      await written(file.writeFile(sound));
    },
    async finish() {
      if (target !== path) await written(file.write(wavHeader(bytes, sampleRateHz), 0, headerBytes, 0));
      await file.close();
      if (target !== path) await written(rename(target, path));
      process.off('exit', leave);
    },
    async discard() {
      await file.close().catch(() => undefined);
      if (target !== path) await rm(target, { force: true });
      process.off('exit', leave);
    },
  };
}

/** Standard output, as fast as it is read. Rejects with `cancelled` when its reader goes. */
export async function soundPipe(sampleRateHz: number): Promise<SoundSink> {
  const { stdout } = process;
  let gone: Error | undefined;
  stdout.on('error', (cause) => (gone = cause));
  const write = (bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) => stdout.write(bytes, (cause) => (gone ?? cause ? reject(new OcelliError('cancelled', 'Nobody reads the sound any more.', { cause: gone ?? cause })) : resolve())));
  await write(wavHeader(unknownBytes, sampleRateHz));
  return { write: (samples) => write(pcm(samples)), finish: async () => {}, discard: async () => {} };
}

const pcm = (samples: Float32Array): Uint8Array => new Uint8Array(pcm16(samples).buffer);

export function unwritable(path: string, cause: { code?: string | undefined }): Error {
  const because = (code: 'bad_request' | 'disk_full', message: string) => new OcelliError(code, message, { cause });
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return because('bad_request', `There is no such folder: ${dirname(path)}.`);
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') return because('disk_full', `There is no room left for ${path}. Free some, or name another place.`);
  if (cause.code === 'EPIPE') return new OcelliError('cancelled', 'Nobody reads the sound any more.', { cause });
  if (['EACCES', 'EPERM', 'EISDIR', 'EROFS', 'ENAMETOOLONG', 'ENXIO'].includes(cause.code ?? '')) return because('bad_request', `Nothing can be written to ${path}.`);
  return cause instanceof Error ? cause : new Error(cause.code);
}
