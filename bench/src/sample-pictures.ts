import sharp from 'sharp';
import type { Visitor } from './visitor.js';

/** A sample picture of the product, with the first question it suggests. */
export interface SamplePicture {
  id: string;
  question: string;
  bytes: Buffer;
}

/** The samples that the server offers to new users: what is measured is what people see. */
export async function samplePictures(visitor: Visitor): Promise<SamplePicture[]> {
  const samples = await visitor.samples();
  return await Promise.all(samples.map(async ({ id, url, questions }) => ({ id, question: questions[0] ?? 'What is this?', bytes: await visitor.bytes(url) })));
}

/**
 * `count` copies that differ in one pixel's colour: to the models the same picture, to every cache another one.
 * @param first numbers the copies, so that two calls give different ones.
 */
export async function unseenCopies({ bytes }: SamplePicture, count: number, first = 0): Promise<Buffer[]> {
  const { data, info } = await sharp(bytes).rotate().removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const copies: Buffer[] = [];
  for (let number = first + 1; number <= first + count; number++) {
    const pixels = Buffer.from(data);
    pixels.writeUIntBE(number & 0xffffff, 0, 3);
    copies.push(await sharp(pixels, { raw: { width: info.width, height: info.height, channels: 3 } }).png({ compressionLevel: 1 }).toBuffer());
  }
  return copies;
}
