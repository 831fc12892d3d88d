import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OcelliError } from '@ocelli/protocol';
import { catalogue, createInferenceHost, createLocalPerception, packStatus, type InferenceEvent, type InferenceHost, type InferenceHostOptions, type PictureRef } from '@ocelli/models';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

let folder: string;
let sign: PictureRef;
const hosts: InferenceHost[] = [];

/** A host that is closed after its test. */
function host(options: InferenceHostOptions = {}): InferenceHost {
  const made = createInferenceHost(options);
  hosts.push(made);
  return made;
}

async function picture(name: string, svg: string): Promise<PictureRef> {
  const path = join(folder, `${name}.png`);
  await sharp(Buffer.from(svg)).png().toFile(path);
  return { id: name, path };
}

const codeOf = (work: Promise<unknown>) => work.then(() => 'ok', (error: unknown) => (OcelliError.is(error) ? error.code : error));
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-host-'));
  sign = await picture(
    'sign',
    `<svg width="640" height="360"><rect width="640" height="360" fill="white"/>
     <text x="60" y="120" font-family="DejaVu Sans" font-size="60">HARBOUR</text>
     <text x="60" y="240" font-family="DejaVu Sans" font-size="60">EXIT 42</text></svg>`,
  );
  return () => rm(folder, { recursive: true, force: true });
});

afterEach(() => Promise.all(hosts.splice(0).map((made) => made.close())));

describe('the inference host', () => {
  it('answers with what the models saw and which models saw it', async () => {
    const seen = await host().readText(sign);
    expect(seen.value.lines.map((line) => line.text.replaceAll(' ', ''))).toEqual(['HARBOUR', 'EXIT42']);
    expect(seen.uses).toEqual([expect.objectContaining({ model: 'pp-ocr-v4', pack: 'pocket', device: 'cpu' })]);
  });

  it('lets go of a model whose files changed, and loads it anew for whoever asks next', async () => {
    const one = host();
    await one.readText(sign);
    expect(one.status().loaded).toEqual(['read-text']);
    one.unload(['pp-ocr-v4']);
    await vi.waitFor(() => expect(one.status().loaded).toEqual([]), { timeout: 20_000 });
    const asked = one.readText(sign);
    one.unload(['pp-ocr-v4']);
    expect((await asked).value.lines).toHaveLength(2);
    expect((await one.readText(sign)).value.lines).toHaveLength(2);
    expect(one.status()).toMatchObject({ loaded: ['read-text'], restarts: 0 });
  });

  it('sees the same as the same tasks inside one process', async () => {
    const local = createLocalPerception();
    const [there, here] = [await host().readText(sign), await local.readText(sign)];
    await local.close();
    expect(there.value).toEqual(here.value);
  });

  it('looks only into the region, and answers in coordinates of the whole picture', async () => {
    const { value } = await host().readText(sign, { region: [0, 0.5, 1, 1] });
    expect(value.lines.map((line) => line.text.replaceAll(' ', '')).join('')).toBe('EXIT42');
    const [, top, , bottom] = value.lines[0]!.box;
    expect(top).toBeGreaterThan(0.5);
    expect(bottom).toBeLessThan(0.72);
  });

  it('leaves the event loop of its caller free while models run', async () => {
    const inferring = host({ warm: ['detect'] });
    await inferring.warmed();
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    const started = performance.now();
    await Promise.all(Array.from({ length: 5 }, () => inferring.detect(sign)));
    clearInterval(turning);
    expect(turns).toBeGreaterThan((performance.now() - started) / 20);
  });

  it('loads what it is told to warm before anybody asks', async () => {
    const warm = host({ warm: ['detect', 'read-text'] });
    await warm.warmed();
    expect(warm.status().loaded).toEqual(['detect', 'read-text']);
  });

  it('unloads models that nobody uses', async () => {
    const idle = host({ modelIdleMs: 50 });
    await idle.readText(sign);
    await vi.waitFor(() => expect(idle.status().loaded).toEqual([]), { timeout: 5_000 });
    expect((await idle.readText(sign)).value.lines).toHaveLength(2);
  });
});

describe('cancelling', () => {
  it('rejects at once and drops what waits', async () => {
    const busy = host({ warm: ['detect'] });
    await busy.warmed();
    const running = busy.detect(sign);
    const stop = new AbortController();
    const waiting = busy.detect(sign, { signal: stop.signal });
    stop.abort();
    expect(await Promise.race([codeOf(waiting), running.then(() => 'too late')])).toBe('cancelled');
    expect(busy.status().queues.detect.waiting).toBe(0);
    await running;
  });

  it('rejects running work at once, and the next request gets its turn', async () => {
    const busy = host({ warm: ['detect'] });
    await busy.warmed();
    const stop = new AbortController();
    const running = busy.detect(sign, { signal: stop.signal });
    const next = busy.detect(sign);
    stop.abort();
    expect(await Promise.race([codeOf(running), next.then(() => 'too late')])).toBe('cancelled');
    await expect(next).resolves.toHaveProperty('value.things');
  });

  it('refuses a request that was cancelled before it came', async () => {
    expect(await codeOf(host().colours(sign, { signal: AbortSignal.abort() }))).toBe('cancelled');
  });

  it('replaces a process that holds on to cancelled work', async () => {
    const busy = host({ warm: ['detect'], graceMs: 1 });
    await busy.warmed();
    const { pid } = busy.status();
    const stop = new AbortController();
    const running = busy.detect(sign, { signal: stop.signal });
    stop.abort();
    expect(await codeOf(running)).toBe('cancelled');
    await expect(busy.colours(sign)).resolves.toHaveProperty('value');
    await vi.waitFor(() => expect(busy.status().pid).not.toBe(pid), { timeout: 10_000 });
  });
});

