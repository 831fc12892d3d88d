import { crc32, deflateSync } from 'node:zlib';

/** Builders of files piece by piece, for what no encoder would write. */
export const latin1 = (value: string) => Buffer.from(value, 'latin1');
export const u16 = (value: number) => Buffer.from([value >>> 8, value & 0xff]);
export const u32 = (value: number) => Buffer.from([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
export const u16le = (value: number) => Buffer.from(u16(value)).reverse();
export const u32le = (value: number) => Buffer.from(u32(value)).reverse();
export const join = (...parts: Uint8Array[]) => Buffer.concat(parts);

export const pngSignature = latin1('\x89PNG\r\n\x1a\n');
export function pngChunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const body = join(latin1(type), data);
  return join(u32(data.length), body, u32(crc32(body)));
}
export const ihdr = (width: number, height: number, depth = 8, colour = 2, interlace = 0) => pngChunk('IHDR', join(u32(width), u32(height), Buffer.from([depth, colour, 0, 0, interlace])));
export const idat = (raw: Uint8Array) => pngChunk('IDAT', deflateSync(raw, { level: 9 }));
export const png = (...chunks: Uint8Array[]) => join(pngSignature, ...chunks, pngChunk('IEND'));
/** Puts chunks behind the header of a PNG. */
export const withChunks = (file: Buffer, ...chunks: Uint8Array[]) => join(file.subarray(0, 33), ...chunks, file.subarray(33));

export const jpegSegment = (marker: number, data: Uint8Array) => join(Buffer.from([0xff, marker]), u16(data.length + 2), data);
/** Puts segments behind the start of a JPEG. */
export const withSegments = (file: Buffer, ...segments: Uint8Array[]) => join(file.subarray(0, 2), ...segments, file.subarray(2));
export const withExif = (file: Buffer, tiff: Uint8Array) => withSegments(file, jpegSegment(0xe1, join(latin1('Exif\0\0'), tiff)));

/** A GIF of `frames` frames of this size on a screen of the same; the bytes of each are of one pixel. */
export function gif(width: number, height: number, frames: number): Buffer {
  const frame = join(latin1('\x21\xf9\x04\x00\x01\x00\x00\x00'), latin1('\x2c'), u16le(0), u16le(0), u16le(width), u16le(height), latin1('\x00\x02\x02\x44\x01\x00'));
  return join(latin1('GIF89a'), u16le(width), u16le(height), latin1('\x80\x00\x00\xdc\x1e\x1e\x00\x00\xff'), ...Array<Buffer>(frames).fill(frame), latin1(';'));
}

export type TiffTag = [tag: number, type: 'byte' | 'ascii' | 'short' | 'long' | 'rational', count: number, value: number];
const tiffTypes = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5 };
/** A little-endian TIFF: one directory at 8 (or at `directoryAt`), its next directory at `next`, then `rest`. */
export function tiff(tags: TiffTag[], { next = 0, directoryAt = 8, rest = Buffer.alloc(0) as Uint8Array } = {}): Buffer {
  const entries = tags.map(([tag, type, count, value]) => join(u16le(tag), u16le(tiffTypes[type]), u32le(count), u32le(value)));
  return join(latin1('II*\0'), u32le(directoryAt), u16le(tags.length), ...entries, u32le(next), rest);
}
/** The tags of an uncompressed grey picture whose pixels are at `at`. */
export const greyTiffTags = (width: number, height: number, at: number, bytes = width * height): TiffTag[] => [
  [256, 'long', 1, width], [257, 'long', 1, height], [258, 'short', 1, 8], [259, 'short', 1, 1], [262, 'short', 1, 1],
  [273, 'long', 1, at], [277, 'short', 1, 1], [278, 'long', 1, height], [279, 'long', 1, bytes],
];

export const box = (type: string, ...content: Uint8Array[]) => join(u32(8 + content.reduce((sum, part) => sum + part.length, 0)), latin1(type), ...content);
export const ftyp = (major: string, ...compatible: string[]) => box('ftyp', latin1(major), u32(0), latin1(compatible.join('')));
/** A RIFF file: `form`, then chunks. */
export const riff = (form: string, ...chunks: Uint8Array[]) => join(latin1('RIFF'), u32le(4 + chunks.reduce((sum, part) => sum + part.length, 0)), latin1(form), ...chunks);
export const riffChunk = (type: string, data: Uint8Array) => join(latin1(type), u32le(data.length), data, Buffer.alloc(data.length % 2));

/** Changes the bytes from `at` on. */
export function patched(file: Uint8Array, at: number, bytes: Uint8Array): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
}
/** Where `needle` starts; the file must hold it. */
export function find(file: Buffer, needle: string): number {
  const at = file.indexOf(needle, 0, 'latin1');
  if (at < 0) throw new Error(`the file holds no ${JSON.stringify(needle)}`);
  return at;
}
