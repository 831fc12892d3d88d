import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';

export type Colour = 'red' | 'green' | 'blue' | 'yellow' | 'white' | 'black' | 'grey';
const colours: Record<Colour, [number, number, number]> = { red: [220, 30, 30], green: [30, 160, 60], blue: [30, 60, 220], yellow: [240, 220, 40], white: [255, 255, 255], black: [0, 0, 0], grey: [128, 128, 128] };

/** 96 x 64, top left first: no two of the eight ways to turn and mirror it look the same. */
export const upright: Colour[] = ['red', 'green', 'blue', 'yellow'];

export function quarters(of: readonly Colour[] = upright, width = 96, height = 64): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(colours[of[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)]!], 3 * (y * width + x));
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** With noise, so that its compressed bytes are many and cutting them off cuts pixels off. */
export function noisyQuarters(width = 320, height = 240): Sharp {
  let state = 1;
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    data[at] = ((at / 3) % width) / 2 + (state >> 22) / 4;
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export interface Seen {
  quarters: string[];
  width: number;
  height: number;
  channels: number;
  depth: string;
  format: string;
  hasMetadata: boolean;
}

/** What a normalised copy shows: the colour in the middle of each quarter, named when it is near, and what kind of file it is. */
export async function see(path: string): Promise<Seen> {
  const bytes = await readFile(path);
  const { format, depth, channels, width, height, exif, icc, xmp, orientation } = await sharp(bytes).metadata();
  const raw = await sharp(bytes).raw().toBuffer();
  const at = (x: number, y: number) => [...raw.subarray(channels * (Math.floor(y * height) * width + Math.floor(x * width)), channels * (Math.floor(y * height) * width + Math.floor(x * width)) + 3)];
  return {
    quarters: [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)].map(nameOf),
    width, height, channels, depth, format,
    hasMetadata: exif !== undefined || icc !== undefined || xmp !== undefined || orientation !== undefined,
  };
}

function nameOf(pixel: number[]): string {
  const near = Object.entries(colours).find(([, colour]) => colour.every((value, channel) => Math.abs(value - pixel[channel]!) < 40));
  return near ? near[0] : `rgb(${pixel.join(' ')})`;
}
