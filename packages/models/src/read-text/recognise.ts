import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { cropHeight, type LineCrop } from './line-crop.js';

/** One character as read, never a space. */
export interface ReadCharacter {
  character: string;
  score: number;
  /** Where the recogniser saw it, in pixels of the crop. */
  x: number;
  /** 0..1: how much the recogniser saw of a space between it and the next character. */
  space: number;
}

const batchSize = 6;
/** What pads a batch to one width: the value that PaddleOCR pads with, mid grey. */
const padding = 0;

/**
 * Reads straightened lines with PP-OCR's recogniser (connectionist temporal classification). Lines of like width go through
 * together. `alphabet`: the character of each class, class 0 being the blank.
 */
export async function recognise(session: InferenceSession, alphabet: readonly string[], crops: readonly LineCrop[], signal: AbortSignal): Promise<ReadCharacter[][]> {
  const read: ReadCharacter[][] = new Array<ReadCharacter[]>(crops.length);
  const byWidth = crops.map((crop, index) => ({ crop, index })).sort((a, b) => a.crop.width - b.crop.width);
  for (let start = 0; start < byWidth.length; start += batchSize) {
    const batch = byWidth.slice(start, start + batchSize);
    const width = batch.at(-1)!.crop.width;
    const data = new Float32Array(batch.length * 3 * cropHeight * width).fill(padding);
    for (const [row, { crop }] of batch.entries()) write(crop, data, row * 3 * cropHeight * width, width);
    const outputs = await session.run({ [session.inputNames[0]!]: new Tensor('float32', data, [batch.length, 3, cropHeight, width]) });
    signal.throwIfAborted();
    const scores = outputs[session.outputNames[0]!]!;
    const [, steps, classes] = scores.dims as [number, number, number];
    for (const [row, { index }] of batch.entries()) {
      const own = (scores.data as Float32Array).subarray(row * steps * classes, (row + 1) * steps * classes);
      const characters = decode(own, steps, classes, alphabet, width / steps);
      read[index] = isLatinWithStrays(characters) ? decode(own, steps, classes, alphabet, width / steps, withoutHan(alphabet)) : characters;
    }
  }
  return read;
}

/** A crop as blue, green and red planes of -1..1, at the left of a batch's row. */
function write({ pixels, width }: LineCrop, data: Float32Array, offset: number, rowWidth: number): void {
  const plane = cropHeight * rowWidth;
  for (let y = 0, from = 0; y < cropHeight; y++) {
    for (let x = 0, to = offset + y * rowWidth; x < width; x++, to++, from += 3) {
      data[to] = pixels[from + 2]! / 127.5 - 1;
      data[to + plane] = pixels[from + 1]! / 127.5 - 1;
      data[to + 2 * plane] = pixels[from]! / 127.5 - 1;
    }
  }
}

/** A sign of Chinese or Japanese among Latin letters is a letter or an ornament misread ("Donu大"). */
function isLatinWithStrays(characters: readonly ReadCharacter[]): boolean {
  const strays = characters.filter(({ character }) => han.test(character)).length;
  return strays > 0 && characters.filter(({ character }) => /[\p{Script=Latin}\p{Nd}]/u.test(character)).length >= 3 * strays;
}

const han = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const allowedByAlphabet = new WeakMap<readonly string[], Uint8Array>();

/** The classes of an alphabet that are no Han, hiragana or katakana. */
function withoutHan(alphabet: readonly string[]): Uint8Array {
  const allowed = allowedByAlphabet.get(alphabet) ?? Uint8Array.from(alphabet, (character) => (han.test(character) ? 0 : 1));
  allowedByAlphabet.set(alphabet, allowed);
  return allowed;
}

/** Best path: the likeliest class of each step, repeats taken once, blanks left out; the space is the last class. */
function decode(scores: Float32Array, steps: number, classes: number, alphabet: readonly string[], pixelsPerStep: number, allowed?: Uint8Array): ReadCharacter[] {
  const characters: ReadCharacter[] = [];
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    let best = 0;
    const row = step * classes;
    for (let candidate = 1; candidate < classes; candidate++) if (scores[row + candidate]! > scores[row + best]! && allowed?.[candidate] !== 0) best = candidate;
    const last = characters.at(-1);
    if (best !== 0 && best !== classes - 1) {
      if (best !== previous) characters.push({ character: alphabet[best] ?? '', score: scores[row + best]!, x: (step + 0.5) * pixelsPerStep, space: 0 });
      else if (last && scores[row + best]! > last.score) last.score = scores[row + best]!;
    }
    const current = characters.at(-1);
    if (current) current.space = Math.max(current.space, scores[row + classes - 1]!);
    previous = best;
  }
  return characters;
}
