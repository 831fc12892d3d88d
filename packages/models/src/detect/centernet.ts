import { Tensor } from 'onnxruntime-node';
import type { RgbImage } from '@ocelli/media';
import type { Device } from '@ocelli/protocol';
import { cocoLabels } from './coco-labels.js';
import { letterbox, mirrored, type ModelInput } from './letterbox.js';
import { overlap, suppress, type ScoredBox } from './scored-box.js';
import { openWeightsFreeSession, type WeightsFreeModel } from '../runtime/weights-free-session.js';

/** Finds COCO's 80 classes on a picture; boxes in its normalised coordinates, best first. */
export interface ThingFinder {
  find(image: RgbImage, signal: AbortSignal): Promise<ScoredBox[]>;
  dispose(): Promise<void>;
}

const inputSide = 512;
const stride = 4;
/** Below this a peak is noise more often than a thing. */
const leastScore = 0.25;

/**
 * CenterNet with a MobileNetV3 backbone (github.com/610265158/mobilenetv3_centernet, MIT): a heat map of centres for each class, and
 * at each cell the distances to the four sides. The picture and its mirror image go through together and are averaged.
 */
export async function openCenterNet(model: WeightsFreeModel, device: Device): Promise<ThingFinder> {
  const session = await openWeightsFreeSession(model, device);
  return {
    async find(image, signal) {
      const input = await letterbox(image, inputSide, inputSide, (byte) => byte);
      signal.throwIfAborted();
      const shape = [1, 3, input.height, input.width];
      const straight = await session.run({ pixel_values: new Tensor('float32', input.data, shape) });
      signal.throwIfAborted();
      const flipped = await session.run({ pixel_values: new Tensor('float32', mirrored(input), shape) });
      signal.throwIfAborted();
      const maps = averaged(mapsOf(straight), mapsOf(flipped));
      return suppress(peaks(maps, input), sameThing);
    },
    dispose: () => session.release(),
  };
}

/** `heat`: `[80, height, width]`; `sizes`: `[4, height, width]`, distances to left, top, right, bottom in input pixels. */
interface Maps {
  heat: Float32Array;
  sizes: Float32Array;
  width: number;
  height: number;
}

function mapsOf(outputs: Record<string, Tensor>): Maps {
  const { heat, sizes } = outputs;
  if (!heat || !sizes) throw new Error('the graph has no heat map or no sizes');
  return { heat: heat.data as Float32Array, sizes: sizes.data as Float32Array, width: heat.dims[3]!, height: heat.dims[2]! };
}

/** Means of the maps of a picture and of its mirror image, in the picture's coordinates; written over the former. */
function averaged(straight: Maps, flipped: Maps): Maps {
  const { width, height } = straight;
  const blend = (into: Float32Array, intoRow: number, from: Float32Array, fromRow: number) => {
    for (let x = 0; x < width; x++) into[intoRow + x] = (into[intoRow + x]! + from[fromRow + width - 1 - x]!) / 2;
  };
  for (let row = 0; row < straight.heat.length; row += width) blend(straight.heat, row, flipped.heat, row);
  const plane = width * height;
  const leftAndRight = [2, 1, 0, 3];
  for (let side = 0; side < 4; side++) {
    for (let row = 0; row < plane; row += width) blend(straight.sizes, side * plane + row, flipped.sizes, leftAndRight[side]! * plane + row);
  }
  return straight;
}

/** Cells that are the highest of their 3 x 3 neighbourhood, as boxes. */
function peaks({ heat, sizes, width, height }: Maps, input: ModelInput): ScoredBox[] {
  const plane = width * height;
  const found: ScoredBox[] = [];
  for (const [index, label] of cocoLabels.entries()) {
    const map = heat.subarray(index * plane, (index + 1) * plane);
    for (let cell = 0; cell < plane; cell++) {
      if (map[cell]! < leastScore || !isPeak(map, cell, width, height)) continue;
      const [x, y] = [(cell % width) * stride, Math.floor(cell / width) * stride];
      const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => sizes[side * plane + cell]!) as [number, number, number, number];
      found.push({ label, score: map[cell]!, box: input.toPicture([x - left, y - top, x + right, y + bottom]) });
    }
  }
  return found;
}

function isPeak(map: Float32Array, cell: number, width: number, height: number): boolean {
  const [x, y] = [cell % width, Math.floor(cell / width)];
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      if (map[ny * width + nx]! > map[cell]!) return false;
    }
  }
  return true;
}

/** One thing found twice, or taken for two similar classes (a car and a truck in one place). */
function sameThing(kept: ScoredBox, other: ScoredBox): boolean {
  return overlap(kept.box, other.box) > 0.5;
}
