import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, type StoredTurn } from '@ocelli/store';
import type { TurnStart } from '@ocelli/protocol';
import pg from 'pg';
import { inject } from 'vitest';
import { afterwards } from './clean-up.js';

/** A copy of the empty store, removed when the file's tests are done. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-store-'));
  await cp(inject('emptyStore'), folder, { recursive: true });
  afterwards(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * An open store of its own, closed when the file's tests are done. With OCELLI_TEST_DATABASE_URL (of a Postgres that may be written to)
 * it is a new database there instead of the embedded one: the same tests hold for both.
 */
export async function freshStore(): Promise<Store & { folder: string }> {
  const folder = await freshFolder();
  const store = await openStore({ folder, databaseUrl: await freshDatabase() });
  afterwards(() => store.close());
  return { ...store, folder };
}

async function freshDatabase(): Promise<string | undefined> {
  const server = process.env.OCELLI_TEST_DATABASE_URL;
  if (!server) return undefined;
  const client = new pg.Client(server);
  await client.connect();
  const name = `ocelli_test_${newId()}`;
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export const newId = (): string => randomBytes(12).toString('hex');

/** A turn that asks `text`, alone in a new conversation unless said otherwise. */
export function question(text: string, more: Partial<TurnStart> = {}): TurnStart {
  return { turnId: newId(), conversationId: newId(), userMessageId: newId(), parentId: null, text, attachments: [], ...more };
}

/** Asks as `ownerId`. */
export async function ask(store: Store, ownerId: string, turn: TurnStart, bootId = 'this-process'): Promise<StoredTurn> {
  const asked = await store.turns.read(turn, ownerId);
  return 'question' in asked ? await store.turns.start(turn, asked.question, turn.text, { ownerId, bootId, assistantMessageId: newId() }) : asked;
}

/** Answers a stored turn with `text`. */
export async function answer(store: Store, runId: string, text: string): Promise<void> {
  await store.runLogs.end(runId, 1, [{ type: 'text', delta: text }], { type: 'ended', status: 'complete' }, text);
}

/** Puts a picture of these bytes into the owner's hands, with both of its files. */
export async function addPicture(store: Store, ownerId: string, bytes: string): Promise<string> {
  const id = createHash('sha256').update(bytes).digest('hex');
  for (const form of ['original', 'normal'] as const) {
    const incoming = store.pictures.incomingPath();
    await writeFile(incoming, bytes);
    await store.pictures.keep(incoming, id, form);
  }
  const facts = { format: 'png', bytes: bytes.length, width: 1, height: 1, frames: 1 };
  await store.attachments.add(ownerId, { id, name: `${bytes}.png`, mediaType: 'image/png', facts });
  return id;
}
