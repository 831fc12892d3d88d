import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { floats, spoken } from '../../test-support/sounds.js';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { features, sampleRateHz } from './whisper-features.js';
import { openWhisper, type Whisper } from './whisper.js';

const Waves = z.object({ bands: z.number(), frames: z.number(), step: z.number(), values: z.array(z.number()) });
const Heard = z.record(z.string(), z.object({ tokens: z.array(z.number()), logProbabilities: z.array(z.number()) }));
const recordings = ['how-many-pawns', 'how-many-are-black'] as const;

beforeAll(() => ensureDownloads(['whisper-tiny-en', 'whisper-base']), 600_000);
const opened: { dispose(): Promise<void> }[] = [];
afterAll(() => Promise.all(opened.map((one) => one.dispose())));

function filesOf(id: 'whisper-tiny-en' | 'whisper-base') {
  const [frontEndPath, encoderPath, decoderPath, weightsPath, tokenizerPath, configPath] = modelPaths(id, new ModelFiles()) as [string, string, string, string, string, string];
  return { frontEndPath, encoderPath, decoderPath, weightsPath, tokenizerPath, configPath };
}
/** Case and marks are not held to 32 bits. */
const wordsOf = (text: string) => text.toLowerCase().match(/\p{L}+/gu);
const reference = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => schema.parse(JSON.parse(await readFile(join(dirname(path), 'reference.json'), 'utf8')));

describe("Whisper's front end", () => {
  it('makes the features that transformers makes, but for a shift that is the same everywhere', async () => {
    const { frontEndPath } = filesOf('whisper-tiny-en');
    const { frames, step, values } = await reference(frontEndPath, Waves);
    const session = await InferenceSession.create(frontEndPath);
    opened.push({ dispose: () => session.release() });
    const waves = Float32Array.from({ length: 2 * sampleRateHz }, (_, n) => {
      const t = n / sampleRateHz;
      return 0.3 * Math.sin(2 * Math.PI * 220 * t) + 0.2 * Math.sin(2 * Math.PI * (500 + 900 * t) * t) + 0.05 * Math.sin(2 * Math.PI * 6_100 * t);
    });
    const made = (await features(session, waves, frames / 2)).data as Float32Array;
    const shift = made[0]! - values[0]!;
    expect(Math.max(...values.map((value, n) => Math.abs(made[n * step]! - shift - value)))).toBeLessThan(1e-4);
    expect(Math.abs(shift)).toBeLessThan(1);
  });
});

describe.each(['whisper-tiny-en', 'whisper-base'] as const)('%s', (id) => {
  let whisper: Whisper;
  const signal = new AbortController().signal;
  const decoding = { language: 'en', prompt: '', signal };
  const open = async () => {
    if (!whisper) opened.push((whisper = await openWhisper(filesOf(id), 'cpu')));
    return whisper;
  };

  it.each(recordings)('hears in %s the words that transformers hears in 32 bits, and is as sure', async (recording) => {
    const { encode, decode, vocabulary } = await open();
    const { tokens, logProbabilities } = (await reference(filesOf(id).encoderPath, Heard))[recording]!;
    for (const whole of [true, false]) {
      const heard = await decode(await encode(floats(spoken(recording)), { whole }), decoding);
      expect(wordsOf(heard.text)).toEqual(wordsOf(vocabulary.decode(tokens)));
      expect(Math.abs(heard.logProbability - logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length)).toBeLessThan(0.15);
      expect(heard.noSpeech).toBeLessThan(0.3);
    }
  });

  it('knows the language', async () => {
    const { encode, languages } = await open();
    const heard = await languages(await encode(floats(spoken('how-many-pawns'))));
    expect(heard.get('en')).toBeGreaterThan(0.9);
    expect(heard.size).toBe(id === 'whisper-base' ? 99 : 1);
  });
});
