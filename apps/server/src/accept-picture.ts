import { stat } from 'node:fs/promises';
import { limits, OcelliError, type FileFacts } from '@ocelli/protocol';
import sharp from 'sharp';

/** Decodes an upload and writes its normalised copy: upright 8-bit sRGB. */
export async function acceptPicture(uploadPath: string, normalPath: string): Promise<{ mediaType: string; facts: FileFacts }> {
  try {
    const { format } = await sharp(uploadPath, { limitInputPixels: limits.pixels }).metadata();
    const made = await sharp(uploadPath, { limitInputPixels: limits.pixels }).rotate().toColourspace('srgb').flatten({ background: 'white' }).png({ compressionLevel: 1 }).toFile(normalPath);
    const { size } = await stat(uploadPath);
    return { mediaType: `image/${format}`, facts: { format: format ?? 'unknown', bytes: size, width: made.width, height: made.height, frames: 1 } };
  } catch (cause) {
    throw new OcelliError('unsupported_media', 'This is no picture that can be read.', { cause });
  }
}
