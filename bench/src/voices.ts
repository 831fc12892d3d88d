import { acceptAudio, wavBytes } from '@ocelli/media';
import { createLocalPerception, ensureDownloads } from '@ocelli/models';
import type { Bench } from './bench.js';
import { wordErrorRate, wordErrors } from './speech/word-errors.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** A voice of each model that is fetched through package registries. */
const spoken = ['af_heart', 'bf_emma', 'joe'];

/** As an answer about a picture might have them, with names, numbers and long words, and some of everyday talk. */
const sentences = [
  'There are sixteen pawns on the board, and eight of them are white.',
  'The white king stands on the first row, beside a bishop.',
  'The receipt says that the coffee cost three pounds and twenty pence.',
  'A brown dog is lying on the grass in front of a wooden fence.',
  'I can see four people, and two of them are wearing hats.',
  'The train to the mountains leaves at half past seven.',
  'The letter was written by Margaret Thompson in nineteen eighty four.',
  'On the left there is a red bicycle, and behind it a yellow bus.',
  'The sign says that the library is closed on Wednesday afternoon.',
  'I am not sure, but it looks like a photograph of a harbour.',
  'How many cups are there on the kitchen table?',
  'The invoice is due on the twenty third of October.',
  'Please choose a larger picture, because the print is too small to read.',
  'The clock on the tower shows a quarter to nine.',
  'Both answers are close, so I will tell you the two of them.',
  'She sells fresh vegetables at the market every Saturday morning.',
  'The temperature will fall below zero during the night.',
  'A young woman is holding an umbrella over a small child.',
  'The recipe needs two hundred grams of flour and a pinch of salt.',
  'Their neighbours borrowed the ladder and never brought it back.',
  'The museum has an exhibition about the history of photography.',
  'Nobody knew why the lights went out in the whole village.',
  'The black queen attacks the rook, which is not protected.',
  'Turn right after the bridge and follow the river for a mile.',
  'The university announced that the lecture would begin later.',
  'He thought that the weather would be good enough for a picnic.',
  'The passport belongs to a citizen of Switzerland.',
  'Several sheep are standing in a field under a cloudy sky.',
  'The package weighs about five kilograms and arrives on Tuesday.',
  'Nothing in this picture tells me what the man is thinking.',
];

export const voicesBench: Bench = {
  name: 'voices',
  what: `${sentences.length} sentences in a voice of each model: what Whisper hears of them, and how long they take`,
  run: (say) =>
    inTemporaryFolder(async (folder) => {
      await ensureDownloads(['kokoro', 'piper-joe', 'whisper-tiny-en']);
      const perception = createLocalPerception();
      const rows: (string | number)[][] = [];
      const misheard: string[] = [];
      try {
        for (const voice of spoken) {
          say(`listening to ${voice}`);
          await perception.speak('Yes.', { voice });
          let [seconds, worked] = [0, 0];
          const errors: ReturnType<typeof wordErrors>[] = [];
          for (const sentence of sentences) {
            const pieces: Float32Array[] = [];
            const startedAt = performance.now();
            const { value } = await perception.speak(sentence, { voice, onSound: ({ samples }) => pieces.push(samples) });
            worked += performance.now() - startedAt;
            seconds += value.seconds;
            const recording = await acceptAudio(wavBytes(Float32Array.from(pieces.flatMap((piece) => [...piece])), value.sampleRate), folder);
            const heard = (await perception.transcribe(recording, { language: 'en' })).value.text.trim();
            const counted = wordErrors(sentence, heard);
            errors.push(counted);
            if (counted.errors > 0) misheard.push(`${voice}, "${sentence}": "${heard}"`);
          }
          rows.push([voice, 100 * wordErrorRate(errors), errors.filter((counted) => counted.errors === 0).length, worked / 1_000 / seconds]);
        }
        const columns = ['voice', 'words heard wrongly, %', `sentences heard right of ${sentences.length}`, 'seconds of work for one of sound'];
        return { columns, rows, promises: [], notes: misheard };
      } finally {
        await perception.close();
      }
    }),
};
