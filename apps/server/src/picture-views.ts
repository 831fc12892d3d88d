import { rm } from 'node:fs/promises';
import { imageSizes, OcelliError } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import sharp from 'sharp';
import { z } from 'zod';

export type ImageSize = (typeof imageSizes)[number];

/** `?size=` of a picture's address. */
export const ImageSizeQuery = z.object({
  size: z.coerce.number().refine((size): size is ImageSize => imageSizes.some((allowed) => allowed === size), `must be one of ${imageSizes.join(', ')}`),
});

/** WebP copies of pictures for screens, made when first asked for and kept beside the picture. */
export class PictureViews {
  readonly #store: Store;
  readonly #making = new Map<string, Promise<string>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Path of the copy whose longest edge is at most `size`. Rejects with `not_found` when the owner has no such picture. */
  async path(ownerId: string, id: string, size: ImageSize): Promise<string> {
    const { attachments, pictures } = this.#store;
    if (!(await attachments.find(ownerId, id))) throw noPicture();
    if (await pictures.has(id, `view-${size}`)) return pictures.path(id, `view-${size}`);
    const key = `${id} ${size}`;
    // Alone, so that a copy of a picture deleted in the meantime does not outlive it.
    const making = this.#making.get(key) ?? pictures.alone(id, () => this.#make(id, size)).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return await making;
  }

  async #make(id: string, size: ImageSize): Promise<string> {
    const { pictures } = this.#store;
    if (!(await pictures.has(id, 'normal'))) throw noPicture();
    const incoming = pictures.incomingPath();
    try {
      await sharp(pictures.path(id, 'normal'), { limitInputPixels: false })
        .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 85, effort: 2 })
        .toFile(incoming);
      await pictures.keep(incoming, id, `view-${size}`);
      return pictures.path(id, `view-${size}`);
    } finally {
      await rm(incoming, { force: true });
    }
  }
}

function noPicture(): OcelliError {
  return new OcelliError('not_found', 'There is no such picture.');
}
