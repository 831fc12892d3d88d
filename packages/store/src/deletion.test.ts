import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openStore } from '@ocelli/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPicture, answer, ask, freshFolder, freshStore, question } from '../test-support/stores.js';

describe('deleting', () => {
  let store: Awaited<ReturnType<typeof freshStore>>;
  beforeAll(async () => {
    store = await freshStore();
  });
  const look = (pictureId: string) => ({ pictureId, task: 'detect', version: '1', region: '' });

  it('a conversation deletes its rows, its pictures on disk and what was seen on them', async () => {
    const picture = await addPicture(store, 'anna', 'to be deleted');
    await store.perceptions.remember(look(picture), { value: 1 });
    const turn = question('what is it?', { attachments: [{ id: picture }] });
    const { runId } = await ask(store, 'anna', turn);
    await answer(store, runId, 'a secret thing');
    const path = store.pictures.path(picture, 'original');
    expect(existsSync(path)).toBe(true);

    expect(await store.deletion.conversation('anna', turn.conversationId)).toBe(true);
    expect(await store.conversations.find('anna', turn.conversationId)).toBeNull();
    expect(await store.search('anna', 'secret')).toEqual([]);
    expect(await store.runLogs.eventsAfter(turn.conversationId, {})).toEqual([]);
    expect(await store.attachments.find('anna', picture)).toBeNull();
    expect(await store.perceptions.find(look(picture))).toBeUndefined();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it("spares what another conversation or another owner shows, and others' conversations", async () => {
    const picture = await addPicture(store, 'anna', 'shared');
    await addPicture(store, 'bert', 'shared');
    const first = question('first', { attachments: [{ id: picture }] });
    const second = question('second', { attachments: [{ id: picture }] });
    await ask(store, 'anna', first);
    await ask(store, 'anna', second);
    expect(await store.deletion.conversation('bert', first.conversationId)).toBe(false);
    await store.deletion.conversation('anna', first.conversationId);
    expect(await store.attachments.find('anna', picture)).not.toBeNull();
    await store.deletion.conversation('anna', second.conversationId);
    expect(await store.attachments.find('anna', picture)).toBeNull();
    expect(await store.pictures.has(picture, 'original')).toBe(true);
    await store.deletion.everythingOf('bert');
    expect(await store.pictures.has(picture, 'original')).toBe(false);
  });

  it('everything of an owner leaves nothing of theirs', async () => {
    const sent = await addPicture(store, 'carl', 'sent');
    const unsent = await addPicture(store, 'carl', 'never sent');
    await store.boardCorrections.set('carl', sent, { boardIndex: 0, square: 'e4', piece: 'P' });
    const turn = question('mine', { attachments: [{ id: sent }] });
    await ask(store, 'carl', turn);
    expect(await store.deletion.everythingOf('carl')).toEqual([turn.conversationId]);
    expect(await store.conversations.list('carl', { limit: 10 })).toEqual([]);
    expect(await store.boardCorrections.of('carl', sent)).toEqual([]);
    for (const id of [sent, unsent]) {
      expect(await store.attachments.find('carl', id)).toBeNull();
      expect(existsSync(dirname(store.pictures.path(id, 'original')))).toBe(false);
    }
  });

  it('an upload at the same moment keeps its files', async () => {
    for (let round = 0; round < 10; round++) {
      const picture = await addPicture(store, 'dora', 'again and again');
      const [, again] = await Promise.all([
        store.deletion.everythingOf('dora'),
        store.pictures.alone(picture, () => addPicture(store, 'dora', 'again and again')),
      ]);
      const known = await store.attachments.find('dora', again);
      expect(await store.pictures.has(again, 'original')).toBe(known !== null);
    }
  });
});

describe('what a dead process left behind', () => {
  it('is swept at the next start: half-written uploads and pictures that nobody has', async () => {
    const folder = await freshFolder();
    const earlier = await openStore({ folder });
    const kept = await addPicture(earlier, 'anna', 'kept');
    await ask(earlier, 'anna', question('look', { attachments: [{ id: kept }] }));
    const halfWritten = earlier.pictures.incomingPath();
    await writeFile(halfWritten, 'half');
    const orphan = earlier.pictures.path('f'.repeat(64), 'original');
    await mkdir(dirname(orphan), { recursive: true });
    await writeFile(orphan, 'nobody has this');
    await writeFile(join(folder, 'pictures', 'ff', 'a stray file'), '');
    await earlier.close();

    const store = await openStore({ folder });
    try {
      expect(existsSync(halfWritten)).toBe(false);
      expect(existsSync(orphan)).toBe(false);
      expect(await store.pictures.has(kept, 'original')).toBe(true);
      expect(await store.attachments.find('anna', kept)).not.toBeNull();
    } finally {
      await store.close();
    }
  });
});
