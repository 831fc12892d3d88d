import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { acceptPicture } from '@ocelli/media';
import type { PictureRef } from '@ocelli/models';
import { limits, OcelliError, type Attachment, type Uploaded } from '@ocelli/protocol';
import { storableText, type Store } from '@ocelli/store';
import { isRecordingFile, keepRecording } from './kept-recordings.js';

/** Takes uploads, pictures and recordings: bytes to a file with their hash on the way, then the one bounded decoder, then the store. */
export class Uploads {
  readonly #store: Store;
  readonly #expect: (picture: PictureRef) => void;

  /** @param expect is told of each picture that nobody has looked at: a question about it is likely the next thing to come. */
  constructor(store: Store, expect: (picture: PictureRef) => void = () => {}) {
    this.#store = store;
    this.#expect = expect;
  }

  /**
   * Reads a picture or a recording from a request's body, whichever its bytes are. The same bytes again answer with the same one. Rejects with `too_large`,
   * `too_many_pixels`, `unsupported_media`, `broken_media`, `bad_request` (an empty or broken-off body) or `disk_full`.
   */
  async take(ownerId: string, name: string, request: IncomingMessage): Promise<Uploaded> {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limits.uploadBytes) throw tooLarge();
    const incoming = this.#store.pictures.incomingPath();
    try {
      const id = await receive(request, incoming);
      // Uploads of the same bytes at the same time: one decodes, the others find it done.
      return await this.#store.pictures.alone(id, async () =>
        (await isRecordingFile(incoming)) ? await keepRecording(this.#store, ownerId, id, displayName(name, 'recording'), incoming) : await this.#keep(ownerId, id, displayName(name, 'picture'), incoming),
      );
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async #keep(ownerId: string, id: string, name: string, incoming: string): Promise<Attachment> {
    const { attachments, perceptions, pictures } = this.#store;
    const known = await attachments.find(ownerId, id);
    if (known && (await pictures.has(id, 'original')) && (await pictures.has(id, 'normal'))) {
      const { facts: _facts, ...attachment } = known;
      return attachment;
    }
    const normal = pictures.incomingPath();
    try {
      const { mediaType, facts } = await acceptPicture(incoming, normal);
      await pictures.keep(normal, id, 'normal');
      await pictures.keep(incoming, id, 'original');
      await attachments.add(ownerId, { id, name, mediaType, facts });
      if (await perceptions.isNew(id)) this.#expect({ id, path: pictures.path(id, 'normal') });
      return { id, name, mediaType, bytes: facts.bytes, width: facts.width, height: facts.height };
    } finally {
      await rm(normal, { force: true });
    }
  }
}

async function receive(request: IncomingMessage, path: string): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    // Leaving this loop early must not destroy the connection: the refusal goes through it.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limits.uploadBytes) throw tooLarge();
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } catch (cause) {
    throw request.destroyed && !OcelliError.is(cause) ? new OcelliError('bad_request', 'The upload broke off.', { cause }) : cause;
  } finally {
    await file.close();
  }
  if (bytes === 0) throw new OcelliError('bad_request', 'The upload was empty.');
  return hash.digest('hex');
}

/** The last part of what the client calls the file, without what cannot be shown; it is a label and never a path. */
function displayName(name: string, otherwise: string): string {
  const base = storableText(name).replace(/^.*[\\/]/s, '').replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return [...base].slice(0, 120).join('') || otherwise;
}

function tooLarge(): OcelliError {
  return new OcelliError('too_large', `Files of up to ${limits.uploadBytes / 1024 / 1024} MB can be added.`);
}
