import type { InferenceSession } from 'onnxruntime-node';
import { groundOf } from './line-ground.js';
import { LineCutter, turned, type LineCrop } from './line-crop.js';
import type { TiltedRectangle } from './min-area-rectangle.js';
import { recognise, type ReadCharacter } from './recognise.js';
import { columnsOf, withSpaces } from './word-gaps.js';

/** PP-OCR's recogniser and the characters of its classes. */
export interface TextReader {
  reader: InferenceSession;
  alphabet: readonly string[];
}

/** What a region says: `rectangle` runs along its text; an unreadable region has no text and the score 0. */
export interface ReadRegion {
  rectangle: TiltedRectangle;
  text: string;
  score: number;
  /** The colour it is printed on, "#rrggbb". */
  ground: string;
}

/** A line read less surely than this may stand on its head. */
const doubtfulScore = 0.8;
/** Regions this many times as high as wide hold one letter, or a line that runs up or down. */
const upright = 1.5;

/** Reads regions of a picture, each in the direction in which it reads best, in their order; one that runs over columns of a table becomes several. */
export async function readRegions({ reader, alphabet }: TextReader, cutter: LineCutter, regions: readonly TiltedRectangle[], signal: AbortSignal): Promise<ReadRegion[]> {
  const ways = regions.flatMap((region, index) => directions(region).map((rectangle) => ({ rectangle, index })));
  const crops: LineCrop[] = [];
  for (const { rectangle } of ways) crops.push(await cutter.cut(rectangle));
  const read = await recognise(reader, alphabet, crops, signal);

  const doubtful = [...read.keys()].filter((way) => scoreOf(read[way]!) < doubtfulScore);
  const again = await recognise(reader, alphabet, doubtful.map((way) => turned(crops[way]!)), signal);
  for (const [at, way] of doubtful.entries()) {
    if (scoreOf(again[at]!) <= scoreOf(read[way]!) + 0.1) continue;
    const { rectangle } = ways[way]!;
    ways[way]!.rectangle = { ...rectangle, along: rectangle.along + Math.PI };
    crops[way] = turned(crops[way]!);
    read[way] = again[at]!;
  }

  const best = regions.map((_, index) => ({ way: ways.findIndex((one) => one.index === index), weight: 0 }));
  for (const [way, { index }] of ways.entries()) {
    const weight = scoreOf(read[way]!) * Math.min(3, read[way]!.length);
    if (weight > best[index]!.weight) best[index] = { way, weight };
  }
  await lookAgain({ reader, alphabet }, cutter, best.map(({ way }) => way), { ways, crops, read }, signal);
  return best.flatMap(({ way }) => {
    const [crop, { rectangle }] = [crops[way]!, ways[way]!];
    return columnsOf(read[way]!, crop).map(({ characters, from, to }): ReadRegion => ({ rectangle: part(rectangle, from / crop.width, to / crop.width), text: withSpaces(characters, crop), score: scoreOf(characters), ground: groundOf(crop, from, to) }));
  });
}

/** A line read less surely than this is looked at again. */
const unsureScore = 0.93;
/** Another reading must be so much surer, and hold so many of the letters, to be taken instead. */
const lead = 0.02;
const leastLetters = 0.8;
/** Cut higher and lower, stretched and pressed together: an unsure reading depends on the cut. */
const cuts: readonly { taller?: number; stretch?: number }[] = [{ taller: 1.18 }, { taller: 0.87 }, { stretch: 1.25 }, { stretch: 0.8 }];

interface Reading {
  ways: readonly { rectangle: TiltedRectangle }[];
  crops: LineCrop[];
  read: ReadCharacter[][];
}

/** Reads unsure lines again from other cuts, and keeps the surest reading (test-time augmentation). */
async function lookAgain({ reader, alphabet }: TextReader, cutter: LineCutter, chosen: readonly number[], { ways, crops, read }: Reading, signal: AbortSignal): Promise<void> {
  const unsure = chosen.filter((way) => read[way]!.length > 1 && scoreOf(read[way]!) < unsureScore);
  const tries: { way: number; crop: LineCrop }[] = [];
  for (const way of unsure) {
    const { rectangle } = ways[way]!;
    for (const { taller = 1, stretch } of cuts) tries.push({ way, crop: await cutter.cut({ ...rectangle, height: taller * rectangle.height }, stretch) });
  }
  const said = await recognise(reader, alphabet, tries.map(({ crop }) => crop), signal);
  const letters = new Map(unsure.map((way) => [way, read[way]!.length]));
  const least = new Map(unsure.map((way) => [way, scoreOf(read[way]!) + lead]));
  for (const [at, { way, crop }] of tries.entries()) {
    const score = scoreOf(said[at]!);
    if (score <= least.get(way)! || said[at]!.length < leastLetters * letters.get(way)!) continue;
    least.set(way, score);
    read[way] = said[at]!;
    crops[way] = crop;
  }
}

/** The part of a rectangle between two fractions of its width. */
function part(rectangle: TiltedRectangle, from: number, to: number): TiltedRectangle {
  const { centre: [x, y], width, along } = rectangle;
  const shift = ((from + to) / 2 - 0.5) * width;
  return { ...rectangle, centre: [x + shift * Math.cos(along), y + shift * Math.sin(along)], width: (to - from) * width };
}

/** Ways to read a region: along its longer side, and upright too where it is high and narrow ("1"). */
function directions(region: TiltedRectangle): TiltedRectangle[] {
  const level = levelled(region);
  if (level.height < upright * level.width) return [level];
  return [level, { ...level, width: level.height, height: level.width, along: level.along + Math.PI / 2 }];
}

/** The same rectangle with its width within 45 degrees of level. */
function levelled(rectangle: TiltedRectangle): TiltedRectangle {
  const quarters = Math.round(rectangle.along / (Math.PI / 2));
  const along = rectangle.along - quarters * (Math.PI / 2);
  return quarters % 2 === 0 ? { ...rectangle, along } : { ...rectangle, along, width: rectangle.height, height: rectangle.width };
}

/** Mean probability of the characters; 0 for none. */
const scoreOf = (characters: readonly ReadCharacter[]) => (characters.length === 0 ? 0 : characters.reduce((sum, { score }) => sum + score, 0) / characters.length);
