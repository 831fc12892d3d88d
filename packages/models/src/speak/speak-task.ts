import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { OcelliError, type Device } from '@ocelli/protocol';
import { z } from 'zod';
import { openHubKokoro } from '../families/hub-kokoro.js';
import { openKokoro, readKokoroVoice, type KokoroModel } from '../families/kokoro.js';
import type { ModelFiles } from '../packs/model-files.js';
import { modelForm } from '../packs/model-paths.js';
import type { TaskDefinition } from '../tasks/task.js';
import { evened } from './loudness.js';
import { Pronouncer, type Dictionary as Words } from './pronounce.js';
import { speechPieces } from './speech-pieces.js';
import { inWords } from './spell-out.js';
import { defaultVoice, voices, type Voice } from './voices.js';

/** A hundred thousand words: parsing them costs as much time as reading them and a copy of them, and their bytes are pinned. */
const Dictionary = z.custom<Words>((value) => typeof value === 'object' && value !== null && Object.values(value).every((entry) => typeof entry === 'string' || (typeof entry === 'object' && entry !== null && 'DEFAULT' in entry)));

/**
 * Says plain English text by Kokoro, a sentence or clause at a time: each is given out as soon as it is made, and between two of them it can be called off.
 * `bad_request` for a voice that there is not and for text in which nothing can be said.
 */
export const speakTask: TaskDefinition<'speak'> = {
  models: () => ['kokoro'],
  async load({ files, device }) {
    const { model, others } = await openVoice(files, device);
    const [usGold, usSilver, gbGold, gbSilver, ...voicePaths] = others as [string, string, string, string, ...string[]];
    const dictionaries = { us: [usGold, usSilver], gb: [gbGold, gbSilver] } as const;
    const pronouncers = new Map<Voice['dialect'], Promise<Pronouncer>>();
    const styles = new Map<string, Promise<Float32Array>>();
    return {
      async perform({ text, voice: wanted = defaultVoice, speed = 1, rest }, { signal, onPiece }) {
        const voice = voiceCalled(wanted);
        const pronouncer = await once(pronouncers, voice.dialect, () => openPronouncer(voice.dialect, dictionaries[voice.dialect]));
        const style = await once(styles, voice.id, () => readKokoroVoice(voicePaths[voices.indexOf(voice)]!));
        let samples = 0;
        for (const piece of rest === undefined ? speechPieces(inWords(text)) : [{ text, pause: rest }]) {
          // A message that calls this off arrives between two pieces: the model holds the thread while it speaks.
          await setImmediate();
          signal.throwIfAborted();
          const sounds = pronouncer.phonemes(piece.text);
          if (!/\p{L}/u.test(sounds)) continue;
          const tokens = model.tokens(sounds);
          const sound = evened(await model.say(tokens, style, speed), model.sampleRateHz, piece.pause / speed);
          samples += sound.length;
          onPiece({ kind: 'sound', samples: sound, sampleRate: model.sampleRateHz, text: piece.text });
        }
        if (samples === 0) throw new OcelliError('bad_request', 'There is nothing in this text that can be spoken. Only English can be.');
        return { voice: voice.id, sampleRate: model.sampleRateHz, seconds: samples / model.sampleRateHz };
      },
      dispose: () => model.dispose(),
    };
  },
};

/** The network in the form that is here, and the paths of the dictionaries and voices, which are the same in all. */
async function openVoice(files: ModelFiles, device: Device): Promise<{ model: KokoroModel; others: string[] }> {
  const { family, paths } = modelForm('kokoro', files);
  if (family === 'hub-kokoro') {
    const [modelPath, tokenizerPath, ...others] = paths as [string, string, ...string[]];
    return { model: await openHubKokoro({ modelPath, tokenizerPath }, device), others };
  }
  const [graphPath, vocabularyPath, weightsPath, ...others] = paths as [string, string, string, ...string[]];
  return { model: await openKokoro({ graphPath, weightsPath, vocabularyPath }, device), others };
}

function voiceCalled(wanted: string): Voice {
  const name = wanted.toLowerCase();
  const found = voices.find((voice) => voice.id === name || voice.name.toLowerCase() === name);
  if (found) return found;
  throw new OcelliError('bad_request', `There is no voice "${wanted}". There are: ${voices.map((voice) => voice.id).join(', ')}.`);
}

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
