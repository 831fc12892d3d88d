import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptAudio, wavBytes } from '@ocelli/media';
import type { TaskPiece } from '@ocelli/protocol';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { HubMirror } from '../../test-support/hub-mirror.js';
import { openSpeechT5 } from '../families/speecht5.js';
import { openSupertonic } from '../families/supertonic.js';
import { openVits } from '../families/vits.js';
import { hubDownloads, hubFolder } from '../hub/manifest.js';
import { ModelFiles } from '../packs/model-files.js';
import type { Sound } from '../perception.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { createLocalPerception, type LocalPerception } from '../runtime/local-perception.js';
import { SharedModels } from '../tasks/shared-models.js';
import { espeakSounds } from './espeak-sounds.js';
import { speakTask } from './speak-task.js';

/** Small models with random weights, in the form that the Hub has (training/hub-fixtures). */
const models = fileURLToPath(new URL('../../test-support/hub-models/', import.meta.url));
const Reference = z.looseObject({ text: z.string(), waveform: z.array(z.number()), speed: z.number().optional(), samples: z.number().optional() });
const reference = async (name: string) => Reference.parse(JSON.parse(await readFile(join(models, name, 'reference.json'), 'utf8')));
const farthest = (one: ArrayLike<number>, other: readonly number[], step = 1) => Math.max(...other.map((value, index) => Math.abs(value - one[index * step]!)));
const floats = async (path: string) => new Float32Array(new Uint8Array(await readFile(path)).buffer);
const common = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const ofSupertonic = [...common, ...['text_encoder', 'latent_denoiser', 'voice_decoder'].flatMap((name) => [`onnx/${name}.onnx`, `onnx/${name}.onnx_data`]), 'voices/F1.bin'];

let mirror: HubMirror;
beforeAll(async () => void (mirror = await HubMirror.start()));
afterAll(() => mirror.stop());

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-voices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Fetches these files of a small model from the mirror, as `repo` at `revision`. Returns the models folder and the download's own. */
async function pulled(name: string, paths: readonly string[], repo = `ocelli-tests/${name}`, revision?: string): Promise<{ modelsDir: string; folder: string }> {
  const files = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(join(models, name, path))] as const)));
  const download = mirror.add(`some-${name}`, repo, files, revision);
  const modelsDir = await temporaryFolder();
  await ensureDownloads([download.id], { modelsDir, downloads: [download], env: mirror.env() });
  return { modelsDir, folder: join(modelsDir, hubFolder(download)) };
}

async function say(senses: LocalPerception, text: string, options: { voice?: string; speed?: number } = {}) {
  const sounds: Sound[] = [];
  const { value, uses } = await senses.speak(text, { ...options, onSound: (sound) => sounds.push(sound) });
  return { value, uses, sounds, samples: Float32Array.from(sounds.flatMap(({ samples }) => [...samples])) };
}

describe('in the form of the Hub, out of a pulled folder', () => {
  it("VITS says what Python's transformers says", async () => {
    const { folder } = await pulled('vits', [...common, 'onnx/model.onnx']);
    const { text, waveform } = await reference('vits');
    const voice = await openVits(folder, 'cpu');
    onTestFinished(() => voice.dispose());
    const said = await voice.say(text);
    expect([voice.sampleRateHz, said!.length]).toEqual([16_000, waveform.length]);
    expect(farthest(said!, waveform)).toBeLessThan(1e-4);
    expect(await voice.say('?!')).toBeUndefined();
  });

  it("SpeechT5 and its vocoder say what Python's transformers says, and end where it ends", async () => {
    const { folder } = await pulled('speecht5', [...common, ...['encoder_model', 'decoder_model_merged', 'decoder_postnet_and_vocoder'].map((name) => `onnx/${name}.onnx`), 'voices/slt.bin']);
    const { text, waveform } = await reference('speecht5');
    const voice = await openSpeechT5(folder, 'cpu', 'fp32');
    onTestFinished(() => voice.dispose());
    const said = await voice.say(text, await floats(join(folder, 'voices/slt.bin')));
    expect(said.length).toBe(waveform.length);
    expect(farthest(said, waveform)).toBeLessThan(1e-4);
  });

  it('Supertonic says what PyTorch says', async () => {
    const { folder } = await pulled('supertonic', ofSupertonic);
    const { text, waveform, speed, samples } = await reference('supertonic');
    const voice = await openSupertonic(folder, 'cpu');
    onTestFinished(() => voice.dispose());
    const said = await voice.say(text, await floats(join(folder, 'voices/F1.bin')), speed! / 1.05);
    expect([voice.sampleRateHz, said.length]).toEqual([44_100, samples]);
    // Every eighth sample is written down.
    expect(farthest(said, waveform.slice(0, said.length / 8), 8)).toBeLessThan(1e-4);
  });
});