describe('limits', () => {
  it('refuses more than may wait for one model, says when to come back, and still serves other models', async () => {
    const busy = host({ mostWaiting: 2, warm: ['detect'] });
    await busy.warmed();
    const accepted = [busy.detect(sign), busy.detect(sign), busy.detect(sign)];
    const refused = await busy.detect(sign).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'busy', retryAfterSeconds: expect.any(Number) });
    await expect(busy.colours(sign)).resolves.toHaveProperty('value');
    await Promise.all(accepted);
  });

  it('gives up on a request that takes too long', async () => {
    expect(await codeOf(host({ stallMs: 1 }).detect(sign))).toBe('timed_out');
  });

  it('replaces a process that holds too much memory, losing no request', async () => {
    const events: InferenceEvent[] = [];
    const fat = host({ mostRssBytes: 1, onEvent: (event) => events.push(event) });
    const { pid } = fat.status();
    const all = await Promise.all([fat.colours(sign), fat.colours(sign), fat.readText(sign)]);
    expect(all).toHaveLength(3);
    expect(events.some((event) => event.type === 'process-recycled')).toBe(true);
    await vi.waitFor(() => expect(fat.status().pid).not.toBe(pid), { timeout: 10_000 });
  });
});

describe('when the process dies', () => {
  const running = (busy: InferenceHost) => vi.waitFor(() => expect(busy.status().queues.detect.running).toBe(true), { timeout: 20_000, interval: 2 });

  it('does the request in flight again in a new process', async () => {
    const busy = host({ warm: ['detect'] });
    await busy.warmed();
    const seeing = busy.detect(sign);
    process.kill(busy.status().pid!, 'SIGKILL');
    await expect(seeing).resolves.toHaveProperty('value.things');
    expect(busy.status().restarts).toBe(1);
  });

  it('fails a request that its process died of twice, and serves the next', async () => {
    const busy = host({ warm: ['detect'] });
    await busy.warmed();
    const seeing = codeOf(busy.detect(sign));
    for (let death = 0; death < 2; death++) {
      await running(busy);
      const { pid } = busy.status();
      process.kill(pid!, 'SIGKILL');
      await vi.waitFor(() => expect(busy.status().pid).not.toBe(pid), { timeout: 10_000, interval: 2 });
    }
    expect(await seeing).toBe('model_failed');
    await expect(busy.detect(sign)).resolves.toHaveProperty('value.things');
  });

  it('goes away with its parent', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', `import { createInferenceHost } from '@ocelli/models'; const host = createInferenceHost(); await host.warmed(); console.log(host.status().pid);`], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise<string>((resolve) => parent.stdout.once('data', (data: Buffer) => resolve(String(data)))));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(alive(pid)).toBe(false), { timeout: 10_000 });
  });

  it('refuses requests after it was closed', async () => {
    const closed = createInferenceHost();
    const waiting = codeOf(closed.detect(sign));
    await closed.close();
    expect(['ok', 'shutting_down']).toContain(await waiting);
    expect(await codeOf(closed.detect(sign))).toBe('shutting_down');
    expect(closed.status().pid).toBeUndefined();
  });

  it('gives the process none of the secrets in the environment', async () => {
    process.env.OCELLI_TEST_SECRET = 'hush';
    const { pid } = host().status();
    delete process.env.OCELLI_TEST_SECRET;
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('hush');
  });
});

describe('broken pictures and models', () => {
  it('says that a picture is gone, and goes on', async () => {
    const fine = host();
    expect(await codeOf(fine.detect({ id: 'gone', path: join(folder, 'gone.png') }))).toBe('broken_media');
    await expect(fine.colours(sign)).resolves.toHaveProperty('value');
  });

  it('names the damaged file and the remedy, and does not run a damaged model', async () => {
    const pocketDir = join(folder, 'pocket');
    await cp(fileURLToPath(new URL('../../../pocket', import.meta.url)), pocketDir, { recursive: true });
    const graph = join(pocketDir, 'centernet/model.onnx');
    const bytes = await readFile(graph);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(graph, bytes);
    const error: unknown = await host({ pocketDir }).detect(sign).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'model_unavailable', message: expect.stringMatching(/centernet\/model\.onnx.*damaged.*git checkout/) });
  });

  it('says plainly what to do for a model that was not fetched', async () => {
    const error: unknown = await host({ modelsDir: join(folder, 'nothing-fetched') }).classify(sign).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'model_unavailable', message: expect.stringContaining('ocelli models pull') });
  });
});

describe('what is installed', () => {
  it('is the pocket pack, all there and whole, and whatever was fetched of the others', async () => {
    const packs = await packStatus();
    expect(packs.map(({ id }) => id)).toEqual(['pocket', 'registry', 'hub']);
    expect(packs[0]!.models.filter((model) => model.status !== 'ready')).toEqual([]);
    expect(packs.flatMap(({ models }) => models)).toHaveLength(catalogue.length);
  });
});
