import type { InferenceSession } from 'onnxruntime-node';
import type { RgbImage } from '@ocelli/media';
import type { Box, Point, Quad, TextLine } from '@ocelli/protocol';
import { findLines } from './find-lines.js';
import { LineCutter, turned, type LineCrop } from './line-crop.js';
import { corners, type TiltedRectangle } from './min-area-rectangle.js';
import { withLargeLetters } from './large-letters.js';
import { inReadingOrder } from './reading-order.js';
import { recognise, type ReadCharacter } from './recognise.js';
import { withSpaces } from './word-gaps.js';

/** PP-OCR's two networks and the characters of its classes. */
export interface TextModels {
  finder: InferenceSession;
  reader: InferenceSession;
  alphabet: readonly string[];
}

/** Longest edge at which lines are looked for. Smaller pictures are enlarged, larger ones reduced. */
const lookPixels = 1_700;
const mostEnlarged = 2;
/** Longest edge of a second look, at which large letters hold together. */
const coarsePixels = 640;
/** Lines read less surely than this are noise. */
const leastScore = 0.5;
/** A line read less surely than this may stand on its head. */
const doubtfulScore = 0.8;
/** Regions this many times as high as wide hold one letter, or a line that runs up or down. */
const upright = 1.5;

/** All printed lines of a picture, in reading order. */
export async function readPage({ finder, reader, alphabet }: TextModels, image: RgbImage, signal: AbortSignal): Promise<TextLine[]> {
  const scale = Math.min(mostEnlarged, lookPixels / Math.max(image.width, image.height));
  const fine = await findLines(finder, image, scale, signal);
  const coarse = await findLines(finder, image, Math.min(scale, coarsePixels / Math.max(image.width, image.height)), signal);
  const regions = withLargeLetters(fine, coarse, image).flatMap(({ rectangle }) => readings(rectangle));
  const cutter = new LineCutter(image);
  const crops: LineCrop[] = [];
  for (const { rectangle } of regions) crops.push(await cutter.cut(rectangle));
  const read = await recognise(reader, alphabet, crops, signal);

  const doubtful = [...read.keys()].filter((index) => scoreOf(read[index]!) < doubtfulScore);
  const again = await recognise(reader, alphabet, doubtful.map((index) => turned(crops[index]!)), signal);
  for (const [at, index] of doubtful.entries()) {
    if (scoreOf(again[at]!) <= scoreOf(read[index]!) + 0.1) continue;
    const { rectangle } = regions[index]!;
    regions[index]!.rectangle = { ...rectangle, along: rectangle.along + Math.PI };
    crops[index] = turned(crops[index]!);
    read[index] = again[at]!;
  }

  const best = new Map<TiltedRectangle, { line: TextLine; weight: number }>();
  for (const [index, { rectangle, region }] of regions.entries()) {
    const characters = read[index]!;
    const score = scoreOf(characters);
    const text = withSpaces(characters, crops[index]!);
    if (score < leastScore || text === '') continue;
    const weight = score * Math.min(3, characters.length);
    if (weight > (best.get(region)?.weight ?? 0)) best.set(region, { weight, line: { text, score, ...placed(rectangle, image) } });
  }
  return inReadingOrder([...best.values()].map(({ line }) => line), image);
}

/** Ways to read a region: along its longer side, and upright too where it is high and narrow ("1"). */
function readings(region: TiltedRectangle): { rectangle: TiltedRectangle; region: TiltedRectangle }[] {
  const level = levelled(region);
  if (level.height < upright * level.width) return [{ rectangle: level, region }];
  const sideways = { ...level, width: level.height, height: level.width, along: level.along + Math.PI / 2 };
  return [level, sideways].map((rectangle) => ({ rectangle, region }));
}

/** The same rectangle with its width within 45 degrees of level. */
function levelled(rectangle: TiltedRectangle): TiltedRectangle {
  const quarters = Math.round(rectangle.along / (Math.PI / 2));
  const along = rectangle.along - quarters * (Math.PI / 2);
  return quarters % 2 === 0 ? { ...rectangle, along } : { ...rectangle, along, width: rectangle.height, height: rectangle.width };
}

/** Mean probability of the characters; 0 for none. */
const scoreOf = (characters: readonly ReadCharacter[]) => (characters.length === 0 ? 0 : characters.reduce((sum, { score }) => sum + score, 0) / characters.length);

function placed(rectangle: TiltedRectangle, { width, height }: RgbImage): { box: Box; quad: Quad } {
  const quad = corners(rectangle).map(([x, y]): Point => [bounded(x / width, -1, 2), bounded(y / height, -1, 2)]) as unknown as Quad;
  const xs = quad.map(([x]) => bounded(x, 0, 1));
  const ys = quad.map(([, y]) => bounded(y, 0, 1));
  return { quad, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

const bounded = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
