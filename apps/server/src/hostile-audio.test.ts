import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { wavBytes } from '@ocelli/media';
import { ErrorBody, limits, listening, ListenUpdate, Recording, type ErrorCode } from '@ocelli/protocol';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostileRecordings } from '../../../packages/media/test-support/hostile-recordings.js';
import { useAudioFolder } from '../../../packages/media/test-support/recordings.js';
import { joined, noise, silence, sound, spoken } from '../../../packages/models/test-support/sounds.js';
import { Scribe } from '../test-support/scribe.js';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { failureOf, newId, question, Visitor, type Page } from '../test-support/visitor.js';

/** Errors that say what is wrong with what was sent. Anything else would mean that it broke something. */
const blaming: ErrorCode[] = ['bad_request', 'not_found', 'too_large', 'unsupported_media', 'broken_media'];
const spokenQuestion = joined(silence(0.5), spoken('how-many-pawns'), silence(1.2));

useAudioFolder();
const scribe = new Scribe();
let url: string;
let dataFolder: string;
let anna: Visitor;
let page: Page;
let recordingId: string;
let conversationId: string;
let before: unknown;
beforeAll(async () => {
  const server = await startServer({ answer: echo, transcribe: scribe.transcribe }, { turnsPerMinute: 100_000, eventsPerMinute: 2_000, uploadsPerMinute: 100_000 });
  url = server.url;
  dataFolder = server.config.dataFolder;
  anna = await Visitor.arrive(url);
  page = await anna.open();
  scribe.writes('How many pawns are on the board?');
  recordingId = Recording.parse(await (await post(Buffer.from(wavBytes(Float32Array.from(spoken('how-many-pawns'), (sample) => sample / 32_768), 16_000)))).json()).id;
  const run = await page.ask(question('still here?', { recordings: [{ id: recordingId }] }));
  expect((await page.ended(run)).text).toContain('How many pawns are on the board?');
  conversationId = run.conversationId;
  before = await anna.conversation(conversationId);
});

/** Whatever was sent, the server lives, what was there is there, and nothing half-done is left. */
afterEach(async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await anna.conversation(conversationId)).toEqual(before);
  expect((await anna.fetch(`/api/attachments/${recordingId}/sound`)).status).toBe(200);
  await vi.waitFor(async () => expect([...(await readdir(join(dataFolder, 'incoming'))), ...(await readdir(join(dataFolder, 'listening')))]).toEqual([]), { timeout: 20_000 });
});

const post = (bytes: Buffer, name = 'recording.wav', headers: Record<string, string> = {}) => anna.fetch(`/api/attachments?name=${encodeURIComponent(name)}`, { method: 'POST', body: new Uint8Array(bytes), headers });
const kept = async () => (await readdir(join(dataFolder, 'pictures'), { recursive: true })).filter((path) => path.endsWith('original')).length;
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const pcmOf = (samples: Int16Array) => new Uint8Array(samples.slice().buffer);

/** The code of an error, which has to blame what was sent. */
function blamed(error: unknown, what: string): ErrorCode {
  const { code } = ErrorBody.parse(error);
  expect(blaming, what).toContain(code);
  return code;
}

const start = (listenId = newId(), more: object = {}) => ({ listenId, conversationId: null, attachments: [], language: 'en', endsBy: 'told', ...more });

/** How many samples have arrived. */
async function received(event: 'listen.start' | 'listen.audio' | 'listen.end', payload: object, from = page): Promise<number> {
  const reply = (await from.raw(event, payload)) as { ok: boolean; value?: { received: number } };
  expect(reply).toMatchObject({ ok: true });
  return reply.value!.received;
}

/** How a question ends that is spoken into `from`: its words, or the code of its error. */
async function spokenInto(from: Page, samples: Int16Array, more: object = {}): Promise<string> {
  const listenId = newId();
  let outcome: string | undefined;
  from.socket.on('listen.update', (update) => {
    const { state } = ListenUpdate.parse(update);
    if (update.listenId === listenId && (state.phase === 'heard' || state.phase === 'failed')) outcome = state.phase === 'heard' ? state.text : state.error.code;
  });
  await received('listen.start', start(listenId, more), from);
  for (let at = 0; at < samples.length && outcome === undefined; at += listening.chunkSamples) await received('listen.audio', { listenId, from: at, pcm: pcmOf(samples.subarray(at, at + listening.chunkSamples)) }, from);
  await received('listen.end', { listenId, samples: samples.length }, from);
  await vi.waitFor(() => expect(outcome).toBeDefined(), { timeout: 20_000 });
  from.socket.off('listen.update');
  return outcome!;
}

