import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { acceptAudio, type AcceptedAudio } from '@ocelli/media';
import { OcelliError, type Transcript } from '@ocelli/protocol';
import { exitCodeOf, exitCodeOfAll, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { looking } from './looking.js';
import { bringModels } from './models/bring-models.js';
import type { TranscribedLine } from './outputs.js';
import { inputError } from './take-pictures.js';
import { ActivityLine, print, printError, printJson } from './terminal.js';

export interface TranscribeCommand {
  json: boolean;
  offline: boolean;
  words: boolean;
  language?: string;
  prompt?: string;
}

/** People name files of their own machine: more is taken than a server takes from strangers. */
const bounds = { bytes: 1024 ** 3, seconds: 2 * 3_600, milliseconds: 600_000 };

/** `ocelli transcribe <audio...>`: what is said in each recording. */
export async function transcribe(recordings: readonly string[], { json, offline, words, language, prompt }: TranscribeCommand): Promise<ExitCode> {
  if (recordings.filter((audio) => audio === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  if (language !== undefined && !/^[a-z]{2,3}$/.test(language)) throw new OcelliError('bad_request', 'A language is given by its code: "en", "de", "fr". Leave it out, and it is heard.');
  await bringModels([language === undefined || language === 'en' ? 'whisper-tiny-en' : 'whisper-base'], { offline, quiet: json });
  const activity = json ? undefined : new ActivityLine();
  const codes: ExitCode[] = [];
  return await looking([], async ({ perception, folder }) => {
    for (const audio of recordings) {
      try {
        const startedAt = performance.now();
        activity?.show(`Listening to ${audio}`);
        const taken = await takeRecording(audio, folder);
        const onProgress = (fraction: number) => activity?.show(`Listening to ${audio}, ${Math.round(100 * fraction)} %`);
        const { value, uses } = await perception.transcribe(taken, { language, prompt, onProgress });
        await rm(taken.path, { force: true });
        const ms = Math.round(performance.now() - startedAt);
        activity?.clear();
        const segments = value.segments.map((segment) => ({ start: segment.start, end: segment.end, text: segment.text, confidence: rounded(segment.confidence), ...(words ? { words: segment.words?.map((word) => ({ ...word, confidence: rounded(word.confidence) })) } : {}) }));
        if (json) printJson({ text: value.text, segments, language: value.language, confidence: rounded(value.confidence), ms, model: uses[0]?.model ?? '', audio } satisfies TranscribedLine);
        else for (const line of forPeople(audio, value, { words, named: recordings.length > 1 })) print(line);
      } catch (cause) {
        const error = failureOf(cause);
        activity?.clear();
        printError(error, { json, audio });
        codes.push(exitCodeOf(error.code));
      }
    }
    return exitCodeOfAll(codes);
  });
}

async function takeRecording(audio: string, folder: string): Promise<AcceptedAudio> {
  try {
    if (audio !== '-') {
      if ((await stat(audio)).isDirectory()) throw new OcelliError('bad_request', `This is a folder. Name the recordings in it, for example ${join(audio, '*.wav')}.`);
      return await acceptAudio(audio, folder, { bounds });
    }
    const upload = join(folder, 'standard-input');
    await pipeline(process.stdin, createWriteStream(upload, { mode: 0o600 }));
    return await acceptAudio(upload, folder, { bounds }).finally(() => rm(upload, { force: true }));
  } catch (cause) {
    throw inputError(cause);
  }
}

function forPeople(audio: string, { text, segments }: Transcript, { words, named }: { words: boolean; named: boolean }): string[] {
  const title = named ? [`${audio}:`] : [];
  if (text === '') return [...title, '(nobody speaks)'];
  if (!words) return [...title, text];
  return [...title, ...segments.flatMap((segment) => (segment.words ?? []).map((word) => `${clock(word.start)} - ${clock(word.end)}  ${word.text}`))];
}

const rounded = (confidence: number) => Math.round(1_000 * confidence) / 1_000;
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
