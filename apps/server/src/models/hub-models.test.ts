import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadsProcess, ModelFiles, type ModelDownload } from '@ocelli/models';
import { TaskName } from '@ocelli/protocol';
import { pino } from 'pino';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { HubMirror } from '../../../../packages/models/test-support/hub-mirror.js';
import { afterwards } from '../../../../packages/store/test-support/clean-up.js';
import { emptyModelsFolder } from '../../test-support/models-folder.js';
import { freshFolder } from '../../test-support/servers.js';
import { Metrics } from '../metrics.js';
import { ModelChoices } from './choices.js';
import { Installs } from './installs.js';
import { fixedCards } from './model-cards.js';

const bytes = Buffer.alloc(3_000_000, 'model');
const idle = Object.fromEntries(TaskName.options.map((task) => [task, { waiting: 0, running: false }])) as Record<TaskName, { waiting: number; running: boolean }>;
let mirror: HubMirror;
let downloads: ModelDownload[];

beforeAll(async () => {
  mirror = await HubMirror.start();
  afterwards(() => mirror.stop());
  downloads = [mirror.add('hub-some', 'ocelli-tests/some', { 'onnx/model.onnx': bytes, 'tokenizer.json': Buffer.from('{}') })];
});
beforeEach(() => mirror.heal());

async function machine(env = mirror.env()): Promise<{ installs: Installs; modelsDir: string }> {
  const modelsDir = await emptyModelsFolder();
  const installs = new Installs({ downloads, modelsDir, choices: await ModelChoices.read(await freshFolder()), work: new DownloadsProcess(modelsDir, downloads, env), forbidden: null, metrics: new Metrics(() => idle), log: pino({ level: 'silent' }) });
  afterwards(() => installs.close());
  await installs.begin();
  return { installs, modelsDir };
}
const state = (installs: Installs) => installs.install('hub-some').state;

it('a model of a hub is fetched when somebody asks, paused, gone on with in the middle of a file, verified and removed', async () => {
  const { installs, modelsDir } = await machine();
  expect(installs.install('hub-some')).toEqual({ state: 'absent', receivedBytes: 0, totalBytes: 3_000_002 });
  expect(mirror.asked).toEqual([]);
  mirror.faults.set('onnx/model.onnx', { kind: 'slow', bytesPerSecond: 1_500_000 });
  await installs.fetch(['hub-some']);
  await expect.poll(() => installs.install('hub-some'), { timeout: 30_000, interval: 20 }).toMatchObject({ state: 'fetching', bytesPerSecond: expect.any(Number) as number });
  await installs.pause(['hub-some']);
  const paused = installs.install('hub-some');
  expect(paused).toMatchObject({ state: 'paused', totalBytes: 3_000_002 });
  mirror.heal();
  await installs.fetch(['hub-some']);
  await expect.poll(() => state(installs), { timeout: 30_000 }).toBe('ready');
  expect(mirror.askedFor('onnx/model.onnx')).toMatchObject([{ range: expect.stringMatching(/^bytes=[1-9]/) as string }]);
  const [card] = await fixedCards(new ModelFiles(undefined, modelsDir), downloads);
  expect(card).toMatchObject({ id: 'hub-some', pack: 'hub', when: 'asked', source: 'Hugging Face Hub ocelli-tests/some', fetchBytes: 3_000_002 });
  expect((await readFile(join(modelsDir, 'hub/ocelli-tests--some', (downloads[0] as { revision: string }).revision, 'onnx/model.onnx'))).equals(bytes)).toBe(true);
  await installs.remove(['hub-some']);
  expect(state(installs)).toBe('absent');
});

it('a refusal of the hub is the state of the model, with what to do', async () => {
  mirror.faults.set('onnx/model.onnx', { kind: 'status', status: 403, headers: { 'x-error-code': 'GatedRepo' } });
  const { installs } = await machine();
  await installs.fetch(['hub-some']);
  await expect.poll(() => state(installs), { timeout: 30_000 }).toBe('failed');
  expect(installs.install('hub-some')).toMatchObject({ error: { code: 'fetch_failed', message: expect.stringContaining('HF_TOKEN') as string } });
});
