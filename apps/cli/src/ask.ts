import { existsSync } from 'node:fs';
import { limits, OcelliError } from '@ocelli/protocol';
import { eachPicture } from './each-picture.js';
import { exitCodeOf, exitCodeOfAnswer, type ExitCode } from './exit-codes.js';
import { looking, type Looking } from './looking.js';
import type { Answered, AnsweredLine } from './outputs.js';
import { takePicture, type Taken } from './take-pictures.js';
import { ActivityLine, harmless, print, printAside, printError, printJson } from './terminal.js';

export interface AskOptions {
  json: boolean;
  /** An answer for each picture, instead of one about all. */
  each: boolean;
}

/** `ocelli ask <image...> "<question>"`. */
export async function ask(words: readonly string[], options: AskOptions): Promise<ExitCode> {
  const { images, question } = asked(words, options);
  return await looking([], async (parts) => (options.each ? await answerEach(images, question, options, parts) : await answerAll(images, question, options, parts)));
}

function asked(words: readonly string[], { each }: AskOptions): { images: string[]; question: string } {
  const images = words.slice(0, -1);
  const question = words.at(-1) ?? '';
  const example = 'For example: ocelli ask photo.jpg "how many people are there?"';
  const isPicture = question === '-' || (/\.[a-z0-9]{2,5}$/i.test(question) && existsSync(question));
  if (isPicture) throw new OcelliError('bad_request', `The question is missing: "${question}" is a picture, and the question comes last. ${example}`);
  if (images.length === 0) throw new OcelliError('bad_request', `Name at least one picture before the question. ${example}`);
  if (images.filter((image) => image === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  if (question.length > limits.questionCharacters) throw new OcelliError('bad_request', `A question may have ${limits.questionCharacters} characters.`);
  if (!each && images.length > limits.attachmentsPerTurn) {
    throw new OcelliError('too_many_attachments', `One answer can be about ${limits.attachmentsPerTurn} pictures. Add --each for an answer about each of them.`);
  }
  return { images, question };
}

async function answerAll(images: string[], question: string, { json }: AskOptions, { perception, folder }: Looking): Promise<ExitCode> {
  const activity = json ? undefined : new ActivityLine();
  const [{ answerQuestion }, { PlainTextStream }, taken] = await Promise.all([import('./answer-question.js'), import('./plain-text-stream.js'), takeAll(images, folder)]);
  const bad = taken.find((one) => 'error' in one);
  if (bad) {
    printError(bad.error, { json, image: bad.image });
    return exitCodeOf(bad.error.code);
  }
  const streamed = !json && process.stdout.isTTY ? new PlainTextStream() : undefined;
  let spoke = false;
  const write = (text: string) => process.stdout.write(harmless(text));
  const answered = await answerQuestion(question, taken.filter((one) => 'picture' in one), perception, {
    onActivity: (text) => spoke || activity?.show(text),
    onText: (delta) => {
      if (!streamed) return;
      spoke = true;
      activity?.clear();
      write(streamed.add(delta));
    },
  });
  activity?.clear();
  if (json) printJson(answered);
  else if (streamed) write(`${streamed.end()}\n`);
  else print(answered.answer);
  if (!json) printAside(footnote(answered));
  return exitCodeOfAnswer(answered);
}

async function answerEach(images: string[], question: string, { json }: AskOptions, { perception, folder }: Looking): Promise<ExitCode> {
  const { answerQuestion } = await import('./answer-question.js');
  return await eachPicture(images, { json, folder, doing: 'Looking at' }, async (taken) => {
    const answered = await answerQuestion(question, [taken], perception);
    const say = () => {
      if (json) printJson({ ...answered, image: taken.image } satisfies AnsweredLine);
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
