import type { InferenceSession } from 'onnxruntime-node';
import type { RgbImage } from '@ocelli/media';
import type { Box, Point, Quad, TextLine } from '@ocelli/protocol';
import { findLines } from './find-lines.js';
import { withLargeLetters } from './large-letters.js';
import { LineCutter } from './line-crop.js';
import { corners, type TiltedRectangle } from './min-area-rectangle.js';
import { readRegions, type TextReader } from './read-regions.js';
import { inReadingOrder } from './reading-order.js';

/** PP-OCR's two networks and the characters of its classes. */
export interface TextModels extends TextReader {
  finder: InferenceSession;
}

/** Longest edge at which lines are looked for. Smaller pictures are enlarged, larger ones reduced. */
const lookPixels = 1_700;
const mostEnlarged = 3;
/** Longest edge of a second look, at which large letters hold together. */
const coarsePixels = 640;
/** Lines read less surely than this are noise. */
const leastScore = 0.5;

/** All printed lines of a picture, in reading order. */
export async function readPage({ finder, ...reader }: TextModels, image: RgbImage, signal: AbortSignal): Promise<TextLine[]> {
  const longest = Math.max(image.width, image.height);
  const scale = Math.min(mostEnlarged, lookPixels / longest);
  const fine = await findLines(finder, image, scale, signal);
  const coarse = await findLines(finder, image, Math.min(scale, coarsePixels / longest), signal);
  const regions = withLargeLetters(fine, coarse, image).map(({ rectangle }) => rectangle);
  const read = await readRegions(reader, new LineCutter(image), regions, signal);
  const lines = read.filter(({ text, score }) => text !== '' && score >= leastScore).map(({ text, score, rectangle, ground }): TextLine => ({ text, score, ...placed(rectangle, image), ground }));
  return inReadingOrder(lines, image);
}

function placed(rectangle: TiltedRectangle, { width, height }: RgbImage): { box: Box; quad: Quad } {
  const quad = corners(rectangle).map(([x, y]): Point => [bounded(x / width, -1, 2), bounded(y / height, -1, 2)]) as unknown as Quad;
  const xs = quad.map(([x]) => bounded(x, 0, 1));
  const ys = quad.map(([, y]) => bounded(y, 0, 1));
  return { quad, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

const bounded = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
