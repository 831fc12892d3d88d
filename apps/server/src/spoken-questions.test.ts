import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findFfmpeg, wavBytes } from '@ocelli/media';
import { ensureDownloads } from '@ocelli/models';
import { Listened, OcelliError, Recording, type TurnAccepted } from '@ocelli/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { Scribe } from '../test-support/scribe.js';
import { emptyModelsFolder } from '../test-support/models-folder.js';
import { startServer } from '../test-support/servers.js';
import { SmallRegistry } from '../test-support/small-registry.js';
import { echo } from '../test-support/speaker.js';
import { failureOf, question, somePicture, Visitor } from '../test-support/visitor.js';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';
import { samplesFolder } from './samples.js';

const speech = (name: string) => readFile(fileURLToPath(new URL(`../../../packages/models/test-support/speech/${name}.wav`, import.meta.url)));
/** The same words as a telephone records them. */
const asAac = (wav: Buffer) => execFileSync(findFfmpeg()!, ['-v', 'error', '-f', 'wav', '-i', 'pipe:0', '-f', 'adts', 'pipe:1'], { input: wav, timeout: 30_000 });
const silence = Buffer.from(wavBytes(new Float32Array(16_000), 16_000));
let made = 0;
/** The same sound in another file: what was heard in a recording is remembered by its bytes. */
const another = (wav: Buffer) => Buffer.concat([wav, Buffer.from(`LIST\u0004\0\0\0${String(++made).padStart(4)}`, 'latin1')]);

async function uploaded(visitor: Visitor, bytes: Buffer, name = 'question.wav'): Promise<Recording> {
  const response = await visitor.fetch(`/api/attachments?name=${encodeURIComponent(name)}`, { method: 'POST', body: new Uint8Array(bytes) });
  expect(response.status).toBe(200);
  return Recording.parse(await response.json());
}

