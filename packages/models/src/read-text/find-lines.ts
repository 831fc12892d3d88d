import sharp from 'sharp';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { RgbImage } from '@ocelli/media';
import { textRegions, type TextRegion } from './text-regions.js';

/** Mean and deviation of ImageNet's channels; PaddleOCR applies them in this order to blue, green, red. */
const mean = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;
/** The network halves five times. */
const multiple = 32;

/** Runs PP-OCR's detector at `scale` times the picture's size; regions come back in the picture's pixels. */
export async function findLines(session: InferenceSession, image: RgbImage, scale: number, signal: AbortSignal): Promise<TextRegion[]> {
  const width = roundUp(image.width * scale);
  const height = roundUp(image.height * scale);
  const pixels = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: scale > 1 ? 'cubic' : 'linear' })
    .raw()
    .toBuffer();
  signal.throwIfAborted();
  const outputs = await session.run({ [session.inputNames[0]!]: new Tensor('float32', planes(pixels, width * height), [1, 3, height, width]) });
  signal.throwIfAborted();
  const map = outputs[session.outputNames[0]!]!;
  const [dx, dy] = [image.width / width, image.height / height];
  return textRegions({ data: map.data as Float32Array, width, height }).map(({ rectangle, score }) => ({
    score,
    rectangle: {
      centre: [rectangle.centre[0] * dx, rectangle.centre[1] * dy],
      // Both factors are the same but for the rounding to whole multiples.
      width: rectangle.width * dx,
      height: rectangle.height * dy,
      along: rectangle.along,
    },
  }));
}

const roundUp = (size: number) => Math.max(multiple, Math.round(size / multiple) * multiple);

/** RGB bytes to the detector's blue, green and red planes. */
function planes(pixels: Uint8Array, plane: number): Float32Array {
  const data = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const table = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean[channel]!) / deviation[channel]!);
    for (let index = 0, from = 2 - channel, to = channel * plane; index < plane; index++, from += 3) data[to + index] = table[pixels[from]!]!;
  }
  return data;
}
