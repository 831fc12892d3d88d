import type { Transcript } from '@ocelli/protocol';
import { catalogue } from '../catalogue/catalogue.js';
import { openHubWhisper } from '../families/hub-whisper.js';
import { openWhisper, type Whisper } from '../families/whisper.js';
import { modelForm, modelPaths } from '../packs/model-paths.js';
import type { TaskDefinition, TaskEnvironment } from '../tasks/task.js';
import { SpeechModel } from '../voice-activity/speech-model.js';
import { GivingWay } from './giving-way.js';
import { openRecording, type RecordedSound } from './recorded-sound.js';
import { speechListener, type SpeechListener } from './speech-in-sound.js';
import { languagesIn, transcribeRecording, type ListeningOptions } from './transcribe-recording.js';

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
    const listen = speechListener(speech);
    let another: Promise<Whisper> | undefined;
    return {
      async perform({ audio, language, prompt, urgent }, { signal, onPiece, took }) {
        const sound = await openRecording(audio.path);
        const options = { language, prompt, signal, onProgress: (fraction: number) => onPiece({ kind: 'progress', fraction }) };
        const hear = async (options: ListeningOptions): Promise<Transcript> => {
          const transcript = await transcribeRecording(sound, whisper, listen, options);
          if (language !== undefined || id === multilingual || transcript.text === '' || transcript.confidence >= surelyEnglish) return transcript;
          if (!(await isInstalled(multilingual, environment))) return transcript;
          const base = await (another ??= useWhisper(multilingual, environment));
          const heard = await languageOf(sound, base, listen, signal);
          if (heard === 'en') return transcript;
          took([multilingual, voices]);
          return await transcribeRecording(sound, base, listen, { ...options, language: heard });
        };
        try {
          return urgent ? await order.first(() => hear(options)) : await hear({ ...options, betweenSteps: () => order.behind(signal) });
        } finally {
          await sound.close();
        }
      },
      async dispose() {
        await Promise.all([whisper.dispose(), speech.dispose(), another?.then((base) => base.dispose())]);
      },
    };
  },
};

function useWhisper(id: WhisperId, { files, device, shared }: TaskEnvironment): Promise<Whisper> {
  const { family, paths } = modelForm(id, files);
  if (family === 'hub-whisper') {
    const [frontEndPath, encoderPath, decoderPath, tokenizerPath, configPath] = paths as [string, string, string, string, string];
    return shared.use(id, () => openHubWhisper({ frontEndPath, encoderPath, decoderPath, tokenizerPath, configPath }, device));
  }
  const [frontEndPath, encoderPath, decoderPath, weightsPath, tokenizerPath, configPath] = paths as [string, string, string, string, string, string];
  return shared.use(id, () => openWhisper({ frontEndPath, encoderPath, decoderPath, weightsPath, tokenizerPath, configPath }, device));
}

async function isInstalled(id: WhisperId, { files }: TaskEnvironment): Promise<boolean> {
  const entry = catalogue.find((candidate) => candidate.id === id);
  return entry !== undefined && (await files.check(entry)).status === 'ready';
}

/** The language of a recording where it is surely another than English. */
async function languageOf(sound: RecordedSound, whisper: Whisper, listen: SpeechListener, signal: AbortSignal): Promise<string> {
  const languages = await languagesIn(sound, whisper, listen, signal);
  const [language, probability] = [...languages].reduce((best, one) => (one[1] > best[1] ? one : best));
  return probability >= surelyAnother ? language : 'en';
}
