import { Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';
import type { Device } from '@ocelli/protocol';
import { openWeightsFreeSession, type WeightsFreeModel } from '../runtime/weights-free-session.js';
import { readImagenetLabels, type ImagenetLabel } from './imagenet-labels.js';

/** A classifier in memory. Probabilities stand in the order of `labels` and add up to 1. */
export interface Classifier {
  readonly labels: readonly ImagenetLabel[];
  /** Of the picture as a whole: means over square crops that cover it. */
  classify(image: RgbImage, signal: AbortSignal): Promise<Float32Array>;
  /** Of its parts: means over a grid of cells, so that small things and surroundings count as much as the subject. */
  classifyParts(image: RgbImage, signal: AbortSignal): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface ClassifierModel extends WeightsFreeModel {
  labelsPath: string;
}

/** The size that the network was trained on. */
const side = 260;
/** Area of the picture whose cells are looked at one by one, as the side of a square; its own sides are multiples of a cell's. */
const partsSide = 2 * side;
const cellSide = 32;
/** A picture longer than this, measured in its short sides, is seen as two crops, one at either end. */
const longPicture = 1.15;

/** EfficientNet-Lite2 (Tan and Le 2019), ImageNet's 1,000 labels. */
export async function openClassifier({ labelsPath, ...model }: ClassifierModel, device: Device): Promise<Classifier> {
  const labels = readImagenetLabels(labelsPath);
  const session = await openWeightsFreeSession(model, device);
  const run = async (pixels: Uint8Array, { width, height }: Size, byCell: boolean) => {
    const pictures = pixels.length / (width * height * 3);
    const { logits } = await session.run({ pixels: new Tensor('uint8', pixels, [pictures, height, width, 3]), by_cell: new Tensor('bool', [byCell], []) });
    return meanOfSoftmax(logits!.data as Float32Array, labels.length);
  };
  return {
    labels,
    async classify(image, signal) {
      const crops = await squares(image);
      signal.throwIfAborted();
      return run(crops, { width: side, height: side }, false);
    },
    async classifyParts(image, signal) {
      const size = inCells(image);
      const whole = await scaled(image, size);
      signal.throwIfAborted();
      return run(whole, size, true);
    },
    dispose: () => session.release(),
  };
}

interface Size {
  width: number;
  height: number;
}

/** The picture's shape in whole cells, none so long that the network sees a strip. */
function inCells({ width, height }: Size): Size {
  const scale = partsSide / Math.sqrt(width * height);
  const cells = (length: number) => Math.min(40, Math.max(4, Math.round((length * scale) / cellSide))) * cellSide;
  return { width: cells(width), height: cells(height) };
}

/** The picture itself where it is nearly square, else the squares at its two ends, one after another. */
async function squares(image: RgbImage): Promise<Uint8Array> {
  const { width, height } = image;
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  const square = { width: side, height: side };
  if (long < short * longPicture) return scaled(image, square);
  const wide = width > height;
  if (long > 2 * short) {
    const starts = [0, long - short];
    return Buffer.concat(await Promise.all(starts.map((start) => scaled(image, square, { left: wide ? start : 0, top: wide ? 0 : start, width: short, height: short }))));
  }
  // What both squares show is scaled once.
  const length = Math.round((long * side) / short);
  const whole = await scaled(image, wide ? { width: length, height: side } : { width: side, height: length });
  const crops = new Uint8Array(2 * side * side * 3);
  // Both ends of each row of a wide picture, of a high one's only "row".
  const [rows, end] = wide ? [side, side * 3] : [1, side * side * 3];
  for (let row = 0; row < rows; row++) {
    const line = whole.subarray((row * whole.length) / rows, ((row + 1) * whole.length) / rows);
    crops.set(line.subarray(0, end), row * end);
    crops.set(line.subarray(-end), (rows + row) * end);
  }
  return crops;
}

/** A picture, or a part of it in pixels, as RGB pixels of another size. */
function scaled({ data, width, height }: RgbImage, to: Size, part?: Size & { left: number; top: number }): Promise<Uint8Array> {
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  return (part ? picture.extract(part) : picture).resize(to.width, to.height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
}

/** Rows of `classes` logits -> the mean of their softmax. */
function meanOfSoftmax(logits: Float32Array, classes: number): Float32Array {
  const mean = new Float32Array(classes);
  const rows = logits.length / classes;
  for (let start = 0; start < logits.length; start += classes) {
    const powers = logits.slice(start, start + classes);
    const most = Math.max(...powers);
    let sum = 0;
    for (let index = 0; index < classes; index++) sum += powers[index] = Math.exp(powers[index]! - most);
    for (let index = 0; index < classes; index++) mean[index]! += powers[index]! / (sum * rows);
  }
  return mean;
}