it('Supertonic speaks by the same task as Kokoro, once its files are where the catalogue has them, and without them says how to get them', async () => {
  const { repo, revision } = hubDownloads.find(({ id }) => id === 'supertonic')!;
  const styles = ['F1', 'F2', 'F3', 'F4', 'F5'];
  const files = Object.fromEntries(await Promise.all([...ofSupertonic, ...styles.slice(1).map((name) => `voices/${name}.bin`)].map(async (path) => [path, await readFile(join(models, 'supertonic', path.replace(/voices\/.*/, 'voices/F1.bin')))] as const)));
  const download = mirror.add('some-supertonic', repo, files, revision);
  const modelsDir = await temporaryFolder();
  const senses = createLocalPerception({ modelsDir, packs: ['pocket', 'hub'] });
  onTestFinished(() => senses.close());
  await expect(say(senses, 'Two pawns.', { voice: 'supertonic-f1' })).rejects.toMatchObject({ code: 'model_unavailable', message: expect.stringContaining('ocelli models pull supertonic') });
  await ensureDownloads([download.id], { modelsDir, downloads: [download], env: mirror.env() });
  // These are not the pinned bytes, so they are not run.
  await expect(say(senses, 'Two pawns.', { voice: 'supertonic-f1' })).rejects.toMatchObject({ code: 'model_unavailable', message: expect.stringContaining('its hash is not the pinned one') });
  // The task itself, without whoever checks for it.
  const request = { task: 'speak' as const, text: 'There are two pawns here. Three kings stand beside them.', voice: 'Female 1' };
  expect(speakTask.models(request)).toEqual(['supertonic']);
  const work = await speakTask.load({ files: new ModelFiles(undefined, modelsDir, ['pocket', 'hub']), device: 'cpu', shared: new SharedModels() }, ['supertonic']);
  onTestFinished(() => work.dispose());
  const pieces: TaskPiece[] = [];
  const rest = { image: undefined, took: () => undefined };
  const value = await work.perform(request, { ...rest, signal: new AbortController().signal, onPiece: (piece) => pieces.push(piece) });
  expect(value).toMatchObject({ voice: 'supertonic-f1', sampleRate: 24_000 });
  expect(pieces.map((piece) => piece.kind === 'sound' && [piece.text, piece.sampleRate])).toEqual([['There are two pawns here.', 24_000], ['Three kings stand beside them.', 24_000]]);
  const calling = new AbortController();
  await expect(work.perform({ ...request, voice: 'supertonic-f5' }, { ...rest, signal: calling.signal, onPiece: () => calling.abort() })).rejects.toThrow();
});

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

describe("Piper's Joe", () => {
  let senses: LocalPerception;
  beforeAll(async () => {
    await ensureDownloads(['piper-joe', 'whisper-tiny-en']);
    senses = createLocalPerception();
  }, 600_000);
  afterAll(() => senses.close());

  it('is understood: Whisper hears what was said', async () => {
    const folder = await temporaryFolder();
    const misheard: string[] = [];
    for (const [written, sounds] of [
      ['How many people are in this picture?', {}],
      ['The train to the mountains leaves at half past seven.', { seven: '7' }],
      ['There are 16 pawns on the board.', { 16: 'sixteen', pawns: 'ponds' }],
    ] as [string, Record<string, string>][]) {
      const { value, uses, samples } = await say(senses, written, { voice: 'joe' });
      expect([value.voice, value.sampleRate, uses[0]?.model, uses[0]?.pack]).toEqual(['joe', 24_000, 'piper-joe', 'registry']);
      const recording = await acceptAudio(wavBytes(samples, 24_000), folder);
      const heard = wordsOf((await senses.transcribe(recording, { language: 'en' })).value.text);
      misheard.push(...wordsOf(written).filter((word) => !heard.includes(word) && !heard.includes(sounds[word] ?? word)));
    }
    // Its network draws noise anew each time, so a word may be blurred once.
    expect(misheard.length, misheard.join(' ')).toBeLessThanOrEqual(2);
  });

  it('is as loud as the other voices, speaks as fast as asked, and refuses what it cannot say', async () => {
    const [slow, fast] = [await say(senses, 'How many cups are there?', { voice: 'joe', speed: 0.7 }), await say(senses, 'How many cups are there?', { voice: 'joe', speed: 1.5 })];
    expect(slow.value.seconds / fast.value.seconds).toBeGreaterThan(1.5);
    const loud = slow.samples.filter((sample) => Math.abs(sample) > 0.01);
    expect(Math.sqrt(loud.reduce((sum, sample) => sum + sample * sample, 0) / loud.length)).toBeGreaterThan(0.06);
    expect(Math.max(...slow.samples.map(Math.abs))).toBeLessThanOrEqual(0.951);
    await expect(say(senses, '日本。', { voice: 'joe' })).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('is given espeak’s sounds for Kokoro’s', () => {
    expect(espeakSounds('ðə hˈɑɹbəɹ, ʧˈAnʤ əɹˈIvd — bˈɜɹd.')).toBe('ðə hˈɑːɹbɚ, tʃˈeɪndʒ əɹˈaɪvd, bˈɜːd.');
  });
});
