import type { RunEventBody } from '@ocelli/protocol';
import { foldRun, storableJson } from '@ocelli/store';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, freshStore, question } from '../test-support/stores.js';

const complete = { type: 'ended', status: 'complete' } as const;
const say = (delta: string): RunEventBody => ({ type: 'text', delta });

describe('the log of a run', () => {
  let store: Awaited<ReturnType<typeof freshStore>>;
  beforeAll(async () => {
    store = await freshStore();
  });

  async function begin(bootId?: string) {
    const turn = question('what is said?');
    return await ask(store, 'anna', turn, bootId);
  }
  async function answerOf({ conversationId, assistantMessageId }: { conversationId: string; assistantMessageId: string }) {
    return (await store.conversations.find('anna', conversationId))?.messages.find(({ id }) => id === assistantMessageId);
  }

  it('is what the answer folds to', async () => {
    const run = await begin();
    expect(await store.runLogs.append(run.runId, 1, [{ type: 'activity', text: 'Looking' }, say('There are ')])).toBe(true);
    expect(await store.runLogs.end(run.runId, 3, [say('8 pawns.'), { type: 'answer', status: 'answered' }], complete, 'There are 8 pawns.')).toBe(true);
    expect(await answerOf(run)).toMatchObject({ text: 'There are 8 pawns.', status: 'complete', answerStatus: 'answered', activity: '', seq: 5 });
  });

  it('never grows after its end', async () => {
    const run = await begin();
    await store.runLogs.append(run.runId, 1, [say('said')]);
    await store.runLogs.end(run.runId, 2, [], { type: 'ended', status: 'stopped' }, 'said');
    expect(await store.runLogs.append(run.runId, 3, [say(' too late')])).toBe(false);
    expect(await store.runLogs.end(run.runId, 3, [say(' too late')], complete, 'said too late')).toBe(false);
    expect(await answerOf(run)).toMatchObject({ text: 'said', status: 'stopped', seq: 2 });
  });

  it('takes no number twice', async () => {
    const run = await begin();
    await store.runLogs.append(run.runId, 1, [say('one')]);
    await expect(store.runLogs.append(run.runId, 1, [say('other')])).rejects.toThrow();
    expect(await answerOf(run)).toMatchObject({ text: 'one', seq: 1 });
  });

  it('gives back whatever was said, in however many pieces', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const event: fc.Arbitrary<RunEventBody> = fc.oneof(
      text.map(say),
      text.map((activity): RunEventBody => ({ type: 'activity', text: activity })),
      text.map((output): RunEventBody => ({ type: 'tool.finished', callId: 'c', status: 'done', output: { output }, ms: 1, models: [] })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(event, { minLength: 1, maxLength: 5 }), { maxLength: 4 }), async (batches) => {
        const run = await begin();
        let seq = 1;
        for (const batch of batches) {
          await store.runLogs.append(run.runId, seq, batch);
          seq += batch.length;
        }
        const said = storableJson(batches.flat()).map((body, index) => ({ seq: index + 1, event: body }));
        const stored = await store.runLogs.eventsAfter(run.conversationId, {});
        expect(stored.map(({ seq: number, event: body }) => ({ seq: number, event: body }))).toEqual(said);
        expect(await answerOf(run)).toMatchObject({ text: foldRun({ id: '', conversationId: '', parentId: '', createdAt: '', runId: '' }, said).text });
      }),
      { numRuns: 25 },
    );
  });

  it('tells a reader exactly what came after the entry it knows', async () => {
    const run = await begin();
    await store.runLogs.append(run.runId, 1, [say('a'), say('b'), say('c')]);
    const missed = await store.runLogs.eventsAfter(run.conversationId, { [run.runId]: 1 });
    expect(missed.map(({ seq, event }) => [seq, event])).toEqual([[2, say('b')], [3, say('c')]]);
    expect(await store.runLogs.eventsAfter(run.conversationId, { [run.runId]: 3 })).toEqual([]);
    expect(await store.runLogs.eventsAfter(run.conversationId, { [run.runId]: Number.MAX_SAFE_INTEGER })).toEqual([]);
  });

  it('of a dead process ends as interrupted and keeps what was said', async () => {
    const dead = await begin('a process that is gone');
    const alive = await begin('this process');
    await store.runLogs.append(dead.runId, 1, [say('There are 8')]);
    const closing = await store.runLogs.interruptDead('this process');
    expect(closing.filter(({ runId }) => runId === dead.runId)).toMatchObject([{ seq: 2, event: { type: 'ended', status: 'interrupted', error: { code: 'interrupted' } } }]);
    expect(await answerOf(dead)).toMatchObject({ text: 'There are 8', status: 'interrupted' });
    expect(await answerOf(alive)).toMatchObject({ status: 'running' });
  });

  it('of another server stays open while that one is heard of', async () => {
    const run = await begin('another server');
    await store.runLogs.beat('another server', [run.runId]);
    await store.runLogs.interruptDead('this process', new Date(Date.now() - 60_000));
    expect(await answerOf(run)).toMatchObject({ status: 'running' });
    await store.runLogs.interruptDead('this process', new Date(Date.now() + 60_000));
    expect(await answerOf(run)).toMatchObject({ status: 'interrupted' });
  });
});
