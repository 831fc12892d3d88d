import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ShownPicture } from '@ocelli/agent';
import { acceptPicture } from '@ocelli/media';
import { limits, OcelliError } from '@ocelli/protocol';
import { failureOf } from './failures.js';

/** A picture of the command line: accepted, or why it was not. `ms` is what taking it cost. */
export type Taken = { image: string; ms: number } & ({ picture: ShownPicture } | { error: OcelliError });

/**
 * Takes the pictures one after the other, each while the one before is looked at. A picture's file is removed when the next one
 * is asked for, so that a thousand pictures take the room of two.
 */
export async function* takePictures(images: readonly string[], folder: string): AsyncGenerator<Taken> {
  let next = images[0] === undefined ? undefined : takePicture(images[0], folder, 0);
  for (let index = 0; next; index++) {
    const taken = await next;
    const following = images[index + 1];
    next = following === undefined ? undefined : takePicture(following, folder, index + 1);
    yield taken;
    if ('picture' in taken) await rm(taken.picture.path, { force: true });
  }
}

/** Takes one picture; never rejects. `index` keeps the files of a call apart. */
export async function takePicture(image: string, folder: string, index: number): Promise<Taken> {
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  const upload = join(folder, `${index}-upload`);
  const path = join(folder, `${index}-normal`);
  try {
    const id = await copy(await open(image), upload);
    const { facts } = await acceptPicture(upload, path);
    return { image, ms: ms(), picture: { id, path, name: image === '-' ? 'standard input' : basename(image), facts, corrections: [] } };
  } catch (cause) {
    return { image, ms: ms(), error: inputError(cause) };
  } finally {
    await rm(upload, { force: true });
  }
}

async function open(image: string): Promise<Readable> {
  if (image === '-') return process.stdin;
  if ((await stat(image)).isDirectory()) {
    throw new OcelliError('bad_request', `This is a folder. Name the pictures in it, for example ${join(dirname(image), basename(image), '*.jpg')}.`);
  }
  return createReadStream(image);
}

/** Copies within the size limit (also pipes and devices, which may have no end) and returns the hash of the bytes. */
async function copy(from: Readable, to: string): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > limits.uploadBytes ? new OcelliError('too_large', `Pictures of up to ${limits.uploadBytes / 1024 / 1024} MB can be read.`) : null, chunk);
    },
  });
  await pipeline(from, measure, createWriteStream(to, { mode: 0o600 }));
  return hash.digest('hex');
}

/** Why a file that was named on the command line cannot be read. */
export function inputError(cause: unknown): OcelliError {
  if (OcelliError.is(cause)) return cause;
  switch (cause instanceof Error && 'code' in cause ? cause.code : undefined) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new OcelliError('not_found', 'There is no such file.', { cause });
    case 'EACCES':
    case 'EPERM':
      return new OcelliError('bad_request', 'You may not read this file. Check its permissions.', { cause });
    default:
      return failureOf(cause);
  }
}