describe('a recording', () => {
  let anna: Visitor;
  beforeAll(async () => {
    anna = await Visitor.arrive((await startServer({ answer: echo })).url);
  });

  it('is known by its bytes, kept once, and played as it is heard', async () => {
    const wav = await speech('how-many-pawns');
    const first = await uploaded(anna, wav, 'pawns.png');
    expect(await uploaded(anna, wav, 'pawns.png')).toEqual(first);
    expect(first).toMatchObject({ name: 'pawns.png', mediaType: 'audio/wav', bytes: wav.length });
    const sound = await anna.fetch(`/api/attachments/${first.id}/sound`, { headers: { range: 'bytes=0-3' } });
    expect([sound.status, sound.headers.get('content-type'), await sound.text()]).toEqual([206, 'audio/wav', 'RIFF']);
    expect((await anna.fetch(`/api/attachments/${first.id}/image?size=320`)).status).toBe(404);
  });

  it("is nobody else's", async () => {
    const { id } = await uploaded(anna, await speech('how-many-are-black'));
    const bert = await Visitor.arrive(anna.url);
    expect((await bert.fetch(`/api/attachments/${id}/sound`)).status).toBe(404);
    const page = await bert.open();
    expect(await page.emit('turn.start', question('', { recordings: [{ id }] }))).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('is refused with what to do when it is broken, or of another type', async () => {
    const response = await anna.fetch('/api/attachments?name=a.wav', { method: 'POST', body: new Uint8Array(silence.subarray(0, 44)) });
    expect(await failureOf(response)).toMatchObject({ status: 422, code: 'broken_media', message: expect.stringContaining('save it again') });
    const aiff = Buffer.from('FORM\0\0\0\x2eAIFFCOMM\0\0\0\x12', 'latin1');
    expect(await failureOf(await anna.fetch('/api/attachments?name=a.aiff', { method: 'POST', body: new Uint8Array(aiff) }))).toMatchObject({ code: 'unsupported_media', message: 'Recordings of type AIF cannot be read. Save it as WAV or MP3 and add that.' });
  });

  it('is deleted with its conversation', async () => {
    const { id } = await uploaded(anna, asAac(await speech('how-many-pawns')), 'a.aac');
    const page = await anna.open();
    const turn = question('Listen', { recordings: [{ id }] });
    await page.ended(await page.ask(turn));
    await anna.json('DELETE', `/api/conversations/${turn.conversationId}`);
    expect((await anna.fetch(`/api/attachments/${id}/sound`)).status).toBe(404);
  });
});

describe('a question in a recording', () => {
  const scribe = new Scribe();
  let anna: Visitor;
  beforeAll(async () => {
    anna = await Visitor.arrive((await startServer({ answer: echo, transcribe: scribe.transcribe })).url);
  });

  async function asked(text: string, bytes: Buffer, more: Partial<Parameters<typeof question>[1]> = {}) {
    const page = await anna.open();
    const recording = await uploaded(anna, another(bytes));
    const turn = question(text, { recordings: [{ id: recording.id }], ...more });
    const accepted: TurnAccepted = await page.ask(turn);
    return { page, turn, accepted, recording, answer: await page.ended(accepted) };
  }

  it('is answered with what was written, and stays with its words', async () => {
    scribe.writes('How many are there?');
    const { answer, accepted, recording, turn } = await asked('Look at the cups.', await speech('how-many-pawns'));
    expect(answer.text).toContain('Look at the cups. How many are there?');
    expect(answer.toolCalls[0]).toMatchObject({ tool: 'listen', title: 'Listening to question.wav', input: { recording: recording.id }, status: 'done', output: { text: 'How many are there?', language: 'en' } });
    expect(await anna.storedAnswer(accepted)).toMatchObject({ toolCalls: answer.toolCalls, text: answer.text });
    expect((await anna.conversation(turn.conversationId)).messages[0]).toMatchObject({ recordings: [recording] });
    expect(await (await anna.fetch(`/api/conversations/${turn.conversationId}/export`)).text()).toContain('How many are there?');
  });

  it('names a conversation by its words', async () => {
    scribe.writes('What is on the table?');
    const { turn } = await asked('', await speech('how-many-pawns'));
    await expect.poll(async () => (await anna.conversation(turn.conversationId)).title).toBe('What is on the table?');
  });

  it('is part of what a later question follows on', async () => {
    scribe.writes('Is there a dog?');
    const { accepted, turn, page } = await asked('', await speech('how-many-pawns'));
    const next = question('And a cat?', { conversationId: turn.conversationId, parentId: accepted.assistantMessageId });
    await page.ended(await page.ask(next));
    scribe.writes('And a bird?');
    await asked('', await speech('how-many-pawns'), { conversationId: turn.conversationId, parentId: accepted.assistantMessageId });
    expect(scribe.dictations[0]?.prompt).toContain('And a cat?');
  });

  it('declines where nobody is heard, and answers what was written all the same', async () => {
    scribe.writes('');
    const alone = await asked('', silence);
    expect(alone.answer).toMatchObject({ status: 'complete', answerStatus: 'declined', text: expect.stringContaining('Nobody is heard speaking') });
    const beside = await asked('What is this?', silence);
    expect(beside.answer.text).toMatch(/Nobody is heard[^]*What is this\?/);
  });

  it('is not taken for a question when it is a speech', async () => {
    scribe.writes('word '.repeat(1_000), sentences);
    const { answer } = await asked('', await speech('how-many-pawns'));
    expect(answer).toMatchObject({ answerStatus: 'answered', text: expect.stringContaining('Ask when something is mentioned') });
    expect(answer.toolCalls[0]?.output).toMatchObject({ text: expect.stringMatching(/^(word ?){1000}$/) });
  });

  it('can be stopped while it is heard', async () => {
    let listening = () => {};
    const heard = new Promise<void>((resolve) => (listening = resolve));
    scribe.writes(() => (listening(), new Promise(() => {})));
    const page = await anna.open();
    const { id } = await uploaded(anna, another(await speech('how-many-pawns')));
    const turn = question('', { recordings: [{ id }] });
    const accepted = await page.ask(turn);
    await heard;
    await expect.poll(() => page.answer(accepted).toolCalls).toHaveLength(1);
    await page.emit('turn.stop', { runId: accepted.runId });
    expect((await page.ended(accepted)).toolCalls).toMatchObject([{ tool: 'listen', status: 'cancelled' }]);
    expect(scribe.cancelled).toBe(1);
  });
});

const sentences = ['The library closes at eight.', 'The bridge is old.', 'The library needs a roof.'].map((text, at) => ({ text, start: 10 * at, end: 10 * at + 4, confidence: 0.9 }));
const council = sentences.map(({ text }) => text).join(' ');

describe('a recording that is asked about', () => {
  const scribe = new Scribe();
  let anna: Visitor;
  beforeAll(async () => {
    anna = await Visitor.arrive((await startServer({ answer: echo, transcribe: scribe.transcribe })).url);
  });

  it('is heard once: places are quoted with their times, a later question and the files take what was heard', async () => {
    scribe.writes(council, sentences);
    const page = await anna.open();
    const recording = await uploaded(anna, another(await speech('how-many-pawns')), 'council.wav');
    const turn = question('When do they mention the library?', { recordings: [{ id: recording.id }] });
    const accepted = await page.ask(turn);
    const answer = await page.ended(accepted);
    expect(answer.answerStatus).toBe('answered');
    expect(answer.evidence).toMatchObject([{ kind: 'passage', attachmentId: recording.id, start: 0 }, { kind: 'passage', start: 20, end: 24 }]);
    expect(answer.text).toMatch(/“The library closes at eight\.”\]\(#e:passage-1\) \(0:00\)/);
    expect(scribe.dictations[0]?.prompt).toBeUndefined();
    const next = question('And what about the bridge?', { conversationId: turn.conversationId, parentId: accepted.assistantMessageId });
    const later = await page.ended(await page.ask(next));
    expect(later.evidence).toMatchObject([{ kind: 'passage', attachmentId: recording.id, start: 10 }]);
    expect(scribe.dictations).toHaveLength(1);
    const file = async (format: string) => await anna.fetch(`/api/attachments/${recording.id}/transcript?format=${format}`);
    expect(await (await file('json')).json()).toMatchObject({ text: council, segments: sentences });
    const srt = await file('srt');
    expect([srt.headers.get('content-disposition'), await srt.text()]).toEqual(['attachment; filename=council.srt', expect.stringMatching(/^1\n00:00:00,000 --> 00:00:04,000\nThe library closes at eight\.\n\n2\n/)]);
    expect(await (await file('vtt')).text()).toMatch(/^WEBVTT\n\n/);
    expect(await (await file('txt')).text()).toBe('The library closes at eight.\n\nThe bridge is old.\n\nThe library needs a roof.\n');
    expect((await file('pdf')).status).toBe(400);
    expect(scribe.dictations).toHaveLength(1);
    const bert = await Visitor.arrive(anna.url);
    expect((await bert.fetch(`/api/attachments/${recording.id}/transcript`)).status).toBe(404);
  });

  it('says how far it is', async () => {
    let advance = (_fraction: number) => {};
    let finish = () => {};
    const underWay = new Promise<void>((resolve) => scribe.writes(() => (resolve(), new Promise<string>((done) => (finish = () => done(council)))), sentences));
    scribe.onProgress = (tell) => (advance = tell);
    const page = await anna.open();
    const { id } = await uploaded(anna, another(await speech('how-many-pawns')), 'long.wav');
    const accepted = await page.ask(question('What is said?', { recordings: [{ id }] }));
    await underWay;
    await expect.poll(() => (advance(0.42), page.answer(accepted).activity), { timeout: 10_000 }).toBe('Listening to long.wav: 42 %');
    finish();
    expect((await page.ended(accepted)).text).toContain('The bridge is old');
  });

  it('is not heard again while somebody hears it, and given up only when nobody waits any more', async () => {
    let finish = () => {};
    const underWay = new Promise<void>((resolve) => scribe.writes(() => (resolve(), new Promise<string>((done) => (finish = () => done(council)))), sentences));
    const page = await anna.open();
    const { id } = await uploaded(anna, another(await speech('how-many-pawns')));
    const [one, other] = [await page.ask(question('What is said?', { recordings: [{ id }] })), await page.ask(question('What language is it?', { recordings: [{ id }] }))];
    await underWay;
    await expect.poll(() => page.answer(other).toolCalls).toHaveLength(1);
    await page.emit('turn.stop', { runId: one.runId });
    finish();
    expect((await page.ended(other)).text).toContain('English');
    expect([scribe.dictations.length, scribe.cancelled]).toEqual([1, 0]);
  });
});

describe('without a model that hears', () => {
  it.each([
    [['pocket'], 'whisper-tiny-en'],
    [['pocket', 'hub'], 'hub-whisper-tiny-en'],
  ] as const)('says what to do where the packs are %s: pull %s', async (packs, download) => {
    const { url } = await startServer({}, { packs: [...packs] });
    const anna = await Visitor.arrive(url);
    const page = await anna.open();
    const { id } = await uploaded(anna, await speech('how-many-pawns'));
    const turn = question('', { recordings: [{ id }], attachments: [{ id: (await anna.upload(await somePicture())).id }] });
    expect(await page.ended(await page.ask(turn))).toMatchObject({ answerStatus: 'declined', text: expect.stringMatching(new RegExp(`Recordings need Whisper.*ocelli models pull ${download}`)) });
  });
});

describe('while the model that hears is on its way', () => {
  it('a recording waits for it beside its picture, says how far it is, and is heard when it is here', async () => {
    const registry = await SmallRegistry.start();
    afterwards(() => registry.index.stop());
    registry.fault({ kind: 'stall', after: 50_000 }, 'whisper-tiny-en');
    const modelsDir = await emptyModelsFolder();
    const scribe = new Scribe().writes('What is this?');
    const transcribe: typeof scribe.transcribe = async (...asked) => {
      if (!(await readdir(modelsDir)).includes('whisper-tiny-en')) throw new OcelliError('model_unavailable', 'Whisper cannot run: it is not here.');
      return await scribe.transcribe(...asked);
    };
    const { url } = await startServer({ answer: echo, transcribe, registry: { downloads: registry.downloads, env: registry.index.env, retrySeconds: 0.1 } }, { modelsDir, offline: false });
    const anna = await Visitor.arrive(url);
    const page = await anna.open();
    const { id } = await uploaded(anna, another(await speech('how-many-pawns')));
    const accepted = await page.ask(question('', { recordings: [{ id }], attachments: [{ id: (await anna.upload(await somePicture())).id }] }));
    await expect.poll(() => page.answer(accepted).activity, { timeout: 20_000 }).toMatch(/^Waiting for .*Whisper/i);
    registry.index.heal();
    const answer = await page.ended(accepted);
    expect(answer).toMatchObject({ status: 'complete', text: expect.stringContaining('What is this?') });
    expect(answer.toolCalls[0]).toMatchObject({ tool: 'listen', status: 'done' });
  }, 120_000);
});

describe('a recording that may be of another language than English', () => {
  it('sends for the model of many languages, and says so', async () => {
    const registry = await SmallRegistry.start();
    afterwards(() => registry.index.stop());
    registry.fault({ kind: 'stall', after: 50_000 }, 'whisper-base');
    const scribe = new Scribe().writes('Yah dunk a shown.', sentences);
    scribe.confidence = 0.2;
    const transcribe: typeof scribe.transcribe = async (...asked) => ({ ...(await scribe.transcribe(...asked)), uses: [{ model: 'whisper-tiny-en', pack: 'registry', device: 'cpu', ms: 1 }] });
    const { url } = await startServer({ answer: echo, transcribe, registry: { downloads: registry.downloads, env: registry.index.env } }, { modelsDir: await emptyModelsFolder(), offline: false });
    const anna = await Visitor.arrive(url);
    const page = await anna.open();
    const { id } = await uploaded(anna, another(await speech('how-many-pawns')));
    const answer = await page.ended(await page.ask(question('What is said in the recording?', { recordings: [{ id }] })));
    expect(answer).toMatchObject({ answerStatus: 'hedged', text: expect.stringMatching(/Yah dunk[^]*not sure of these words[^]*is being fetched[^]*ask again/) });
    const { models } = (await anna.json('GET', '/api/models')) as { models: { id: string; install: { state: string } }[] };
    expect(models.find((one) => one.id === 'whisper-base')?.install.state).toMatch(/^(waiting|fetching)$/);
  }, 120_000);
});

describe('with real models', () => {
  beforeAll(() => ensureDownloads(['whisper-tiny-en']), 600_000);

  it('a recording is heard by what its picture shows, and answered about it', async () => {
    const anna = await Visitor.arrive((await startServer()).url);
    const page = await anna.open();
    const board = await anna.upload(await readFile(`${samplesFolder}/chess-board.png`), 'board.png');
    const { id } = await uploaded(anna, asAac(await speech('how-many-pawns')), 'question.aac');
    const turn = question('', { recordings: [{ id }], attachments: [{ id: board.id }] });
    const answer = await page.ended(await page.ask(turn));
    expect(Listened.parse(answer.toolCalls[0]?.output).text).toMatch(/^How many pawns are on the board\?$/);
    expect(answer.toolCalls[0]?.models[0]).toMatchObject({ model: 'whisper-tiny-en', pack: 'registry' });
    expect(answer).toMatchObject({ status: 'complete', text: expect.stringMatching(/\d+ pawns/) });
  });
});
