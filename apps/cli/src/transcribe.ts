import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { formatTranscript, type TranscriptFormat } from '@ocelli/models';
import { OcelliError, type Transcript } from '@ocelli/protocol';
import { exitCodeOf, exitCodeOfAll, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { looking } from './looking.js';
import { bringModels } from './models/bring-models.js';
import type { TranscribedLine } from './outputs.js';
import { takeRecording } from './take-recording.js';
import { ActivityLine, print, printError, printJson } from './terminal.js';

export interface TranscribeCommand {
  json: boolean;
  srt: boolean;
  vtt: boolean;
  txt: boolean;
  /** Folder for a file of each recording. */
  output?: string;
  offline: boolean;
  words: boolean;
  language?: string;
  prompt?: string;
}

/** `ocelli transcribe <audio...>`: what is said in each recording. */
export async function transcribe(recordings: readonly string[], command: TranscribeCommand): Promise<ExitCode> {
  const { json, offline, words, language, prompt, output } = command;
  const format = formatOf(command);
  if (recordings.filter((audio) => audio === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  if (language !== undefined && !/^[a-z]{2,3}$/.test(language)) throw new OcelliError('bad_request', 'A language is given by its code: "en", "de", "fr". Leave it out, and it is heard.');
  if ((format === 'srt' || format === 'vtt') && output === undefined && recordings.length > 1) {
    throw new OcelliError('bad_request', `Subtitles of several recordings are several files. Say where they go: --${format} --output FOLDER`);
  }
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
        else if (format) await tell(audio, formatTranscript(value, format), format, output);
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

/** The one form that was asked for; undefined for what people read. */
function formatOf({ json, srt, vtt, txt, words, output }: TranscribeCommand): TranscriptFormat | undefined {
  const asked = Object.entries({ json, srt, vtt, txt }).flatMap(([name, wanted]) => (wanted ? [name] : []));
  if (asked.length > 1) throw new OcelliError('bad_request', `Choose one of ${asked.map((name) => `--${name}`).join(' and ')}.`);
  const format = asked.find((name) => name !== 'json') as TranscriptFormat | undefined;
  if (words && format) throw new OcelliError('bad_request', `--words goes with --json or with none of the forms, not with --${format}.`);
  if (output !== undefined && !format) throw new OcelliError('bad_request', 'Say in which form the files are to be written: --srt, --vtt or --txt, with --output.');
  return format;
}

/** Prints a transcript, or writes it into the folder, named as its recording. */
async function tell(audio: string, text: string, format: TranscriptFormat, folder: string | undefined): Promise<void> {
  if (folder === undefined) return void process.stdout.write(text);
  const path = join(folder, `${audio === '-' ? 'standard-input' : basename(audio, extname(audio))}.${format}`);
  await mkdir(folder, { recursive: true });
  // Two recordings of the same name must not take each other's place, nor anything that was there.
  await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') throw new OcelliError('bad_request', `${path} is there already. Remove it, or name another folder.`, { cause });
    throw cause;
  });
  print(path);
}

function forPeople(audio: string, { text, segments }: Transcript, { words, named }: { words: boolean; named: boolean }): string[] {
  const title = named ? [`${audio}:`] : [];
  if (text === '') return [...title, '(nobody speaks)'];
  if (!words) return [...title, text];
  return [...title, ...segments.flatMap((segment) => (segment.words ?? []).map((word) => `${clock(word.start)} - ${clock(word.end)}  ${word.text}`))];
}

const rounded = (confidence: number) => Math.round(1_000 * confidence) / 1_000;
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
