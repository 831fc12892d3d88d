import { setImmediate } from 'node:timers/promises';
// Not from the whole package, which keeps sharp from reading formats that only trusted code draws in.
import { resample } from '@ocelli/media/resample';
import { OcelliError, readingAloud } from '@ocelli/protocol';
import type { TaskDefinition } from '../tasks/task.js';
import { evened } from './loudness.js';
import { openSpeaker } from './speakers.js';
import { speechPieces } from './speech-pieces.js';
import { inWords } from './spell-out.js';
import { defaultVoice, voiceCalled, voices } from './voices.js';

/** What every voice speaks in, whatever its model makes. */
const { sampleRateHz } = readingAloud;

/**
 * Says plain English text, a sentence or clause at a time: each is given out as soon as it is made, and between two of them it can be called off. Every voice is
 * equally loud. `bad_request` for a voice that there is not and for text in which nothing can be said, `model_unavailable` where the voice's model is not here.
 */
export const speakTask: TaskDefinition<'speak'> = {
  // A voice that there is not is refused when it is to speak.
  models: ({ voice = defaultVoice }) => [voices.some(({ id, name }) => [id, name.toLowerCase()].includes(voice.toLowerCase())) ? voiceCalled(voice).model : voiceCalled(defaultVoice).model],
  async load({ files, device }, [model]) {
    const speaker = await openSpeaker(model!, files, device);
    return {
      async perform({ text, voice: wanted = defaultVoice, speed = 1, rest }, { signal, onPiece }) {
        const voice = voiceCalled(wanted);
        let samples = 0;
        for (const piece of rest === undefined ? speechPieces(inWords(text)) : [{ text, pause: rest }]) {
          // A message that calls this off arrives between two pieces: the model holds the thread while it speaks.
          await setImmediate();
          signal.throwIfAborted();
          const said = await speaker.say(piece.text, voice, speed);
          if (!said) continue;
          const sound = evened(resample(said.samples, said.sampleRateHz, sampleRateHz), sampleRateHz, piece.pause / speed);
          samples += sound.length;
          onPiece({ kind: 'sound', samples: sound, sampleRate: sampleRateHz, text: piece.text });
        }
        if (samples === 0) throw new OcelliError('bad_request', 'There is nothing in this text that can be spoken. Only English can be.');
        return { voice: voice.id, sampleRate: sampleRateHz, seconds: samples / sampleRateHz };
      },
      dispose: () => speaker.dispose(),
    };
  },
};
