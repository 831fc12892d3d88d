import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { acceptAudio, wavBytes } from '@ocelli/media';
import { createLocalPerception, type LocalPerception, type Sound } from '@ocelli/models';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openKokoro, readKokoroVoice, type KokoroModel } from '../families/kokoro.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { voices } from './voices.js';

const Reference = z.array(z.object({ text: z.string(), voice: z.string(), speed: z.number(), sounds: z.string(), tokens: z.array(z.number()), samples: z.number(), frames: z.array(z.number()) }));

beforeAll(() => ensureDownloads(['kokoro', 'whisper-tiny-en']), 600_000);

/** Root mean square of each 25 ms at 24 kHz. */
const frames = (samples: Float32Array) => Array.from({ length: Math.floor(samples.length / 600) }, (_, at) => Math.sqrt(samples.subarray(at * 600, (at + 1) * 600).reduce((sum, sample) => sum + sample * sample, 0) / 600));
/** How loud the loud parts are. */
const loudness = (samples: Float32Array) => {
  const loud = frames(samples).filter((frame) => frame > 0.01);
  return Math.sqrt(loud.reduce((sum, frame) => sum + frame * frame, 0) / loud.length);
};

describe('the model', () => {
  let vocabularyPath: string;
  let model: KokoroModel;
  beforeAll(async () => {
    const [graphPath, vocabulary, weightsPath] = modelPaths('kokoro', new ModelFiles()) as [string, string, string];
    vocabularyPath = vocabulary;
    model = await openKokoro({ graphPath, vocabularyPath, weightsPath }, 'cpu');
  });
  afterAll(() => model.dispose());

  it("says what Python's onnxruntime makes of the published model", async () => {
    const reference = Reference.parse(JSON.parse(await readFile(join(dirname(vocabularyPath), 'reference.json'), 'utf8')));
    for (const { voice, speed, sounds, tokens, samples, frames: wanted } of reference) {
      const path = modelPaths('kokoro', new ModelFiles()).find((file) => file.endsWith(`${voice}.bin`));
      expect(model.tokens(sounds)).toEqual(tokens);
      const said = await model.say(tokens, await readKokoroVoice(path!), speed);
      expect(said.length).toBe(samples);
      const apart = frames(said).flatMap((frame, at) => (wanted[at]! > 0.01 ? [Math.abs(20 * Math.log10(frame / wanted[at]!))] : []));
      // The published model's convolutions add noise of their own.
      expect(Math.max(...apart)).toBeLessThan(3);
      expect(apart.reduce((sum, one) => sum + one, 0) / apart.length).toBeLessThan(0.5);
    }
  });
});

describe('speaking', () => {
  let senses: LocalPerception;
  beforeAll(() => void (senses = createLocalPerception()));
  afterAll(() => senses.close());

  async function say(text: string, options: { voice?: string; speed?: number } = {}) {
    const sounds: Sound[] = [];
    const { value, uses } = await senses.speak(text, { ...options, onSound: (sound) => sounds.push(sound) });
    return { value, uses, sounds };
  }

  it('gives a sentence at a time, and says how long it spoke and by what', async () => {
    const { value, uses, sounds } = await say('There are 16 pawns. Eight of them are black.');
    expect(sounds.map(({ text, sampleRate }) => [text, sampleRate])).toEqual([['There are sixteen pawns.', 24_000], ['Eight of them are black.', 24_000]]);
    expect(value).toEqual({ voice: 'af_heart', sampleRate: 24_000, seconds: sounds.reduce((sum, { samples }) => sum + samples.length, 0) / 24_000 });
    expect(value.seconds).toBeGreaterThan(2.5);
    expect(value.seconds).toBeLessThan(6);
    expect(uses[0]).toMatchObject({ model: 'kokoro', pack: 'registry' });
  });

  it('is understood: Whisper hears what was said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ocelli-spoken-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const said: [voice: string, written: string, heard: RegExp][] = [
      ['af_heart', 'How many people are in this picture?', /^How many people are in this picture\?$/],
      ['bm_george', 'The knight on f3 attacks the pawn on e5.', /^The (knight|night) on F3 attacks the pawn on E5\.$/i],
      ['bf_emma', 'It costs $3.50 and weighs 12 kg.', /^It costs \$3\.50 and weighs 12 kilograms\.$/],
      ['am_michael', 'I read the record yesterday, and I will record it again.', /^I read the record yesterday,? and I will record it again\.$/],
    ];
    for (const [voice, written, heard] of said) {
      const { sounds } = await say(written, { voice });
      const recording = await acceptAudio(wavBytes(Float32Array.from(sounds.flatMap(({ samples }) => [...samples])), 24_000), folder);
      expect((await senses.transcribe(recording, { language: 'en' })).value.text.trim(), voice).toMatch(heard);
    }
  });

  it('is equally loud in every voice, and never too loud', async () => {
    for (const voice of ['af_heart', 'af_nicole', 'am_onyx', 'bm_lewis']) {
      const { sounds: [sound] } = await say('Hello.', { voice });
      expect(20 * Math.log10(loudness(sound!.samples) / 0.1), voice).toBeGreaterThan(-4);
      expect(20 * Math.log10(loudness(sound!.samples) / 0.1), voice).toBeLessThan(1);
      expect(Math.max(...sound!.samples.map(Math.abs)), voice).toBeLessThanOrEqual(0.951);
    }
  });

  it('speaks as fast as asked', async () => {
    const [slow, fast] = [await say('How many cups are there?', { speed: 0.7 }), await say('How many cups are there?', { speed: 1.5 })];
    expect(slow.value.seconds / fast.value.seconds).toBeGreaterThan(1.6);
  });

  it('takes voices by name, and names them where there is no such one', async () => {
    expect((await say('Yes.', { voice: 'Emma' })).value.voice).toBe('bf_emma');
    await expect(say('Yes.', { voice: 'nobody' })).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining('af_heart') });
    expect(voices.filter(({ model }) => model === 'kokoro')).toHaveLength(28);
  });

  it('refuses text in which nothing can be said', async () => {
    await expect(say('日本。')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(say('日本.')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(say(' ')).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('stops between two sentences when it is called off', async () => {
    const calling = new AbortController();
    const heard: string[] = [];
    const speaking = senses.speak('One. This is the second sentence. This is the third sentence.', {
      signal: calling.signal,
      onSound: ({ text }) => {
        heard.push(text);
        calling.abort();
      },
    });
    await expect(speaking).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard).toHaveLength(1);
  });
});
