import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalPerception } from '../runtime/local-perception.js';
import { defaultPocketDir } from '../packs/model-files.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { HubMirror } from '../../test-support/hub-mirror.js';
import { floats, spoken } from '../../test-support/sounds.js';
import { openHubSentenceEncoder } from '../embed/hub-sentence-encoder.js';
import { openHubKokoro } from '../families/hub-kokoro.js';
import { hubStepper, openHubWhisper } from '../families/hub-whisper.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { timesOf } from '../transcribe/heard-words.js';
import { hubFolder } from './manifest.js';

/** Small models with random weights, in the form that the Hub has, made and computed by the originals (training/hub-fixtures). */
const models = fileURLToPath(new URL('../../test-support/hub-models/', import.meta.url));
const numbers = z.array(z.number());
const reference = async <T>(name: string, schema: z.ZodType<T>): Promise<T> => schema.parse(JSON.parse(await readFile(join(models, name, 'reference.json'), 'utf8')));
const farthest = (one: ArrayLike<number>, other: readonly number[]) => Math.max(...other.map((value, index) => Math.abs(value - one[index]!)));
const signal = new AbortController().signal;

let mirror: HubMirror;
beforeAll(async () => {
  mirror = await HubMirror.start();
});
afterAll(() => mirror.stop());

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-hub-models-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Fetches these files of a folder from the mirror. Returns the folder where they lie then. */
async function pulled(folder: string, paths: readonly string[]): Promise<string> {
  const files = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path))] as const)));
  const download = mirror.add('some-model', 'ocelli-tests/some-model', files);
  const modelsDir = await temporaryFolder();
  await ensureDownloads(['some-model'], { modelsDir, downloads: [download], env: mirror.env() });
  return join(modelsDir, hubFolder(download));
}