describe('recordings that are uploaded', () => {
  it('made to be refused, to break something, or to pass for something else: an error that says so, or a recording that can be asked about', async () => {
    scribe.writes('What is this?');
    const files = hostileRecordings();
    const [refused, taken] = [[] as string[], [] as string[]];
    for (const { name, outcome, bytes } of files) {
      const was = await kept();
      const response = await post(bytes, `${name}.wav`);
      if (response.status === 200) {
        expect(['recording', 'either'], name).toContain(outcome);
        const { id } = Recording.parse(await response.json());
        expect(await (await anna.fetch(`/api/attachments/${id}/transcript`)).json(), name).toMatchObject({ text: 'What is this?' });
        const answer = await page.ended(await page.ask(question('', { recordings: [{ id }] })));
        expect(answer, name).toMatchObject({ status: 'complete', text: expect.stringContaining('What is this?') });
        taken.push(name);
        continue;
      }
      expect(outcome, name).not.toBe('recording');
      blamed((await failureOf(response)), name);
      const id = hashOf(bytes);
      expect((await anna.fetch(`/api/attachments/${id}/transcript`)).status, name).toBe(404);
      expect(await page.raw('turn.start', question('What is said?', { recordings: [{ id }] })), name).toMatchObject({ ok: false, error: { code: 'not_found' } });
      expect(await kept(), name).toBe(was);
      refused.push(name);
    }
    expect(refused.length).toBeGreaterThanOrEqual(60);
    expect(taken.length).toBeGreaterThan(0);
  }, 180_000);

  it('that say they are larger than may be are not waited for', async () => {
    expect(blamed(await failureOf(await post(Buffer.alloc(limits.uploadBytes + 1, 'RIFF'))), 'too large')).toBe('too_large');
  });

  it('that break off leave nothing', async () => {
    const was = await kept();
    const abort = new AbortController();
    const body = new ReadableStream({
      start: (to) => to.enqueue(new TextEncoder().encode('RIFF\0\0\0\0WAVEfmt ')),
      // Asked for more: what came first is on its way.
      pull: () => abort.abort(),
    });
    await expect(anna.fetch('/api/attachments?name=a.wav', { method: 'POST', body, duplex: 'half', signal: abort.signal } as RequestInit & { headers?: Record<string, string> })).rejects.toThrow();
    expect(await kept()).toBe(was);
  });

  it.each(['../../../etc/passwd.wav', '..\\..\\a.wav', '\0\r\nSet-Cookie: a=b.wav', '<script>.wav', `${'a'.repeat(200)}.wav`, '\u202egnp.wav', ' '])('are kept as a name and never as a path: %j', async (name) => {
    scribe.writes('What is this?');
    const sound = Buffer.concat([Buffer.from(wavBytes(Float32Array.from(noise(0.3, 0.1), (sample) => sample / 32_768), 16_000)), Buffer.from(`LIST\u0004\0\0\0${String(name.length).padStart(4)}`, 'latin1')]);
    const response = await post(sound, name);
    if (!response.ok) return void blamed(await failureOf(response), name);
    const { id, name: shown } = Recording.parse(await response.json());
    expect(shown).toMatch(/^[^/\\\p{Cc}\p{Cf}]{1,120}$/u);
    const file = await anna.fetch(`/api/attachments/${id}/transcript?format=srt`);
    expect([file.status, file.headers.get('set-cookie')]).toEqual([200, null]);
  });

  it.each(['format=pdf', 'format=', 'format=srt&format=vtt', 'format=__proto__'])('are given as no transcript of %s', async (query) => {
    blamed(await failureOf(await anna.fetch(`/api/attachments/${recordingId}/transcript?${query}`)), query);
  });

  it.each([['nobody knows', 'a'.repeat(64)], ['in capitals', 'A'.repeat(64)], ['that are paths', '..%2f..%2fetc%2fpasswd'], ['that are short', 'aaaaaaaa'], ['of prototypes', '__proto__']])('are not found by ids %s', async (what, id) => {
    for (const part of ['sound', 'transcript']) blamed(await failureOf(await anna.fetch(`/api/attachments/${id}/${part}`)), what);
    blamed(((await page.raw('turn.start', question('Listen', { recordings: [{ id }] }))) as { error: unknown }).error, what);
  });

  it.each([[null], ['all'], [{}], [[null]], [[{}]], [[{ id: 1 }]], [['a'.repeat(64)]], [Array.from({ length: limits.recordingsPerTurn + 1 }, () => ({ id: 'a'.repeat(64) }))]])('are not asked about as %j', async (recordings) => {
    blamed(((await page.raw('turn.start', { ...question('Listen'), recordings })) as { error: unknown }).error, JSON.stringify(recordings));
  });
});

