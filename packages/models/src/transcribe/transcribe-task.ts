import type { Transcript } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { openWhisper, type Whisper } from '../families/whisper.js';
import { longestWindow } from '../families/whisper-features.js';
import { modelPaths } from '../packs/model-paths.js';
import type { TaskDefinition, TaskEnvironment } from '../tasks/task.js';
import { SpeechModel } from '../voice-activity/speech-model.js';
import { GivingWay } from './giving-way.js';
import { spokenSeconds } from './spoken-seconds.js';
import { transcribeRecording, type ListeningOptions } from './transcribe-recording.js';
import { readSamples } from './wav-samples.js';

type WhisperId = 'whisper-tiny-en' | 'whisper-base';
const english: WhisperId = 'whisper-tiny-en';
const multilingual: WhisperId = 'whisper-base';
const voices = 'silero-vad';
/** A model that knows only English is less sure than this of what it hears of another language, and of mumbling. */
const surelyEnglish = 0.5;
/** All models share the process and its processors, so the order is one for all. */
const order = new GivingWay();
/** So sure the multilingual model has to be that it is another language. */
const surelyAnother = 0.5;

/**
 * What is said in a recording: Whisper tiny.en for English and where no language is given, Whisper base for other languages. Where none is given and the words are
 * in doubt, base is asked for the language, if it is installed.
 */
export const transcribeTask: TaskDefinition<'transcribe'> = {
  models: ({ language }) => [language === undefined || language === 'en' ? english : multilingual, voices],
  async load(environment, models) {
    const id = models.includes(english) ? english : multilingual;
    const [voicesPath] = modelPaths(voices, environment.files) as [string];
    const whisper = await useWhisper(id, environment);
    const speech = await SpeechModel.open(voicesPath);
    let another: Promise<Whisper> | undefined;
    const hear = (samples: Float32Array, by: Whisper, options: ListeningOptions): Promise<Transcript> =>
      transcribeRecording(samples, by, (window, signal) => spokenSeconds(speech, window, signal), options);
    return {
      async perform({ audio, language, prompt, urgent }, { signal, onPiece, took }) {
        const samples = await readSamples(audio.path);
        const options = { language, prompt, signal, onProgress: (fraction: number) => onPiece({ kind: 'progress', fraction }) };
        const listen = async (options: ListeningOptions) => {
          const transcript = await hear(samples, whisper, options);
          if (language !== undefined || id === multilingual || transcript.text === '' || transcript.confidence >= surelyEnglish) return transcript;
          if (!(await isInstalled(multilingual, environment))) return transcript;
          const base = await (another ??= useWhisper(multilingual, environment));
          const heard = await languageOf(samples, base);
          if (heard === 'en') return transcript;
          took([multilingual, voices]);
          return await hear(samples, base, { ...options, language: heard });
        };
        return urgent ? await order.first(() => listen(options)) : await listen({ ...options, betweenSteps: () => order.behind(signal) });
      },
      async dispose() {
        await Promise.all([whisper.dispose(), speech.dispose(), another?.then((base) => base.dispose())]);
      },
    };
  },
};

function useWhisper(id: WhisperId, { files, device, shared }: TaskEnvironment): Promise<Whisper> {
  const [frontEndPath, encoderPath, decoderPath, weightsPath, tokenizerPath, configPath] = modelPaths(id, files) as [string, string, string, string, string, string];
  return shared.use(id, () => openWhisper({ frontEndPath, encoderPath, decoderPath, weightsPath, tokenizerPath, configPath }, device));
}

async function isInstalled(id: WhisperId, { files }: TaskEnvironment): Promise<boolean> {
  const entry = catalogue.find((candidate) => candidate.id === id);
  return entry !== undefined && (await files.check(entry)).status === 'ready';
}

/** The language of a recording's beginning where it is surely another than English. */
async function languageOf(samples: Float32Array, whisper: Whisper): Promise<string> {
  const languages = await whisper.languages(await whisper.encode(samples.subarray(0, longestWindow)));
  const [language, probability] = [...languages].reduce((best, one) => (one[1] > best[1] ? one : best));
  return probability >= surelyAnother ? language : 'en';
}
