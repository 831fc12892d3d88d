import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import type { PictureRef } from '../src/perception.js';
import { createLocalPerception, type LocalPerception } from '../src/runtime/local-perception.js';

/** Real perception for the tests of one file, and a folder where their pictures lie until they end. */
export function realPerception(): { see: () => LocalPerception; keep: (picture: Sharp | Buffer) => Promise<PictureRef> } {
  let folder = '';
  let perception: LocalPerception | undefined;
  let kept = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ocelli-pictures-'));
    perception = createLocalPerception();
  });
  afterAll(async () => {
    await perception?.close();
    await rm(folder, { recursive: true });
  });
  return {
    see: () => perception!,
    keep: async (picture) => {
      const path = join(folder, `${kept++}.png`);
      await writeFile(path, Buffer.isBuffer(picture) ? await sharp(picture).png().toBuffer() : await picture.png().toBuffer());
      return { id: path, path };
    },
  };
}

/** Printed text: its start (or middle, or end) at `x`, its base line at `y`, in pixels. */
export interface Print {
  text: string;
  x: number;
  y: number;
  size?: number;
  /** A generic family: what the machine has of it. */
  font?: 'sans-serif' | 'serif' | 'monospace';
  anchor?: 'start' | 'middle' | 'end';
  bold?: boolean;
  fill?: string;
  /** Degrees, clockwise about its start. */
  turn?: number;
}

/** A page with text on it. */
export function printed(width: number, height: number, print: readonly Print[], { paper = 'white' } = {}): Sharp {
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const texts = print.map(
    ({ text, x, y, size = 24, font = 'sans-serif', anchor = 'start', bold = false, fill = 'black', turn = 0 }) =>
      `<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" text-anchor="${anchor}" fill="${fill}" ${bold ? 'font-weight="bold"' : ''} transform="rotate(${turn} ${x} ${y})" xml:space="preserve">${escaped(text)}</text>`,
  );
  return sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>${texts.join('')}</svg>`));
}

/** Plain rectangles on a ground, in pixels. */
export function painted(width: number, height: number, ground: string, rectangles: readonly { colour: string; x: number; y: number; width: number; height: number }[] = []): Sharp {
  const drawn = rectangles.map(({ colour, ...box }) => `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${colour}"/>`);
  return sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${drawn.join('')}</svg>`));
}