describe('what a microphone sends', () => {
  const pcm = new Uint8Array(3_200);
  const wrong: [string, string, (listenId: string) => unknown][] = [
    ...[undefined, null, 7, '', 'short', '../../etc/passwd', 'a'.repeat(65), {}, ['listening-1'], '\0'.repeat(8)].flatMap((listenId): [string, string, () => unknown][] => [
      ['listen.start', `an id that is ${JSON.stringify(listenId)}`, () => ({ ...start(), listenId })],
      ['listen.audio', `an id that is ${JSON.stringify(listenId)}`, () => ({ listenId, from: 0, pcm })],
      ['listen.end', `an id that is ${JSON.stringify(listenId)}`, () => ({ listenId, samples: 0 })],
      ['listen.cancel', `an id that is ${JSON.stringify(listenId)}`, () => ({ listenId })],
    ]),
    ...[undefined, 7, '', '../..', {}].map((conversationId): [string, string, () => unknown] => ['listen.start', `a conversation that is ${JSON.stringify(conversationId)}`, () => ({ ...start(), conversationId })]),
    ...[undefined, null, 'all', [null], [{ id: '../a' }], Array.from({ length: limits.attachmentsPerTurn + 1 }, () => ({ id: 'a'.repeat(64) }))].map((attachments): [string, string, () => unknown] => ['listen.start', `pictures that are ${String(JSON.stringify(attachments)).slice(0, 30)}`, () => ({ ...start(), attachments })]),
    ...['', 'EN', 'english', 'e', 7, {}].map((language): [string, string, () => unknown] => ['listen.start', `a language that is ${JSON.stringify(language)}`, () => start(newId(), { language })]),
    ...[undefined, null, '', 'never', true].map((endsBy): [string, string, () => unknown] => ['listen.start', `an end by ${JSON.stringify(endsBy)}`, () => ({ ...start(), endsBy })]),
    ...[false, 1, 'true'].map((overAnswer): [string, string, () => unknown] => ['listen.start', `a loudness that is ${JSON.stringify(overAnswer)}`, () => start(newId(), { overAnswer })]),
    ...[undefined, null, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e308, '0', {}].map((from): [string, string, (listenId: string) => unknown] => ['listen.audio', `a place that is ${String(from)}`, (listenId) => ({ listenId, from, pcm })]),
    ...[undefined, null, 'loud', 'AAAA', 7, {}, [0, 0], { 0: 1, length: 2 }, new Uint8Array(0), new Uint8Array(1), new Uint8Array(3_199), new Uint8Array(2 * listening.chunkSamples + 1), new Uint8Array(2 * listening.chunkSamples + 2)].map((bytes): [string, string, (listenId: string) => unknown] => [
      'listen.audio', `sound that is ${bytes instanceof Uint8Array ? `${bytes.length} bytes` : JSON.stringify(bytes)}`, (listenId) => ({ listenId, from: 0, pcm: bytes }),
    ]),
    ...[undefined, null, -1, 0.5, 1e308, '0', {}].map((samples): [string, string, (listenId: string) => unknown] => ['listen.end', `a length that is ${String(samples)}`, (listenId) => ({ listenId, samples })]),
    ['listen.audio', 'an id nobody knows', () => ({ listenId: newId(), from: 0, pcm })],
    ['listen.end', 'an id nobody knows', () => ({ listenId: newId(), samples: 0 })],
    ...['listen.start', 'listen.audio', 'listen.end', 'listen.cancel'].flatMap((event): [string, string, () => unknown][] => [[event, 'bytes alone', () => pcm], [event, 'nothing', () => null]]),
    ...['listen.update', 'listen.pause', 'LISTEN.START'].map((event): [string, string, () => unknown] => [event, 'what nobody knows', () => start()]),
  ];

  it('wrong in its shape is refused each time, and a question that is open hears nothing of it', async () => {
    expect(wrong.length).toBeGreaterThanOrEqual(60);
    const listenId = newId();
    await received('listen.start', start(listenId));
    for (const [event, what, payload] of wrong) {
      const reply = (await page.raw(event, payload(listenId))) as { ok: boolean; error?: unknown };
      expect(reply.ok, `${event} with ${what}`).toBe(false);
      blamed(reply.error, `${event} with ${what}`);
    }
    expect(await received('listen.start', start(listenId))).toBe(0);
    await page.raw('listen.cancel', { listenId });
    scribe.writes('How many pawns are on the board?');
    expect(await spokenInto(page, spokenQuestion)).toBe('How many pawns are on the board?');
  });

  it('in a wrong order is taken once, without gaps, and not after the end', async () => {
    scribe.writes('');
    const listenId = newId();
    const say = (from: number, samples: number) => received('listen.audio', { listenId, from, pcm: pcmOf(silence(samples / 16_000)) });
    await received('listen.start', start(listenId));
    expect(await say(Number.MAX_SAFE_INTEGER, 1_600)).toBe(0);
    expect(await say(1_600, 1_600)).toBe(0);
    expect(await say(0, 1_600)).toBe(1_600);
    expect(await say(0, 1_600)).toBe(1_600);
    expect(await say(800, 1_600)).toBe(2_400);
    expect(await received('listen.end', { listenId, samples: Number.MAX_SAFE_INTEGER })).toBe(2_400);
    expect(await say(2_400, 800)).toBe(3_200);
    expect(await received('listen.end', { listenId, samples: 3_200 })).toBe(3_200);
    expect(await received('listen.end', { listenId, samples: 0 })).toBe(3_200);
    expect(await say(3_200, 1_600)).toBe(3_200);
    expect(await received('listen.start', start(listenId))).toBe(3_200);
    for (let times = 0; times < 2; times++) expect(await page.raw('listen.cancel', { listenId })).toEqual({ ok: true, value: {} });
    expect(await page.raw('listen.audio', { listenId, from: 3_200, pcm })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('all at once, without waiting, arrives whole', async () => {
    const listenId = newId();
    await received('listen.start', start(listenId));
    const places = Array.from({ length: Math.ceil(spokenQuestion.length / 1_600) }, (_, at) => 1_600 * at);
    const replies = await Promise.all(places.map((from) => received('listen.audio', { listenId, from, pcm: pcmOf(spokenQuestion.subarray(from, from + 1_600)) })));
    expect(Math.max(...replies)).toBe(spokenQuestion.length);
    await page.raw('listen.cancel', { listenId });
  });

  it('of somebody else takes, ends and forgets nothing', async () => {
    const stranger = await (await Visitor.arrive(url)).open();
    const listenId = newId();
    await received('listen.start', start(listenId));
    for (const [event, payload] of [['listen.start', start(listenId)], ['listen.audio', { listenId, from: 0, pcm }], ['listen.end', { listenId, samples: 0 }]] as const) {
      expect(await stranger.raw(event, payload)).toMatchObject({ ok: false, error: { code: 'not_found' } });
    }
    expect(await stranger.raw('listen.cancel', { listenId })).toEqual({ ok: true, value: {} });
    expect(await received('listen.audio', { listenId, from: 0, pcm })).toBe(1_600);
    await page.raw('listen.cancel', { listenId });
  });

  it('into a third question at once is refused until one of two is over', async () => {
    const [first, second] = [newId(), newId()];
    for (const listenId of [first, second]) await received('listen.start', start(listenId));
    expect(await page.raw('listen.start', start())).toMatchObject({ ok: false, error: { code: 'busy', retryAfterSeconds: 2 } });
    for (const listenId of [first, second]) await page.raw('listen.cancel', { listenId });
    scribe.writes('How many pawns are on the board?');
    expect(await spokenInto(page, spokenQuestion)).toBe('How many pawns are on the board?');
  });

  it.each([
    ['white noise as loud as can be', () => noise(4, 1)],
    ['the loudest and the softest in turn', () => sound(2, (t) => (Math.round(t * 16_000) % 2 ? 1 : -1))],
    ['one value for ever', () => new Int16Array(32_000).fill(-32_768)],
    ['a click', () => Int16Array.from({ length: 16_000 }, (_, n) => (n === 8_000 ? 32_767 : 0))],
    ['one sample', () => new Int16Array(1)],
    ['nothing at all', () => new Int16Array(0)],
    ['longer than may be', () => silence(listening.seconds + 2)],
  ])('that is no voice has no words: %s', async (_what, samples) => {
    scribe.writes('');
    expect(await spokenInto(page, samples())).toBe('no_speech');
  });

  it('larger than any message may be, or far too often, is the end of that page at most', async () => {
    const hostile = await (await Visitor.arrive(url)).open();
    (hostile.socket as unknown as { emit(event: string, payload: unknown): void }).emit('listen.audio', { listenId: newId(), from: 0, pcm: new Uint8Array(200_000) });
    await expect.poll(() => hostile.socket.connected, { timeout: 20_000 }).toBe(false);
    const hasty = await (await Visitor.arrive(url)).open();
    const replies = (await Promise.all(Array.from({ length: 2_100 }, () => hasty.raw('listen.audio', { listenId: newId(), from: 0, pcm: new Uint8Array(2) })))) as { error: { code: string } }[];
    expect(new Set(replies.map(({ error }) => error.code))).toEqual(new Set(['not_found', 'rate_limited']));
    scribe.writes('How many pawns are on the board?');
    expect(await spokenInto(page, spokenQuestion)).toBe('How many pawns are on the board?');
  });
});
