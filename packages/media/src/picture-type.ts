import { OcelliError } from '@ocelli/protocol';
import { fileTypeFromBuffer } from 'file-type';

/** The types of pictures that are decoded: `format` as it is called in answers, `mediaType` as it is served and stored. */
export const pictureTypes = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
  heic: 'image/heic',
  avif: 'image/avif',
} as const;
export type PictureFormat = keyof typeof pictureTypes;

const welcome = 'JPEG, PNG, WebP, HEIC, AVIF, GIF and TIFF pictures can be added.';
/** As much of a file as is looked at to name what it is; what unpacks or walks further never gets to. */
const headBytes = 4_100;

/**
 * What a file is, by its bytes alone. Rejects with `unsupported_media` and what to do instead for everything that is not decoded:
 * drawings, documents, videos, raw files of cameras (their TIFF shell would give the thumbnail), and types sharp's build leaves out.
 */
export async function pictureType(bytes: Uint8Array): Promise<PictureFormat> {
  const format = bySignature(bytes);
  if (format && format !== 'tiff') return format;
  const found = await fileTypeFromBuffer(format === 'tiff' ? bytes : bytes.subarray(0, headBytes)).catch(() => undefined);
  if (format === 'tiff' && (!found || found.mime === 'image/tiff')) return 'tiff';
  throw new OcelliError('unsupported_media', found ? refusal(found.ext, found.mime) : refusalOfText(bytes));
}

function bySignature(bytes: Uint8Array): PictureFormat | undefined {
  const starts = (text: string, at = 0) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  if (starts('RIFF') && starts('WEBP', 8)) return 'webp';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  if (starts('II*\0') || starts('MM\0*') || starts('II+\0') || starts('MM\0+')) return 'tiff';
  return starts('ftyp', 4) ? byBrands(bytes) : undefined;
}

/** HEIC and AVIF share one container; its major brand decides, and where that is general, the compatible ones. */
function byBrands(bytes: Uint8Array): 'heic' | 'avif' | undefined {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const end = Math.min(head.length, Buffer.from(bytes.subarray(0, 4)).readUInt32BE());
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.slice(at, at + 4));
  if (!brands.some((brand) => /^(hei[cxms]|hev[cxms]|avi[fs]|mif1|msf1)$/.test(brand))) return undefined;
  for (const brand of brands) {
    if (/^hei[cxms]|^hev[cxms]/.test(brand)) return 'heic';
    if (/^avi[fs]/.test(brand)) return 'avif';
  }
  return 'heic';
}

function refusal(ext: string, mime: string): string {
  if (mime === 'application/pdf') return 'This is a PDF. Save the page as a picture (PNG), or take a screenshot of it, and add that.';
  if (mime.startsWith('video/')) return 'This is a video. Add a picture of the moment that you ask about.';
  if (mime.startsWith('audio/')) return `This is a sound file. ${welcome}`;
  if (mime === 'image/svg+xml' || mime === 'application/xml' || mime === 'application/gzip') return refusalOfMarkup(mime);
  if (/^image\/x-(canon|nikon|sony|adobe|fujifilm|olympus|panasonic)/.test(mime)) return "This is a camera's raw file. Export it as JPEG and add that.";
  if (mime.startsWith('image/')) return `Pictures of type ${ext.toUpperCase()} cannot be read. Save it as PNG or JPEG and add that.`;
  return `This is a ${ext.toUpperCase()} file, not a picture. ${welcome}`;
}

const refusalOfMarkup = (mime: string) =>
  mime === 'application/gzip' ? `This is a compressed file, not a picture. Unpack it first. ${welcome}` : 'This is a drawing or a document in XML (such as SVG). Save it as PNG and add that.';

/** For what has no signature: text says at its start what it is. */
function refusalOfText(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, headBytes)).toLowerCase();
  if (/<svg[\s>]/.test(start)) return 'This is an SVG drawing. Save it as PNG and add that.';
  if (/<!doctype html|<html[\s>]|<body[\s>]/.test(start)) return 'This is a web page. Take a screenshot of it and add that.';
  return `This is no picture that can be read. ${welcome}`;
}
