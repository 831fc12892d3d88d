import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Device } from '@ocelli/protocol';
import { z } from 'zod';
import { openHubKokoro } from '../families/hub-kokoro.js';
import { openKokoro, readKokoroVoice, type KokoroModel } from '../families/kokoro.js';
import { openPiper } from '../families/piper.js';
import { openSupertonic } from '../families/supertonic.js';
import type { ModelFiles } from '../packs/model-files.js';
import { modelForm } from '../packs/model-paths.js';
import { espeakSounds } from './espeak-sounds.js';
import { kokoroVoices } from './kokoro-voices.js';
import { Pronouncer, type Dictionary as Words } from './pronounce.js';
import type { Voice } from './voices.js';

export interface Said {
  samples: Float32Array;
  sampleRateHz: number;
}

/** A model that speaks, with all of its voices. */
export interface Speaker {
  /** Says one of `speechPieces`; undefined where nothing in it can be said. Holds the thread until it is done. */
  say(text: string, voice: Voice, speed: number): Promise<Said | undefined>;
  dispose(): Promise<void>;
}

/** Opens a speaking model of the catalogue by the family of the form that is here. Throws `model_unavailable`, saying what to do. */
export async function openSpeaker(model: string, files: ModelFiles, device: Device): Promise<Speaker> {
  const { family, paths } = modelForm(model, files);
  switch (family) {
    case 'piper':
      return await piperSpeaker(paths, device);
    case 'supertonic':
      return await supertonicSpeaker(paths, device);
    default:
      return await kokoroSpeaker(family === 'hub-kokoro', paths, device);
  }
}

async function kokoroSpeaker(isOfTheHub: boolean, paths: readonly string[], device: Device): Promise<Speaker> {
  const [model, others] = await openKokoroForm(isOfTheHub, paths, device);
  const [usGold, usSilver, gbGold, gbSilver, ...voicePaths] = others as [string, string, string, string, ...string[]];
  const dictionaries = { us: [usGold, usSilver], gb: [gbGold, gbSilver] } as const;
  const pronouncers = new Map<Voice['dialect'], Promise<Pronouncer>>();
  const styles = new Map<string, Promise<Float32Array>>();
  return {
    async say(text, { id, dialect }, speed) {
      const pronouncer = await once(pronouncers, dialect, () => openPronouncer(dialect, dictionaries[dialect]));
      const sounds = pronouncer.phonemes(text);
      if (!isSayable(sounds)) return undefined;
      const style = await once(styles, id, () => readKokoroVoice(voicePaths[kokoroVoices.findIndex(([voice]) => voice === id)]!));
      return { samples: await model.say(model.tokens(sounds), style, speed), sampleRateHz: model.sampleRateHz };
    },
    dispose: () => model.dispose(),
  };
}

/** The network, and the paths of the dictionaries and voices, which are the same in both forms. */
async function openKokoroForm(isOfTheHub: boolean, paths: readonly string[], device: Device): Promise<[KokoroModel, string[]]> {
  if (isOfTheHub) {
    const [modelPath, tokenizerPath, ...others] = paths as [string, string, ...string[]];
    return [await openHubKokoro({ modelPath, tokenizerPath }, device), others];
  }
  const [graphPath, vocabularyPath, weightsPath, ...others] = paths as [string, string, string, ...string[]];
  return [await openKokoro({ graphPath, weightsPath, vocabularyPath }, device), others];
}

async function piperSpeaker([modelPath, configPath, gold, silver]: readonly string[], device: Device): Promise<Speaker> {
  const [model, pronouncer] = await Promise.all([openPiper({ modelPath: modelPath!, configPath: configPath! }, device), openPronouncer('us', [gold!, silver!])]);
  return {
    async say(text, _voice, speed) {
      const sounds = pronouncer.phonemes(text);
      return isSayable(sounds) ? { samples: await model.say(model.tokens(espeakSounds(sounds)), speed), sampleRateHz: model.sampleRateHz } : undefined;
    },
    dispose: () => model.dispose(),
  };
}

async function supertonicSpeaker([configPath, ...others]: readonly string[], device: Device): Promise<Speaker> {
  const model = await openSupertonic(dirname(configPath!), device);
  const styles = new Map<string, Promise<Float32Array>>();
  return {
    async say(text, { id }, speed) {
      if (!isSayable(text)) return undefined;
      const style = await once(styles, id, () => readFloats(others, `/${id.slice('supertonic-'.length).toUpperCase()}.bin`));
      // It was trained with whole sentences.
      return { samples: await model.say(/[\p{L}\p{N}]$/u.test(text) ? `${text}.` : text, style, speed), sampleRateHz: model.sampleRateHz };
    },
    dispose: () => model.dispose(),
  };
}

/** Whether there is a letter that these voices know. */
const isSayable = (text: string) => /\p{Script=Latin}/u.test(text);

/** The file of a voice, by a part of its path: floats, little-endian. */
async function readFloats(paths: readonly string[], part: string): Promise<Float32Array> {
  const path = paths.find((candidate) => candidate.replaceAll('\\', '/').includes(part));
  if (path === undefined) throw new Error(`The catalogue has no file of a voice with "${part}".`);
  const file = await readFile(path);
  return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength - (file.byteLength % 4)));
}

/** A hundred thousand words: parsing them costs as much time as reading them and a copy of them, and their bytes are pinned. */
const Dictionary = z.custom<Words>((value) => typeof value === 'object' && value !== null && Object.values(value).every((entry) => typeof entry === 'string' || (typeof entry === 'object' && entry !== null && 'DEFAULT' in entry)));

async function openPronouncer(dialect: Voice['dialect'], [gold, silver]: readonly [string, string]): Promise<Pronouncer> {
  const read = async (path: string) => Dictionary.parse(JSON.parse(await readFile(path, 'utf8')));
  return new Pronouncer({ dialect, gold: await read(gold), silver: await read(silver) });
}

/** What is made on first use and kept. */
async function once<Key, Value>(made: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>): Promise<Value> {
  const known = made.get(key);
  if (known) return await known;
  const fresh = make();
  made.set(key, fresh);
  fresh.catch(() => made.delete(key));
  return await fresh;
}
