import { readFile, rm, stat } from 'node:fs/promises';
import { limits, OcelliError, type FileFacts } from '@ocelli/protocol';
import { cameraFacts, type CameraFacts } from './camera-facts.js';
import { cameraFactsApart, decodeHeicApart } from './decode-apart.js';
import { cancelled, DecodingTurns } from './decoding-turns.js';
import { mostExifBytes } from './heic-items.js';
import { countScans } from './jpeg-scans.js';
import { sharp } from './native-decoders.js';
import { broken, tookTooLong, withinBounds } from './picture-bounds.js';
import { pictureType, pictureTypes, type PictureFormat } from './picture-type.js';

export interface AcceptOptions {
  signal?: AbortSignal;
}

/** Two at a time: libuv has four threads, and files are read and written by them too. */
const turns = new DecodingTurns(2);
const mostScans = 100;
const pipelineSeconds = 60;

/**
 * The one place where the bytes of untrusted pictures are decoded. Reads the upload, decides by its bytes what it is, decodes it within bounds, and writes its normalised copy to
 * `normalPath`: upright (EXIF orientation applied), 8-bit sRGB, three channels, transparency on white, no metadata, the first frame of an animation, as PNG.
 *
 * Rejects with `unsupported_media` (no picture, or of a type that is not decoded), `broken_media` (damaged or cut off: half a picture would give
 * wrong counts), `too_many_pixels`, `too_large` (bytes), `timed_out`, `cancelled` or `disk_full`; then nothing is left at `normalPath`.
 * Every message says what to do. Garbage after the end of a picture is tolerated, and so is broken EXIF.
 */
export async function acceptPicture(uploadPath: string, normalPath: string, { signal }: AcceptOptions = {}): Promise<{ mediaType: string; facts: FileFacts }> {
  return await turns.run(async () => {
    try {
      const bytes = await readUpload(uploadPath);
      const format = await pictureType(bytes);
      const decoded = await open(bytes, format, signal);
      if (signal?.aborted) throw cancelled();
      const { width, height } = await writeNormal(decoded.bytes, format, normalPath);
      if (signal?.aborted) throw cancelled();
      return { mediaType: pictureTypes[format], facts: { format, bytes: bytes.length, width, height, frames: decoded.frames, ...decoded.facts } };
    } catch (cause) {
      await rm(normalPath, { force: true });
      throw cause;
    }
  }, signal);
}

async function readUpload(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > limits.uploadBytes) throw new OcelliError('too_large', `Pictures of up to ${limits.uploadBytes / 1024 / 1024} MB can be added. Save it smaller and add that.`);
  if (size === 0) throw new OcelliError('broken_media', 'The file is empty. Choose another one.');
  return await readFile(path);
}

/** Bytes that sharp can decode, with what their header says; nothing of the size of the picture is allocated for this except by HEIC, apart. */
async function open(bytes: Buffer, format: PictureFormat, signal?: AbortSignal): Promise<{ bytes: Uint8Array; frames: number; facts: CameraFacts }> {
  if (format === 'heic') {
    const { tiff, frames, facts } = await decodeHeicApart(bytes, { signal });
    return { bytes: tiff, frames, facts };
  }
  if (format === 'jpeg' && countScans(bytes, mostScans) >= mostScans) throw broken('too many scans');
  const { width, height, pages = 1, exif } = await sharp(bytes, { limitInputPixels: limits.pixels }).metadata().catch((cause: unknown) => Promise.reject(decodingError(cause)));
  withinBounds(width, height);
  if (format === 'tiff') return { bytes, frames: pages, facts: await cameraFactsApart(bytes, signal) };
  return { bytes, frames: pages, facts: exif ? await cameraFacts(withoutPrefix(exif).subarray(0, mostExifBytes)) : {} };
}

/** JPEG and WebP put "Exif\0\0" before the TIFF header of the block, PNG does not. */
const withoutPrefix = (exif: Buffer) => (exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif);

async function writeNormal(bytes: Uint8Array, format: PictureFormat, normalPath: string): Promise<{ width: number; height: number }> {
  const write = (failOn: 'warning' | 'error') =>
    sharp(bytes, { failOn, limitInputPixels: limits.pixels, sequentialRead: true })
      .timeout({ seconds: pipelineSeconds })
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: '#ffffff' })
      .png({ compressionLevel: 1 })
      .toFile(normalPath);
  try {
    // Only libjpeg tells of damage to pixels as a warning; the others warn of tags that they do not know.
    return await write(format === 'jpeg' ? 'warning' : 'error');
  } catch (cause) {
    if (format !== 'jpeg' || !isHarmless(cause)) throw decodingError(cause);
    return await write('error').catch((again: unknown) => Promise.reject(decodingError(again)));
  }
}

/** What cameras and scanners really write, and what costs no pixel: libjpeg warns of it as of damage. */
const isHarmless = (cause: unknown) => /VipsJpeg: (Corrupt JPEG data: \d+ extraneous bytes before marker 0xd9|Invalid SOS parameters|Unknown Adobe color transform)/.test(String(cause));

/** sharp gives one kind of error with libvips' words; what the disk says stands in them too. */
function decodingError(cause: unknown): Error {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/No space left on device|Disk quota exceeded/.test(said)) return new OcelliError('disk_full', 'There is no space left on the disk for this picture.', { cause });
  if (/system error: (?!Unknown)|unable to open for write/.test(said)) return cause instanceof Error ? cause : new Error(said);
  if (/^timeout/.test(said)) return tookTooLong(cause);
  if (/pixel limit|exceeds the maximum image size|exceeds user limit|too large/i.test(said)) return new OcelliError('too_many_pixels', `The picture is too large; up to ${limits.pixels / 1e6} megapixels can be read. Scale it down and add it again.`, { cause });
  return broken(cause);
}
