import { ensureDownloads, voices } from '@ocelli/models';
import { readingAloud, SpokenWords, Voices } from '@ocelli/protocol';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyModelsFolder } from '../test-support/models-folder.js';
import { freshFolder, startServer } from '../test-support/servers.js';
import { startProcess } from '../test-support/server-process.js';
import { SmallRegistry } from '../test-support/small-registry.js';
import { echo } from '../test-support/speaker.js';
import { failureOf, Visitor } from '../test-support/visitor.js';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';

vi.setConfig({ testTimeout: 120_000 });

let url: string;
beforeAll(async () => {
  await ensureDownloads(['kokoro', 'piper-joe']);
  ({ url } = await startServer({ answer: echo }));
}, 600_000);

const story = 'There are **16 pawns** on the [board](#e:board). Eight of them are white and stand on the second row. The white king is on e1. The black king is on e8.\n';

function ask(visitor: Visitor, body: unknown, init: RequestInit = {}): Promise<Response> {
  return visitor.fetch('/api/speech', { method: 'POST', ...init, headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

async function sound(response: Response): Promise<Buffer> {
  expect([response.status, response.headers.get('content-type')?.replaceAll(' ', '')]).toEqual([200, readingAloud.contentType]);
  return Buffer.from(await response.arrayBuffer());
}

/** How often speaking ended so. */
async function ended(visitor: Visitor, outcome: string): Promise<number> {
  const metrics = await (await visitor.fetch('/metrics')).text();
  return Number(new RegExp(`^ocelli_spoken_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0);
}

describe('an answer that is spoken', () => {
  it('is heard while the rest of it is made', async () => {
    const visitor = await Visitor.arrive(url);
    const before = await ended(visitor, 'made');
    const response = await ask(visitor, { markdown: story });
    const reader = response.body!.getReader();
    const first = (await reader.read()).value!.length;
    expect(first).toBeGreaterThan(0);
    expect(await ended(visitor, 'made')).toBe(before);
    let bytes = first;
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
    expect(await ended(visitor, 'made')).toBe(before + 1);
    const seconds = bytes / 2 / readingAloud.sampleRateHz;
    expect(seconds).toBeGreaterThan(7);
    expect(seconds).toBeLessThan(18);
    expect(await (await visitor.fetch('/metrics')).text()).toMatch(/^ocelli_first_sound_seconds_count [1-9]/m);
  });

  it('is the same when it is heard again, without being made again; and nobody learns from that what others heard', async () => {
    const [anna, bert] = [await Visitor.arrive(url), await Visitor.arrive(url)];
    const wanted = { markdown: 'Two cups.', voice: 'bf_emma', speed: 1.2 };
    const first = await sound(await ask(anna, wanted));
    const [kept, made] = [await ended(anna, 'kept'), await ended(anna, 'made')];
    expect((await sound(await ask(anna, wanted))).equals(first)).toBe(true);
    expect([await ended(anna, 'kept'), await ended(anna, 'made')]).toEqual([kept + 1, made]);
    await sound(await ask(bert, wanted));
    expect([await ended(anna, 'kept'), await ended(anna, 'made')]).toEqual([kept + 1, made + 1]);
    await anna.json('DELETE', '/api/me/data');
    await sound(await ask(anna, wanted));
    expect(await ended(anna, 'made')).toBe(made + 2);
  });

  it('ends when nobody listens any more, and then the voice is free', async () => {
    const visitor = await Visitor.arrive(url);
    const [before, made] = [await ended(visitor, 'cancelled'), await ended(visitor, 'made')];
    const going = new AbortController();
    const response = await ask(visitor, { markdown: `${story.repeat(8)}` }, { signal: going.signal });
    await response.body!.getReader().read();
    going.abort();
    await vi.waitFor(async () => expect(await ended(visitor, 'cancelled')).toBe(before + 1), { timeout: 20_000 });
    expect((await sound(await ask(visitor, { markdown: 'Yes.' }))).length).toBeGreaterThan(0);
    expect(await ended(visitor, 'made')).toBe(made + 1);
  });

  it('rests longer after a paragraph than after a sentence', async () => {
    const visitor = await Visitor.arrive(url);
    const [sentence, paragraph] = [await sound(await ask(visitor, { markdown: 'It is free.' })), await sound(await ask(visitor, { markdown: 'It is free.\n\n' }))];
    expect((paragraph.length - sentence.length) / 2 / readingAloud.sampleRateHz).toBeCloseTo(0.25, 1);
  });

  it('is silent where there is nothing to say', async () => {
    const visitor = await Visitor.arrive(url);
    expect((await sound(await ask(visitor, { markdown: '👍\n\n---' }))).length).toBe(0);
  });

  it('has the voices of the model', async () => {
    const visitor = await Visitor.arrive(url);
    const listed = Voices.parse(await visitor.json('GET', '/api/voices?warm=am_puck'));
    // Of the other models only what is on this machine.
    const families = new Set(listed.voices.map(({ family }) => family));
    expect(listed.voices.map(({ id }) => id)).toEqual(voices.filter(({ family }) => families.has(family)).map(({ id }) => id));
    expect([...families]).toEqual(['Kokoro', 'Piper']);
    expect(listed.voices.find(({ id }) => id === listed.usual)).toMatchObject({ name: 'Heart', language: 'en-US', description: 'American, female' });
    expect((await sound(await ask(visitor, { markdown: 'Two cups.', voice: 'joe' }))).length / 2 / readingAloud.sampleRateHz).toBeGreaterThan(0.5);
    expect(await failureOf(await ask(visitor, { markdown: 'Two cups.', voice: 'supertonic-f1' }))).toMatchObject({ code: 'model_unavailable', message: expect.stringContaining('"ocelli models pull supertonic"') });
    expect(await visitor.failure('GET', '/api/voices?warm=nobody')).toMatchObject({ code: 'bad_request' });
  });

  it('is not delayed by being got ready once more', async () => {
    const visitor = await Visitor.arrive(url);
    const requests = async () => Number(/^ocelli_inference_total\{task="speak",outcome="ok"\} (\d+)$/m.exec(await (await visitor.fetch('/metrics')).text())?.[1] ?? 0);
    await sound(await ask(visitor, { markdown: 'One.' }));
    const before = await requests();
    await visitor.json('GET', '/api/voices?warm');
    await visitor.json('GET', '/api/voices?warm=af_bella');
    await sound(await ask(visitor, { markdown: 'Two.' }));
    expect(await requests()).toBe(before + 1);
  });

  it('is told in words to a browser that has a voice of its own', async () => {
    const visitor = await Visitor.arrive(url);
    const words = async (markdown: string) => SpokenWords.parse(await visitor.json('POST', '/api/speech/words', { markdown })).text;
    expect(await words('**Nf3** attacks [e5](#e:x); see https://example.org.')).toBe('knight F three attacks E five; see a link.');
    expect(await words('```js\n1\n```')).toBe('The code is on the screen.');
    expect(await words('👍')).toBe('');
  });
});

describe('what cannot be spoken', () => {
  it.each([
    ['no JSON', '{"markdown": "a', 'bad_request'],
    ['nothing', {}, 'bad_request'],
    ['empty text', { markdown: '' }, 'bad_request'],
    ['a number', { markdown: 5 }, 'bad_request'],
    ['too long a text', { markdown: 'a '.repeat(readingAloud.characters) }, 'bad_request'],
    ['far too long a text', { markdown: 'a'.repeat(100_000) }, 'too_large'],
    ['a voice that there is not', { markdown: 'Hello.', voice: '../../etc/passwd' }, 'bad_request'],
    ['a speed that there is not', { markdown: 'Hello.', speed: 9 }, 'bad_request'],
    ['a language that it does not speak', { markdown: '日本。' }, 'bad_request'],
  ])('is refused with words: %s', async (_, body, code) => {
    const response = await ask(await Visitor.arrive(url), body);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await failureOf(response)).toMatchObject({ code, message: expect.stringMatching(/\w/) });
  });

  it('is what another site asks for, and what is asked without the password', async () => {
    const visitor = await Visitor.arrive(url);
    expect(await failureOf(await visitor.fetch('/api/speech', { method: 'POST', headers: { origin: 'https://evil.example', 'content-type': 'application/json' }, body: '{"markdown":"Hello."}' }))).toMatchObject({ code: 'forbidden_origin' });
    const server = await startServer({ answer: echo }, { password: 'correct horse' });
    for (const [method, path] of [['POST', '/api/speech'], ['POST', '/api/speech/words'], ['GET', '/api/voices']] as const) expect(await visitor.at(server.url).failure(method, path, method === 'POST' ? { markdown: 'Hello.' } : undefined)).toMatchObject({ code: 'unauthorized' });
  });

  it('leaves no word of itself in the log', async () => {
    const server = await startProcess(await freshFolder(), { OCELLI_LOG_LEVEL: 'debug' });
    const visitor = await Visitor.arrive(server.url);
    await sound(await ask(visitor, { markdown: 'The xylophone is mine.' }));
    await ask(visitor, { markdown: 'xylophone '.repeat(1_000) });
    await vi.waitFor(() => expect(server.output().match(/"path":"\/api\/speech"/g)).toHaveLength(2), { timeout: 20_000 });
    expect(server.output()).not.toContain('xylophone');
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
  });
});

describe('a voice that is not here', () => {
  it('is fetched when first something is to be said, and how far it is, is told', async () => {
    const registry = await SmallRegistry.start();
    afterwards(() => registry.index.stop());
    registry.fault({ kind: 'stall', after: 50_000 }, 'kokoro');
    const { downloads, index } = registry;
    const server = await startServer({ answer: echo, registry: { downloads, env: index.env } }, { modelsDir: await emptyModelsFolder(), offline: false });
    const visitor = await Visitor.arrive(server.url);
    expect(await failureOf(await ask(visitor, { markdown: 'Hello.' }))).toMatchObject({ status: 503, code: 'model_unavailable', message: expect.stringMatching(/is being fetched.*once it is here/), retryAfterSeconds: expect.any(Number) });
    const { models } = (await visitor.json('GET', '/api/models')) as { models: { id: string; install: { state: string } }[] };
    expect(models.find(({ id }) => id === 'kokoro')?.install.state).toMatch(/^(waiting|fetching)$/);
  });

  it('is not fetched offline, and then it is said how it comes here', async () => {
    const server = await startServer({ answer: echo }, { modelsDir: await emptyModelsFolder() });
    const visitor = await Visitor.arrive(server.url);
    expect(await failureOf(await ask(visitor, { markdown: 'Hello.' }))).toMatchObject({ status: 503, code: 'model_unavailable', message: expect.stringContaining('ocelli models pull kokoro') });
  });
});
