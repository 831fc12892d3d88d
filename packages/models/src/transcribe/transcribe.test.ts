import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wavBytes } from '@ocelli/media';
import { createLocalPerception, ensureDownloads, type LocalPerception, type RecordingRef } from '@ocelli/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floats, hum, joined, mixed, music, noise, rateHz, silence, sound, spoken } from '../../test-support/sounds.js';

let folder: string;
let senses: LocalPerception;
let made = 0;
beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en', 'whisper-base']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-transcribe-'));
  senses = createLocalPerception();
}, 600_000);
afterAll(async () => {
  await senses.close();
  await rm(folder, { recursive: true, force: true });
});

async function recording(samples: Int16Array): Promise<RecordingRef> {
  const [id, path] = [`recording-${made++}`, join(folder, `${made}.wav`)];
  await writeFile(path, wavBytes(floats(samples), rateHz));
  return { id, path };
}
const plain = (text: string) => text.toLowerCase().replace(/[^a-z ]/g, '');
/** Words that a picture of a board affords. */
const prompt = 'How many pawns, knights, bishops, rooks and queens are on the board?';
const [pawns, black] = ['how many pawns are on the board', 'and how many of them are black'];

describe('transcribing', () => {
  it('writes down a question, with its language, its words and their times', async () => {
    const { value, uses } = await senses.transcribe(await recording(joined(silence(1), spoken('how-many-pawns'), silence(1))), { prompt });
    expect(plain(value.text)).toBe(pawns);
    expect(value).toMatchObject({ language: 'en' });
    expect(value.confidence).toBeGreaterThan(0.7);
    expect(uses[0]).toMatchObject({ model: 'whisper-tiny-en', pack: 'registry' });
    const words = value.segments.flatMap((segment) => segment.words ?? []);
    expect(words.map(({ text }) => plain(text))).toEqual(pawns.split(' '));
    // It is spoken from 1.3 to 2.9 s.
    expect(words[0]!.start).toBeLessThan(1.6);
    expect(words.at(-1)!.end).toBeGreaterThan(2.4);
    expect(words.at(-1)!.end).toBeLessThan(3.4);
    for (const [at, { start, end }] of words.entries()) {
      expect(end).toBeGreaterThanOrEqual(start);
      if (at > 0) expect(start).toBeGreaterThanOrEqual(words[at - 1]!.end - 0.01);
    }
  });

  it('loses and doubles no question of a long recording, and tells how far it is', async () => {
    const turns = Array.from({ length: 10 }, (_, at) => joined(spoken(at % 2 === 0 ? 'how-many-pawns' : 'how-many-are-black'), silence(0.1 + (at % 4) / 4)));
    const told: number[] = [];
    const { value } = await senses.transcribe(await recording(joined(...turns, ...turns)), { prompt, onProgress: (fraction) => told.push(fraction) });
    // A short word may be lost where the same question comes again and again; no question is.
    expect(plain(value.text).match(/how many pawns are on the board (and )?how many of them are black/g)).toHaveLength(10);
    expect(value.segments).toHaveLength(20);
    expect(told.length).toBeGreaterThan(2);
    expect([...told].sort((a, b) => a - b)).toEqual(told);
    expect(told.at(-1)).toBe(1);
  });

  it.each([
    ['silence', () => silence(5)],
    ['no sound at all', () => new Int16Array(1)],
    ['noise', () => noise(5, 0.2)],
    ['faint noise', () => noise(5, 0.01)],
    ['hum', () => hum(5)],
    ['music', () => music(5)],
    ['a tone', () => sound(5, (t) => 0.2 * Math.sin(2 * Math.PI * 440 * t))],
    ['a click', () => sound(3, (t) => (Math.abs(t - 1) < 0.0005 ? 0.9 : 0))],
  ])('hears nobody in %s', async (_name, samples) => {
    const { value } = await senses.transcribe(await recording(samples()));
    expect(value).toMatchObject({ text: '', segments: [], confidence: 0 });
  });

  it('hears a question through noise', async () => {
    const { value } = await senses.transcribe(await recording(mixed(joined(silence(0.5), spoken('how-many-pawns'), silence(0.5)), noise(5, 0.02))), { prompt });
    expect(plain(value.text)).toBe(pawns);
  });

  it('hears pawns where a board makes them likely, and ponds where nothing does', async () => {
    const question = await recording(spoken('how-many-pawns'));
    expect(plain((await senses.transcribe(question, { prompt })).value.text)).toBe(pawns);
    expect(plain((await senses.transcribe(question)).value.text)).toBe(pawns.replace('pawns', 'ponds'));
  });

  it('does not hear the words that are only likely', async () => {
    const { value } = await senses.transcribe(await recording(spoken('how-many-are-black')), { prompt });
    expect(plain(value.text)).toBe(black);
  });

  it('stops between two steps', async () => {
    const stop = new AbortController();
    const hearing = senses.transcribe(await recording(joined(...Array.from({ length: 8 }, () => [spoken('how-many-pawns'), spoken('how-many-are-black'), silence(0.5)]).flat())), { prompt, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(hearing).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says what is wrong with a file that is no recording', async () => {
    const path = join(folder, 'no.wav');
    for (const bytes of [Buffer.from('RIFF'), Buffer.from('no recording at all'), Buffer.concat([wavBytes(floats(silence(1)), rateHz).subarray(0, 12), Buffer.from('LIST\xff\xff\xff\x7f', 'latin1')])]) {
      await writeFile(path, bytes);
      await expect(senses.transcribe({ id: 'no', path })).rejects.toMatchObject({ code: 'broken_media' });
    }
  });

  it('says what to fetch where the model is not here', async () => {
    const without = createLocalPerception({ modelsDir: folder });
    await expect(without.transcribe(await recording(spoken('how-many-pawns')))).rejects.toMatchObject({ code: 'model_unavailable', message: expect.stringContaining('ocelli models pull whisper-tiny-en') });
    await expect(without.transcribe(await recording(spoken('how-many-pawns')), { language: 'de' })).rejects.toMatchObject({ code: 'model_unavailable', message: expect.stringContaining('ocelli models pull whisper-base') });
    await without.close();
  });
});

describe('transcribing with the model of many languages', () => {
  it('takes it for another language than English, and refuses one that it does not know', async () => {
    const question = await recording(spoken('how-many-pawns'));
    const { value, uses } = await senses.transcribe(question, { language: 'de' });
    expect(value.language).toBe('de');
    expect(uses[0]?.model).toBe('whisper-base');
    await expect(senses.transcribe(question, { language: 'zz' })).rejects.toMatchObject({ code: 'bad_request' });
  });
});
