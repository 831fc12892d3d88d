import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { acceptAudio, type AcceptedAudio } from '@ocelli/media';
import { OcelliError } from '@ocelli/protocol';
import { inputError } from './take-pictures.js';

/** People name files of their own machine: more is taken than a server takes from strangers. */
const bounds = { bytes: 1024 ** 3, seconds: 2 * 3_600, milliseconds: 600_000 };

/** A recording of the command line ("-" for standard input), decoded into `folder`. Rejects with what is wrong with it. */
export async function takeRecording(audio: string, folder: string): Promise<AcceptedAudio> {
  try {
    if (audio !== '-') {
      const facts = await stat(audio);
      if (facts.isDirectory()) throw new OcelliError('bad_request', `This is a folder. Name the recordings in it, for example ${join(audio, '*.wav')}.`);
      if (!facts.isFile()) throw new OcelliError('bad_request', 'This is no file. Read it through standard input: ocelli transcribe - < it');
      return await acceptAudio(audio, folder, { bounds });
    }
    const upload = join(folder, 'standard-input');
    await pipeline(process.stdin, within(bounds.bytes), createWriteStream(upload, { mode: 0o600 }));
    return await acceptAudio(upload, folder, { bounds }).finally(() => rm(upload, { force: true }));
  } catch (cause) {
    throw inputError(cause);
  }
}

/** What comes through a pipe may have no end. */
function within(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > most ? new OcelliError('too_large', `Recordings of up to ${most / 1024 ** 3} GB can be read.`) : null, chunk);
    },
  });
}
