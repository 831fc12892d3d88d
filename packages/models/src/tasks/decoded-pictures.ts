import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';
import { OcelliError, limits } from '@ocelli/protocol';
import type { PictureRef } from '../perception.js';

const mostBytes = 256 * 1024 * 1024;
const keptMs = 2 * 60_000;

/** The pictures decoded last, so that several tasks on one picture decode it once; let go of when nobody has looked for a while. */
export class DecodedPictures {
  readonly #decoded = new Map<string, { image: Promise<RgbImage>; bytes: number }>();
  #ahead: Promise<unknown> = Promise.resolve();
  #letGo: NodeJS.Timeout | undefined;

  /** Decodes a picture that will likely be looked at; one such after the other. A failure is for who looks. */
  expect(picture: PictureRef): void {
    this.#ahead = this.#ahead.then(() => this.get(picture)).catch(() => undefined);
  }

  /** Pixels of a picture that media has accepted. Rejects with `broken_media` when its file is gone or not readable. */
  get(picture: PictureRef): Promise<RgbImage> {
    clearTimeout(this.#letGo);
    this.#letGo = setTimeout(() => this.#decoded.clear(), keptMs).unref();
    const key = `${picture.id} ${picture.path}`;
    const known = this.#decoded.get(key);
    this.#decoded.delete(key);
    const entry = known ?? { image: decode(picture.path), bytes: 0 };
    this.#decoded.set(key, entry);
    if (!known) {
      entry.image.then(
        (image) => {
          entry.bytes = image.data.byteLength;
          this.#forgetOldest();
        },
        () => this.#decoded.delete(key),
      );
    }
    return entry.image;
  }

  /** Drops the least recently used beyond the bound, but always keeps the last one. */
  #forgetOldest(): void {
    let bytes = [...this.#decoded.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    for (const [key, entry] of this.#decoded) {
      if (bytes <= mostBytes || this.#decoded.size === 1) return;
      this.#decoded.delete(key);
      bytes -= entry.bytes;
    }
  }
}

async function decode(path: string): Promise<RgbImage> {
  try {
    const { data, info } = await sharp(path, { limitInputPixels: limits.pixels })
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  } catch (cause) {
    throw new OcelliError('broken_media', 'The picture could not be read again. Upload it once more.', { cause });
  }
}
