import { Tensor } from 'onnxruntime-node';
import type { RgbImage } from '@ocelli/media';
import type { Device } from '@ocelli/protocol';
import { letterbox, type ModelInput } from './letterbox.js';
import { overlap, suppress, type ScoredBox } from './scored-box.js';
import { openWeightsFreeSession, type WeightsFreeModel } from '../runtime/weights-free-session.js';

/** Finds faces that look roughly at the camera; boxes in normalised coordinates, best first. */
export interface FaceFinder {
  find(image: RgbImage, signal: AbortSignal): Promise<ScoredBox[]>;
  dispose(): Promise<void>;
}

const inputSide = 256;
const leastScore = 0.5;
/** Values of one anchor's regression: centre x, y, width, height, then six landmarks. */
const regressions = 16;

/** BlazeFace, back-camera variant (Bazarevsky 2019, arXiv 1907.05047): anchors at the cells of two maps, sizes in input pixels. */
export async function openBlazeFace(model: WeightsFreeModel, device: Device): Promise<FaceFinder> {
  const session = await openWeightsFreeSession(model, device);
  return {
    async find(image, signal) {
      const input = await letterbox(image, inputSide, inputSide, (byte) => byte / 127.5 - 1);
      signal.throwIfAborted();
      const outputs = await session.run({ pixel_values: new Tensor('float32', input.data, [1, 3, inputSide, inputSide]) });
      signal.throwIfAborted();
      const faces = [16, 32].flatMap((stride) => facesAt(outputs[`scores_${stride}`]!, outputs[`boxes_${stride}`]!, stride, input));
      return suppress(faces, (kept, other) => overlap(kept.box, other.box) > 0.3);
    },
    dispose: () => session.release(),
  };
}

/** `scores`: `[1, anchors, h, w]` logits; `boxes`: `[1, anchors * 16, h, w]`, the centre relative to the cell's. */
function facesAt(scores: Tensor, boxes: Tensor, stride: number, input: ModelInput): ScoredBox[] {
  const [anchors, height, width] = [scores.dims[1]!, scores.dims[2]!, scores.dims[3]!];
  const logits = scores.data as Float32Array;
  const values = boxes.data as Float32Array;
  const plane = width * height;
  const found: ScoredBox[] = [];
  for (let anchor = 0; anchor < anchors; anchor++) {
    for (let cell = 0; cell < plane; cell++) {
      const score = 1 / (1 + Math.exp(-logits[anchor * plane + cell]!));
      if (score < leastScore) continue;
      const value = (index: number) => values[(anchor * regressions + index) * plane + cell]!;
      const x = ((cell % width) + 0.5) * stride + value(0);
      const y = (Math.floor(cell / width) + 0.5) * stride + value(1);
      const [halfWidth, halfHeight] = [value(2) / 2, value(3) / 2];
      found.push({ label: 'face', score, box: input.toPicture([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]) });
    }
  }
  return found;
}