describe('models in the form of the Hub, out of a pulled folder', () => {
  it('make sentences the vectors that transformers makes of them', async () => {
    const folder = await pulled(join(models, 'sentences'), ['onnx/model.onnx', 'tokenizer.json']);
    const { texts, embeddings } = await reference('sentences', z.object({ texts: z.array(z.string()), embeddings: z.array(numbers) }));
    const encoder = await openHubSentenceEncoder({ modelPath: join(folder, 'onnx/model.onnx'), tokenizerPath: join(folder, 'tokenizer.json') }, 'cpu');
    onTestFinished(() => encoder.dispose());
    const together = await encoder.encode(texts, signal);
    for (const [index, embedding] of embeddings.entries()) expect(farthest(together[index]!, embedding)).toBeLessThan(1e-4);
    const [compared] = await encoder.compare([texts[0]!], Float32Array.from(together.flatMap((vector) => [...vector])), signal);
    expect(compared!.cosines[0]).toBeCloseTo(1, 5);
    expect(compared!.cosines[1]).toBeCloseTo(together[0]!.reduce((sum, value, at) => sum + value * together[1]![at]!, 0), 5);
  });

  it('speak as PyTorch does', async () => {
    const folder = await pulled(join(models, 'voice'), ['onnx/model_quantized.onnx', 'tokenizer.json']);
    const { tokens, speed, waveform } = await reference('voice', z.object({ tokens: numbers, speed: z.number(), waveform: numbers }));
    const voice = await openHubKokoro({ modelPath: join(folder, 'onnx/model_quantized.onnx'), tokenizerPath: join(folder, 'tokenizer.json') }, 'cpu');
    onTestFinished(() => voice.dispose());
    expect(voice.tokens('e?i$')).toEqual(tokens);
    // The style for two sounds stands second.
    const styles = Float32Array.from([...new Float32Array(256), ...Float32Array.from({ length: 256 }, (_, at) => -1 + (2 * at) / 255)]);
    expect(farthest(await voice.say(tokens, styles, speed), waveform)).toBeLessThan(1e-4);
  });

  it('hear, step by step, what transformers hears', async () => {
    const folder = await pulled(join(models, 'whisper'), ['onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx', 'tokenizer.json', 'generation_config.json']);
    const { opening, tokens, states, logits, looks, vocabulary } = await reference('whisper', z.object({ opening: numbers, tokens: numbers, states: numbers, logits: numbers, looks: numbers, vocabulary: z.number() }));
    const [encoder, decoder] = await Promise.all(['encoder_model', 'decoder_model_merged'].map((name) => InferenceSession.create(join(folder, `onnx/${name}.onnx`))) as [Promise<InferenceSession>, Promise<InferenceSession>]);
    onTestFinished(async () => void (await Promise.all([encoder.release(), decoder.release()])));
    const waves = Float32Array.from({ length: 80 * 3000 }, (_, at) => 0.8 * Math.sin(((at % 3000) * (Math.floor(at / 3000) + 1)) / 300));
    const { last_hidden_state: encoded } = await encoder.run({ input_features: new Tensor('float32', waves, [1, 80, 3000]) });
    const width = encoded!.dims[2]!;
    expect(farthest(Array.from({ length: 6 }, (_, row) => [...(encoded!.data as Float32Array).subarray(row * 250 * width, (row * 250 + 1) * width)]).flat(), states)).toBeLessThan(1e-3);
    // The heads that generation_config.json names, over a second of sound.
    const step = hubStepper(decoder, [[0, 0], [1, 1]]);
    const window = { cross: { encoder_hidden_states: encoded! }, positions: 50 };
    const look = (row: number) => looks.slice(row * 100, (row + 1) * 100);
    const expected = (row: number) => logits.slice(row * vocabulary, (row + 1) * vocabulary);
    let { logits: got, logSums, past, look: looked } = await step(window, undefined, opening, 2);
    expect(farthest(looked, look(0))).toBeLessThan(1e-4);
    expect(got).toHaveLength(2 * vocabulary);
    expect(farthest(got, [...expected(2), ...expected(3)])).toBeLessThan(1e-3);
    expect(logSums[1]).toBeCloseTo(Math.log(expected(3).reduce((sum, value) => sum + Math.exp(value), 0)), 3);
    for (const [at, token] of tokens.entries()) {
      ({ logits: got, past, look: looked } = await step(window, past, [token], 0));
      expect(farthest(looked, look(1 + at))).toBeLessThan(1e-4);
      expect(farthest(got, expected(4 + at))).toBeLessThan(1e-3);
    }
  });

  it.each([
    ['where heads look', true],
    ['nothing but the words', false],
  ])('give words times within the sound when the graphs tell %s', async (_, tells) => {
    const at = (name: string) => join(models, 'whisper', name);
    const configPath = join(await temporaryFolder(), 'generation_config.json');
    await writeFile(configPath, JSON.stringify(tells ? { alignment_heads: [[0, 0], [1, 1]] } : {}));
    const whisper = await openHubWhisper({ frontEndPath: join(defaultPocketDir(), 'log-mel/model.onnx'), encoderPath: at('onnx/encoder_model.onnx'), decoderPath: at('onnx/decoder_model_merged.onnx'), tokenizerPath: at('tokenizer.json'), configPath }, 'cpu');
    onTestFinished(() => whisper.dispose());
    const samples = floats(spoken('how-many-pawns'));
    const heard = await whisper.decode(await whisper.encode(samples), { language: 'en', prompt: 'a', signal });
    expect(heard.tokens.length).toBeGreaterThan(0);
    expect(heard.looks).toHaveLength(heard.tokens.length + (heard.cutShort ? 0 : 1));
    expect(whisper.vocabulary.alignmentHeads).toBe(tells ? 2 : 1);
    expect(new Set(heard.looks.map(({ length }) => length))).toEqual(new Set([heard.positions * whisper.vocabulary.alignmentHeads]));
    const times = timesOf(heard, whisper);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(samples.length / 16_000);
  });

  it('answer: the pocket pack\'s language-vision model is in that form, and runs out of the pulled folder', async () => {
    const vlm = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'processor_config.json', 'tokenizer.json', 'tokenizer_config.json', ...['vision_encoder', 'embed_tokens', 'decoder_model_merged'].map((name) => `onnx/${name}_quantized.onnx`)];
    const folder = await pulled(join(defaultPocketDir(), 'vlm'), vlm);
    const pocketDir = await temporaryFolder();
    await symlink(folder, join(pocketDir, 'vlm'));
    const perception = createLocalPerception({ pocketDir });
    onTestFinished(() => perception.close());
    const square = await sharp({ create: { width: 90, height: 90, channels: 3, background: { r: 220, g: 40, b: 40 } } }).png().toBuffer();
    const path = join(pocketDir, 'scene.png');
    await writeFile(path, await sharp({ create: { width: 256, height: 256, channels: 3, background: '#ffffff' } }).composite([{ input: square, left: 80, top: 80 }]).png().toBuffer());
    expect((await perception.answer({ id: 'scene', path }, 'What colour is the square?')).value).toMatch(/red/i);
  });
});
