import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { acceptAudio, audioFormat, isSound } from '@ocelli/media';
import type { Recording } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';

/** As much of a file as tells a recording from a picture, unless its container holds either. */
const headBytes = 64 * 1024;

/** Whether these bytes are a recording, perhaps of a type that is not decoded: what the client says they are counts for nothing. */
export async function isRecordingFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(head, 0, headBytes, 0);
    const start = head.subarray(0, bytesRead);
    if (await isSound(start)) return true;
    // Where an MP4's tracks are told at its end, its beginning does not say whether there is a film.
    return start.toString('latin1', 4, 8) === 'ftyp' && audioFormat(await readFile(path)) !== undefined;
  } finally {
    await file.close();
  }
}

/** Decodes an uploaded recording and keeps it for its owner: as it came, and as models and people hear it. Rejects as `acceptAudio` does. */
export async function keepRecording(store: Store, ownerId: string, id: string, name: string, incoming: string): Promise<Recording> {
  const { recordings, pictures: files } = store;
  const known = await recordings.find(ownerId, id);
  if (known && (await files.has(id, 'original')) && (await files.has(id, 'normal'))) {
    const { facts: _facts, ...recording } = known;
    return recording;
  }
  const normal = files.incomingPath();
  const folder = join(dirname(normal), `${id}-decoding`);
  try {
    const { path, mediaType, facts } = await acceptAudio(incoming, folder);
    await rename(path, normal);
    await files.keep(normal, id, 'normal');
    await files.keep(incoming, id, 'original');
    await recordings.add(ownerId, { id, name, mediaType, facts });
    return { id, name, mediaType, bytes: facts.bytes, seconds: facts.seconds };
  } finally {
    await Promise.all([rm(folder, { recursive: true, force: true }), rm(normal, { force: true })]);
  }
}
