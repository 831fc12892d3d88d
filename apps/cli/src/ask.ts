import { existsSync } from 'node:fs';
import { limits, OcelliError } from '@ocelli/protocol';
import { eachPicture } from './each-picture.js';
import { exitCodeOf, exitCodeOfAnswer, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { looking, type Looking } from './looking.js';
import { bringModels } from './models/bring-models.js';
import type { Answered, AnsweredLine } from './outputs.js';
import { takePicture, type Taken } from './take-pictures.js';
import { ActivityLine, harmless, print, printAside, printError, printJson } from './terminal.js';

export interface AskOptions {
  json: boolean;
  /** An answer for each picture, instead of one about all. */
  each: boolean;
  /** A recording in which the question is spoken. */
  voice?: string;
  language?: string;
  offline: boolean;
}

/** A question, and how it was heard if it was spoken. */
interface Question {
  text: string;
  transcript?: Answered['transcript'];
}

/** `ocelli ask <image...> "<question>"`, or `ocelli ask --voice <audio> <image...>`. */
export async function ask(words: readonly string[], options: AskOptions): Promise<ExitCode> {
  const { images, question } = asked(words, options);
  const { language } = options;
  if (language !== undefined && !/^[a-z]{2,3}$/.test(language)) throw new OcelliError('bad_request', 'A language is given by its code: "en", "de", "fr". Leave it out, and it is heard.');
  if (options.voice !== undefined) await bringModels([language === undefined || language === 'en' ? 'whisper-tiny-en' : 'whisper-base'], { offline: options.offline, quiet: options.json });
  return await looking([], async (parts) => (options.each ? await answerEach(images, question, options, parts) : await answerAll(images, question, options, parts)));
}

/** The pictures, and the written question where none is spoken. */
function asked(words: readonly string[], { each, voice }: AskOptions): { images: string[]; question: string | undefined } {
  if (voice !== undefined) {
    if ([...words, voice].filter((name) => name === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
    if (words.length > 1 && /\s/.test(words.at(-1)!) && !existsSync(words.at(-1)!)) throw new OcelliError('bad_request', `The question is spoken in ${voice}: name only pictures beside it, or leave out --voice and write the question.`);
    tooMany(words, each);
    return { images: [...words], question: undefined };
  }
  const images = words.slice(0, -1);
  const question = words.at(-1) ?? '';
  const example = 'For example: ocelli ask photo.jpg "how many people are there?"';
  const isPicture = question === '-' || (/\.[a-z0-9]{2,5}$/i.test(question) && existsSync(question));
  if (isPicture) throw new OcelliError('bad_request', `The question is missing: "${question}" is a picture, and the question comes last. ${example}`);
  if (images.length === 0) throw new OcelliError('bad_request', `Name at least one picture before the question. ${example}`);
  if (images.filter((image) => image === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  if (question.length > limits.questionCharacters) throw new OcelliError('bad_request', `A question may have ${limits.questionCharacters} characters.`);
  tooMany(images, each);
  return { images, question };
}

function tooMany(images: readonly string[], each: boolean): void {
  if (each || images.length <= limits.attachmentsPerTurn) return;
  throw new OcelliError('too_many_attachments', `One answer can be about ${limits.attachmentsPerTurn} pictures. Add --each for an answer about each of them.`);
}

/** The question as it was written, or as it is heard about these pictures. */
async function questionAbout(taken: readonly Exclude<Taken, { error: OcelliError }>[], written: string | undefined, { voice, language }: AskOptions, parts: Looking): Promise<Question> {
  if (voice === undefined) return { text: written ?? '' };
  const { hearQuestion } = await import('./hear-question.js');
  const transcript = await hearQuestion(voice, language, taken, parts);
  return { text: transcript.text, transcript };
}

async function answerAll(images: string[], written: string | undefined, options: AskOptions, parts: Looking): Promise<ExitCode> {
  const { json, voice } = options;
  const { perception, folder } = parts;
  const activity = json ? undefined : new ActivityLine();
  const [{ answerQuestion }, { PlainTextStream }, taken] = await Promise.all([import('./answer-question.js'), import('./plain-text-stream.js'), takeAll(images, folder)]);
  const bad = taken.find((one) => 'error' in one);
  if (bad) {
    printError(bad.error, { json, image: bad.image });
    return exitCodeOf(bad.error.code);
  }
  const accepted = taken.filter((one) => 'picture' in one);
  let question: Question;
  try {
    if (voice !== undefined) activity?.show(`Listening to ${voice}`);
    question = await questionAbout(accepted, written, options, parts);
  } catch (cause) {
    const error = failureOf(cause);
    activity?.clear();
    printError(error, { json, audio: voice });
    return exitCodeOf(error.code);
  }
  activity?.clear();
  if (!json && question.transcript) printAside(`heard: ${question.text}`);
  const streamed = !json && process.stdout.isTTY ? new PlainTextStream() : undefined;
  let spoke = false;
  const write = (text: string) => process.stdout.write(harmless(text));
  const answered = await answerQuestion(question.text, accepted, perception, {
    onActivity: (text) => spoke || activity?.show(text),
    onText: (delta) => {
      if (!streamed) return;
      spoke = true;
      activity?.clear();
      write(streamed.add(delta));
    },
  });
  activity?.clear();
  if (json) printJson({ ...answered, ...(question.transcript ? { transcript: question.transcript } : {}) } satisfies Answered);
  else if (streamed) write(`${streamed.end()}\n`);
  else print(answered.answer);
  if (!json) printAside(footnote(answered));
  return exitCodeOfAnswer(answered);
}

async function answerEach(images: string[], written: string | undefined, options: AskOptions, parts: Looking): Promise<ExitCode> {
  const { json } = options;
  const { perception, folder } = parts;
  const { answerQuestion } = await import('./answer-question.js');
  // Heard once, about the first picture that can be looked at.
  let question: Question | undefined;
  return await eachPicture(images, { json, folder, doing: 'Looking at' }, async (taken) => {
    question ??= await questionAbout([taken], written, options, parts);
    const { text, transcript } = question;
    const answered = await answerQuestion(text, [taken], perception);
    const say = () => {
      if (json) printJson({ ...answered, ...(transcript ? { transcript } : {}), image: taken.image } satisfies AnsweredLine);
      else print(`${taken.image}: ${answered.answer.replace(/\s+/g, ' ')}${answered.status === 'answered' ? '' : ` (${answered.status})`}`);
    };
    return { say, code: exitCodeOfAnswer(answered) };
  });
}

async function takeAll(images: string[], folder: string): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const [index, image] of images.entries()) taken.push(await takePicture(image, folder, index));
  return taken;
}

/** "answered · centernet, blazeface (pocket) · 310 ms" */
function footnote({ status, models, packs, tools, ms }: Answered): string {
  const by = models.length > 0 ? `${models.join(', ')} (${packs.join(', ')})` : 'no model needed';
  const failed = tools.some(({ error }) => error !== undefined) ? ' · a tool failed: see "ocelli doctor"' : '';
  return `${status} · ${by} · ${ms} ms${failed}`;
}
