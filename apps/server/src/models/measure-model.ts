import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptAudio, acceptPicture } from '@ocelli/media';
import { catalogue, createInferenceHost, createVoiceActivity, voices, type InferenceHost, type PackId, type PictureRef, type Seen } from '@ocelli/models';
import { listening, OcelliError, type Device, type ModelSpeed, type TaskName } from '@ocelli/protocol';
import sharp from 'sharp';
import { samplesFolder } from '../samples.js';
import { perUse } from './model-speeds.js';

/** What is measured with, where that is less than what people may bring. */
const perSample: Partial<Record<TaskName, string>> = { transcribe: 'a spoken question', speak: 'a sentence', embed: 'a sentence' };

const times = 3;
const longestMs = 120_000;
const sentence = 'There are four white pawns on the board.';

/**
 * Runs a model for this alone, in an inference process of its own, once to load it and three times to measure: the time of the middle one,
 * and the memory that the process has beyond what it had without the model. Rejects as tasks do, and with `timed_out`.
 */
export async function measureModel(download: string, { device, modelsDir, packs }: { device: Device; modelsDir: string; packs: readonly PackId[] }): Promise<ModelSpeed> {
  // A form from the Hub is measured as the model that it stands for.
  const entry = catalogue.find(({ id, hub }) => id === download || (typeof hub === 'object' && hub.download === download));
  const id = entry?.id ?? download;
  if (id === 'silero-vad') return await measureHearing();
  const task = entry?.tasks[0];
  if (!entry || !task) throw new OcelliError('model_unavailable', 'No task of this Ocelli takes this model, so there is nothing to measure.');
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-measure-'));
  const host = createInferenceHost({ device, modelsDir, packs: entry.pack === 'hub' ? packs : id === download ? packs.filter((pack) => pack !== 'hub') : ['pocket', 'hub'] });
  const signal = AbortSignal.timeout(longestMs);
  try {
    await host.warmed();
    const before = host.status().rssBytes;
    const use = await useOf(task, id, folder, host, signal);
    const took: number[] = [];
    let where: string = device;
    for (let time = 0; time <= times; time++) {
      const { uses } = await use();
      const own = uses.find(({ model }) => model === id) ?? uses[0];
      if (own && time > 0) took.push(own.ms);
      where = own?.device ?? where;
    }
    const milliseconds = took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
    return { milliseconds, per: perSample[task] ?? perUse[task], measured: true, memoryBytes: Math.max(0, host.status().rssBytes - before), device: where, at: new Date().toISOString() };
  } catch (cause) {
    if (signal.aborted) throw new OcelliError('timed_out', `Measuring took more than ${longestMs / 1000} s and was given up.`, { cause });
    throw cause;
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Whether somebody speaks is no task of the inference process: it is heard in a process of its own, whose memory is not told. */
async function measureHearing(): Promise<ModelSpeed> {
  const voice = createVoiceActivity();
  try {
    const stream = voice.listen();
    const took: number[] = [];
    for (let time = 0; time <= times; time++) {
      const startedAt = performance.now();
      await stream.push(new Int16Array(listening.sampleRateHz));
      if (time > 0) took.push(performance.now() - startedAt);
    }
    const milliseconds = took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
    return { milliseconds, per: 'a second of sound', measured: true, memoryBytes: null, device: 'cpu', at: new Date().toISOString() };
  } finally {
    await voice.close();
  }
}

/** One use of a task, on something that it is made for. */
async function useOf(task: TaskName, id: string, folder: string, host: InferenceHost, signal: AbortSignal): Promise<() => Promise<Seen<unknown>>> {
  const sample = async (name: string): Promise<PictureRef> => {
    const path = join(folder, 'picture.png');
    await acceptPicture(join(samplesFolder, name), path);
    return { id: name, path };
  };
  switch (task) {
    case 'transcribe': {
      // Two seconds, said by Kokoro.
      const { path } = await acceptAudio(join(samplesFolder, 'spoken-question.wav'), folder, { signal });
      // Which model is taken follows from the language.
      const language = id === 'whisper-tiny-en' ? 'en' : 'fr';
      return () => host.transcribe({ id: 'recording', path }, { signal, language });
    }
    case 'speak':
      return () => host.speak(sentence, { signal, voice: voices.find(({ model }) => model === id)?.id });
    case 'embed':
      return () => host.embedTexts([sentence], { signal });
    case 'answer': {
      const path = join(folder, 'scene.png');
      await writeFile(path, await redSquare());
      return () => host.answer({ id: 'scene', path }, 'What colour is the square?', { signal });
    }
    case 'read-boards': {
      const board = await sample('chess-board.png');
      return () => host.readBoards(board, { signal });
    }
    case 'read-text': {
      const page = await sample('receipt.jpg');
      return () => host.readText(page, { signal });
    }
    case 'read-codes': {
      const ticket = await sample('ferry-ticket.png');
      return () => host.readCodes(ticket, { signal });
    }
    default: {
      const photograph = await sample('cat.jpg');
      const look = { detect: host.detect, colours: host.colours, classify: host.classify }[task];
      return () => look(photograph, { signal });
    }
  }
}

async function redSquare(): Promise<Buffer> {
  const square = { create: { width: 90, height: 90, channels: 3 as const, background: { r: 220, g: 40, b: 40 } } };
  return await sharp({ create: { width: 256, height: 256, channels: 3, background: '#ffffff' } }).composite([{ input: square, left: 80, top: 80 }]).png().toBuffer();
}
