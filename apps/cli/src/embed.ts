import { OcelliError, embedLimits } from '@ocelli/protocol';
import { exitCodeOf, exitCodeOfAll, type ExitCode } from './exit-codes.js';
import { failureOf } from './failures.js';
import { looking } from './looking.js';
import { bringModels } from './models/bring-models.js';
import type { EmbeddedLine } from './outputs.js';
import { takePictures } from './take-pictures.js';
import { ActivityLine, print, printError, printJson } from './terminal.js';

export interface EmbedCommand {
  json: boolean;
  offline: boolean;
  text: string[];
  image: string[];
}

/** Names the space: vectors of another one mean nothing beside these. */
const space = 'efficientnet-lite2+minilm';
const decimals = 7;

/** `ocelli embed --text <text>... --image <file>...`: a vector of unit length for each, in one space; for people, how well they fit each other. */
export async function embed({ json, offline, text: texts, image: images }: EmbedCommand): Promise<ExitCode> {
  if (texts.length + images.length === 0) throw new OcelliError('bad_request', 'Name what to embed: --text "a dog on a beach", --image photo.jpg, or several of both.');
  if (images.filter((image) => image === '-').length > 1) throw new OcelliError('bad_request', 'Standard input ("-") can be read only once.');
  const long = texts.find((text) => text.length > embedLimits.characters);
  if (long !== undefined) throw new OcelliError('too_large', `A text may have up to ${embedLimits.characters} characters; one has ${long.length}.`);
  await bringModels(images.length > 0 ? ['minilm', 'efficientnet-lite2'] : ['minilm'], { offline, quiet: json });
  const activity = json ? undefined : new ActivityLine();
  const codes: ExitCode[] = [];
  return await looking([], async ({ perception, folder }) => {
    const found: { name: string; isText: boolean; vector: number[] }[] = [];
    const tell = (name: string, isText: boolean, vector: number[]) => {
      activity?.clear();
      if (json) return printJson({ embedding: vector.map((value) => Number(value.toFixed(decimals))), dimensions: vector.length, model: space, ...(isText ? { text: name } : { image: name }) } satisfies EmbeddedLine);
      found.push({ name, isText, vector });
    };
    activity?.show('Reading what labels mean');
    for (let at = 0; at < texts.length; at += embedLimits.texts) {
      const some = texts.slice(at, at + embedLimits.texts);
      const { value } = await perception.embedTexts(some);
      for (const [index, text] of some.entries()) tell(text, true, value[index]!);
    }
    for await (const taken of takePictures(images, folder)) {
      const { image } = taken;
      try {
        if ('error' in taken) throw taken.error;
        activity?.show(`Looking at ${image}`);
        tell(image, false, (await perception.embedPicture(taken.picture)).value);
      } catch (cause) {
        const error = failureOf(cause);
        activity?.clear();
        printError(error, { json, image });
        codes.push(exitCodeOf(error.code));
      }
    }
    if (!json) for (const line of forPeople(found)) print(line);
    return exitCodeOfAll(codes);
  });
}

/** With texts and pictures: each text with the pictures that fit it, best first. Else the vectors' beginnings. */
function forPeople(found: readonly { name: string; isText: boolean; vector: number[] }[]): string[] {
  const [texts, pictures] = [found.filter(({ isText }) => isText), found.filter(({ isText }) => !isText)];
  if (texts.length === 0 || pictures.length === 0) {
    return found.map(({ name, vector }) => `${name}: ${vector.length} numbers, ${vector.slice(0, 4).map((value) => value.toFixed(4)).join(', ')}, … (all with --json)`);
  }
  return texts.flatMap(({ name, vector }) => {
    const fits = pictures.map((picture) => ({ picture: picture.name, cosine: picture.vector.reduce((sum, value, at) => sum + value * vector[at]!, 0) }));
    return [name, ...fits.sort((a, b) => b.cosine - a.cosine).map(({ picture, cosine }) => `  ${cosine.toFixed(3)}  ${picture}`)];
  });
}
