import { readFile } from 'node:fs/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { box, find, ftyp, gif, greyTiffTags, idat, ihdr, jpegSegment, join, latin1, patched, png, pngChunk, pngSignature, riff, riffChunk, tiff, u16, u16le, u32, u32le, withChunks, withExif, withSegments } from './hand-made.js';
import { progressiveBomb } from './progressive-bomb.js';
import { noisyQuarters, quarters } from './quarters.js';

/** What must come of a file: a picture, or an error of this code. */
export type Outcome = 'picture' | 'unsupported_media' | 'broken_media' | 'too_many_pixels' | 'too_large';
export interface HostileFile {
  name: string;
  bytes: Buffer;
  outcome: Outcome;
}

const heic = (name: string) => readFile(new URL(`./heic/${name}.heic`, import.meta.url));

/** Real files of every accepted type, large enough to be cut into. */
export async function realFiles(): Promise<Record<'jpeg' | 'progressive' | 'png' | 'interlaced' | 'webp' | 'lossless' | 'gif' | 'tiff' | 'avif' | 'heic', Buffer>> {
  const noisy = noisyQuarters();
  return {
    jpeg: await noisy.clone().jpeg().toBuffer(),
    progressive: await noisy.clone().jpeg({ progressive: true }).toBuffer(),
    png: await noisy.clone().png().toBuffer(),
    interlaced: await noisy.clone().png({ progressive: true }).toBuffer(),
    webp: await noisy.clone().webp().toBuffer(),
    lossless: await noisy.clone().webp({ lossless: true, effort: 0 }).toBuffer(),
    gif: await noisy.clone().gif({ effort: 1 }).toBuffer(),
    tiff: await noisy.clone().tiff({ compression: 'lzw' }).toBuffer(),
    avif: await noisy.clone().avif({ effort: 0 }).toBuffer(),
    heic: await heic('quarters'),
  };
}

/** Files that are made to be refused, to break something, or to be taken for something else; with what must come of each. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const files: HostileFile[] = [];
  const add = (outcome: Outcome, named: Record<string, Uint8Array | string>) => {
    for (const [name, bytes] of Object.entries(named)) files.push({ name, bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes), outcome });
  };
  const real = await realFiles();
  const small = { jpeg: await quarters().jpeg().toBuffer(), png: await quarters().png().toBuffer(), gif: await quarters().gif().toBuffer(), webp: await quarters().webp().toBuffer() };
  const zip = join(latin1('PK\x03\x04\x14\0\0\0\0\0'), Buffer.alloc(16), u16le(5), u16le(0), latin1('a.txthello'));
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>';

  add('unsupported_media', {
    'a PDF': '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF',
    'a PDF that holds a JPEG': join(latin1('%PDF-1.4\n1 0 obj<</Subtype/Image/Filter/DCTDecode>>stream\n'), small.jpeg, latin1('\nendstream endobj')),
    'a PostScript file': '%!PS-Adobe-3.0 EPSF-3.0\n(%stdin) run',
    'a web page': '<!DOCTYPE html><html><body><img src="http://127.0.0.1/"></body></html>',
    'a web page without a doctype': '\n <html><script>fetch("/")</script></html>',
    'a script': '<script>alert(1)</script>',
    'an SVG drawing': svg,
    'an SVG drawing with a declaration': `<?xml version="1.0"?>${svg}`,
    'an SVG drawing after a byte order mark': `\uFEFF${svg}`,
    'an SVG drawing that reads a file': '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&f;</text></svg>',
    'an SVG drawing that loads a picture': '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    'an SVG drawing of a billion laughs': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">${'bcdefghij'.split('').map((c, i) => `<!ENTITY ${c} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]><svg>&j;</svg>`,
    'a compressed SVG drawing': gzipSync(svg),
    'other XML': '<?xml version="1.0"?><feed/>',
    'an MP4 video': join(ftyp('isom', 'isom', 'mp42'), box('mdat', Buffer.alloc(64))),
    'a QuickTime video': join(ftyp('qt  ', 'qt  '), box('mdat', Buffer.alloc(64))),
    'a 3GP video': join(ftyp('3gp5', '3gp5'), box('mdat', Buffer.alloc(64))),
    'an M4A recording': join(ftyp('M4A ', 'M4A '), box('mdat', Buffer.alloc(64))),
    'a Matroska video': join(latin1('\x1aE\xdf\xa3\x93B\x82\x88matroska'), Buffer.alloc(32)),
    'a WebM video': join(latin1('\x1aE\xdf\xa3\x8fB\x82\x84webm'), Buffer.alloc(32)),
    'an AVI video': riff('AVI ', riffChunk('LIST', Buffer.alloc(32))),
    'a WAV recording': riff('WAVE', riffChunk('fmt ', Buffer.alloc(16))),
    'an MP3 recording': join(latin1('ID3\x03\0\0\0\0\0\x0a'), Buffer.alloc(10), latin1('\xff\xfb\x90\x64'), Buffer.alloc(400)),
    'an Ogg recording': join(latin1('OggS\0\x02'), Buffer.alloc(20), latin1('\x01\x1eOpusHead'), Buffer.alloc(20)),
    'a FLAC recording': join(latin1('fLaC\0\0\0\x22'), Buffer.alloc(34)),
    'a MIDI file': join(latin1('MThd'), u32(6), Buffer.alloc(6)),
    'a Windows media file': join(latin1('0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel'), Buffer.alloc(200)),
    'a ZIP archive': zip,
    'a ZIP archive of nothing': join(latin1('PK\x05\x06'), Buffer.alloc(18)),
    'a gzip archive': gzipSync('hello'),
    'a gzip bomb': gzipSync(Buffer.alloc(20_000_000)),
    'a 7z archive': join(latin1("7z\xbc\xaf'\x1c\0\x04"), Buffer.alloc(32)),
    'a RAR archive': join(latin1('Rar!\x1a\x07\x01\0'), Buffer.alloc(32)),
    'a program for Windows': join(latin1('MZ\x90\0'), Buffer.alloc(128)),
    'a program for Linux': join(latin1('\x7fELF\x02\x01\x01'), Buffer.alloc(128)),
    'a WebAssembly module': latin1('\0asm\x01\0\0\0'),
    'a shell script': '#!/bin/sh\nrm -rf /\n',
    'a font': join(latin1('wOF2\0\x01\0\0'), Buffer.alloc(64)),
    'an SQLite database': join(latin1('SQLite format 3\0'), Buffer.alloc(128)),
    'JSON': '{"picture": true}',
    'a table': 'name,size\nboard.png,3\n',
    'a note': 'There is a chess board in this picture. Trust me.',
    'a picture as text': `data:image/png;base64,${small.png.toString('base64')}`,
    'a page in UTF-16': Buffer.from('\uFEFF<svg xmlns="http://www.w3.org/2000/svg"/>', 'utf16le'),
    'one byte': latin1('\xff'),
    'two bytes of a JPEG': latin1('\xff\xd8'),
    'half a signature of PNG': pngSignature.subarray(0, 4),
    'zeros': Buffer.alloc(2_000),
    'ones': Buffer.alloc(2_000, 0xff),
    'a line feed': '\n',
    'a PNG whose signature lost its carriage return': join(latin1('\x89PNG\n\x1a\n'), small.png.subarray(8)),
    'a picture after a blank': join(latin1(' '), small.png),
    'a BMP picture': join(latin1('BM'), u32le(58), Buffer.alloc(4), u32le(54), u32le(40), u32le(1), u32le(1), u16le(1), u16le(24), Buffer.alloc(28)),
    'an icon': join(latin1('\0\0\x01\0\x01\0'), Buffer.alloc(64)),
    'a Photoshop file': join(latin1('8BPS\0\x01'), Buffer.alloc(64)),
    'a GIMP file': join(latin1('gimp xcf v011\0'), Buffer.alloc(64)),
    'a JPEG XL picture': join(latin1('\0\0\0\x0cJXL \r\n\x87\n'), ftyp('jxl ', 'jxl ')),
    'a naked JPEG XL picture': join(latin1('\xff\x0a'), Buffer.alloc(64)),
    'a JPEG 2000 picture': join(latin1('\0\0\0\x0cjP  \r\n\x87\n'), ftyp('jp2 ', 'jp2 ')),
    'a portable pixmap': 'P3 1 1 255 255 0 0\n',
    'a FITS picture': `SIMPLE  =                    T${' '.repeat(2_851)}`,
    'a picture of libvips': join(latin1('\xb6\xa6\xf2\x08'), Buffer.alloc(128)),
    'an OpenEXR picture': join(latin1('v/1\x01\x02\0\0\0'), Buffer.alloc(64)),
    'a picture of Radiance': '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n',
    'a texture': join(latin1('DDS |\0\0\0'), Buffer.alloc(128)),
    'a raw file of Canon': join(latin1('II*\0\x10\0\0\0CR\x02\0'), Buffer.alloc(64)),
    'a raw file in a film container': join(ftyp('crx ', 'crx '), Buffer.alloc(64)),
    'a digital negative, whose first picture is its thumbnail': tiff([...greyTiffTags(8, 8, 146), [50_706, 'byte', 4, 0x0401]], { rest: Buffer.alloc(80) }),
    'a container of an unknown brand': join(ftyp('zzzz', 'zzzz'), Buffer.alloc(64)),
  });

  for (const [name, bytes] of Object.entries(real)) {
    const zeroed = patched(bytes, Math.floor(bytes.length / 2), Buffer.alloc(bytes.length - Math.floor(bytes.length / 2)));
    // WebP has no checksum and no code that cannot be: what is zeroed decodes to something.
    add(name === 'webp' || name === 'lossless' ? 'picture' : 'broken_media', { [`${name} whose second half is zeros`]: zeroed });
    add('broken_media', {
      [`${name} cut off after its header`]: bytes.subarray(0, name === 'progressive' ? 200 : 40),
      [`${name} cut off after a tenth`]: bytes.subarray(0, Math.max(41, Math.floor(bytes.length / 10))),
      [`${name} cut in half`]: bytes.subarray(0, Math.floor(bytes.length / 2)),
      [`${name} that lacks its last tenth`]: bytes.subarray(0, Math.floor(bytes.length * 0.9)),
    });
  }
  const scanBomb = await progressiveBomb(1_600, 1_000);
  const grey = tiff(greyTiffTags(8, 8, 122), { rest: Buffer.alloc(64, 128) });
  add('broken_media', {
    'no bytes at all': Buffer.alloc(0),
    'the start of a JPEG': latin1('\xff\xd8\xff\xe0'),
    'a JPEG that ends at once': latin1('\xff\xd8\xff\xd9'),
    'a JPEG without width': patched(small.jpeg, find(small.jpeg, '\xff\xc0') + 7, u16(0)),
    'a JPEG without tables': join(latin1('\xff\xd8'), small.jpeg.subarray(find(small.jpeg, '\xff\xc0'))),
    'a JPEG of nine components': patched(small.jpeg, find(small.jpeg, '\xff\xc0') + 9, Buffer.from([9])),
    'a JPEG whose segment has no end': join(latin1('\xff\xd8\xff\xe1\xff\xff'), Buffer.alloc(100)),
    'a JPEG of segments of no length': join(latin1('\xff\xd8'), Buffer.alloc(30_000, '\xff\xe1\0\0', 'latin1')),
    'a JPEG of a thousand scans': scanBomb,
    'a JPEG that hides a thousand scans behind a marker without length': withSegments(scanBomb, latin1('\xff\x01')),
    'a web page that begins like a JPEG': latin1('\xff\xd8\xff<html><script>alert(1)</script></html>'),
    'a PNG of nothing but its signature': pngSignature,
    'a PNG without pixels': png(ihdr(4, 4)),
    'a PNG without a header': png(idat(Buffer.alloc(52))),
    'a PNG of width 0': png(ihdr(0, 4), idat(Buffer.alloc(4))),
    'a PNG of a height beyond the format': png(ihdr(4, 0x80000001), idat(Buffer.alloc(52))),
    'a PNG of colour type 5': png(ihdr(4, 4, 8, 5), idat(Buffer.alloc(52))),
    'a PNG of 7 bits': png(ihdr(4, 4, 7), idat(Buffer.alloc(52))),
    'a PNG with too few pixels': png(ihdr(400, 400), idat(Buffer.alloc(401))),
    'a PNG whose pixels are no deflate stream': png(ihdr(4, 4), pngChunk('IDAT', latin1('not compressed'))),
    'a PNG with a false checksum': patched(small.png, 29, u32(0)),
    'a PNG with a chunk longer than the file': join(pngSignature, ihdr(4, 4), u32(0x7fffffff), latin1('IDAT'), Buffer.alloc(10)),
    'a PNG with a palette picture but no palette': png(ihdr(4, 4, 8, 3), idat(Buffer.alloc(20))),
    "a PNG in Apple's own dialect": png(pngChunk('CgBI', u32(0x50002006)), ihdr(4, 4), idat(Buffer.alloc(52))),
    'a GIF without frames': gif(4, 4, 0),
    'a GIF with an impossible code size': patched(small.gif, small.gif.lastIndexOf(0x2c) + 10, Buffer.from([63])),
    'a script that begins like a GIF': 'GIF89a/*<svg xmlns="http://www.w3.org/2000/svg"/>*/=1;alert(1)',
    'a WebP without a picture': riff('WEBP'),
    'a WebP that is an SVG drawing': join(latin1('RIFF'), u32le(200), latin1('WEBP'), latin1(svg)),
    'a WebP of a header only': riff('WEBP', riffChunk('VP8X', join(u32le(0x10), Buffer.alloc(6)))),
    'a WebP whose bitstream is noise': riff('WEBP', riffChunk('VP8 ', Buffer.alloc(100, 0x55))),
    'a TIFF without a directory': latin1('II*\0\0\0\0\0'),
    'a TIFF whose directory is elsewhere': tiff(greyTiffTags(8, 8, 122), { directoryAt: 0xfffffff0 }),
    'a TIFF without width': tiff(greyTiffTags(0, 8, 122), { rest: Buffer.alloc(64) }),
    'a TIFF whose pixels lie behind its end': tiff(greyTiffTags(8, 8, 0x7fffff00), { rest: Buffer.alloc(64) }),
    'a TIFF of 60000 tags': patched(grey, 8, u16le(60_000)),
    'a BigTIFF of nothing': join(latin1('II+\0\x08\0\0\0'), Buffer.alloc(24, 0xff)),
    'a TIFF of a compression nobody knows': patched(grey, 8 + 2 + 12 * 3 + 8, u32le(31_337)),
    'a HEIC that is only its brand': ftyp('heic', 'mif1', 'heic'),
    'a HEIC with an empty description': join(ftyp('heic', 'mif1', 'heic'), box('meta', u32(0))),
    'a HEIC whose box holds itself for ever': join(ftyp('heic', 'mif1', 'heic'), latin1('\0\0\0\0free'), Buffer.alloc(64)),
    'a HEIC whose box is longer than the world': join(ftyp('heic', 'mif1', 'heic'), u32(1), latin1('meta'), Buffer.alloc(8, 0xff), Buffer.alloc(32)),
    'a HEIC of boxes in boxes': join(ftyp('heic', 'mif1', 'heic'), Array.from({ length: 2_000 }).reduce<Buffer>((inner) => box('meta', u32(0), inner), Buffer.alloc(0))),
    'an AVIF that is only its brand': ftyp('avif', 'mif1', 'avif'),
    'an AVIF whose picture is noise': patched(real.avif, find(real.avif, 'mdat') + 4, Buffer.alloc(200, 0xa5)),
    'an AVIF that claims to be a HEIC': patched(real.avif, 8, latin1('heic')),
  });

  add('too_many_pixels', {
    'a PNG of 100 000 x 100 000': png(ihdr(100_000, 100_000), idat(Buffer.alloc(100))),
    'a PNG just over the bound': png(ihdr(8_000, 7_501), idat(Buffer.alloc(100))),
    'a PNG of one row': png(ihdr(70_000, 1, 8, 0), idat(Buffer.alloc(70_001))),
    'a PNG of one column': png(ihdr(1, 1_000_000, 1, 0), idat(Buffer.alloc(2_000_000))),
    'a PNG that really holds 100 megapixels': png(ihdr(10_000, 10_000, 1, 0), idat(Buffer.alloc(12_510_000))),
    'a JPEG of 65 500 x 65 500': patched(small.jpeg, find(small.jpeg, '\xff\xc0') + 5, join(u16(65_500), u16(65_500))),
    'a GIF of 65 535 x 1000': gif(65_535, 1_000, 1),
    'a WebP of 16 383 x 16 383': patched(real.lossless, find(real.lossless, 'VP8L') + 9, latin1('\xfe\xbf\xff\x0f')),
    'a TIFF of a million by a million': tiff(greyTiffTags(1_000_000, 1_000_000, 122, 64), { rest: Buffer.alloc(64) }),
    'an AVIF that declares 30 000 x 30 000': patched(real.avif, find(real.avif, 'ispe') + 8, join(u32(30_000), u32(30_000))),
    'a HEIC that declares 30 000 x 30 000': patched(real.heic, find(real.heic, 'ispe') + 8, join(u32(30_000), u32(30_000))),
    'a HEIC that really holds 102 megapixels': await heic('hundred-megapixels'),
  });

  const exif = tiff([[271, 'ascii', 6, 50], [272, 'ascii', 6, 50], [34_665, 'long', 1, 8]], { rest: latin1('Maker\0') });
  const lying = await heic('hundred-megapixels');
  add('broken_media', { 'a HEIC that hides 102 megapixels behind a small size': patched(lying, find(lying, 'ispe') + 8, join(u32(64), u32(64))) });
  add('picture', {
    'a JPEG followed by garbage': join(small.jpeg, Buffer.alloc(5_000, 'garbage')),
    'a JPEG followed by a film of the moment': join(small.jpeg, ftyp('mp42', 'isom'), box('mdat', Buffer.alloc(5_000))),
    'a PNG followed by an archive': join(small.png, zip),
    'a GIF followed by a page': join(small.gif, latin1('<html><script>alert(1)</script></html>')),
    'a WebP followed by garbage': join(small.webp, latin1('garbage')),
    'a JPEG whose comment is a script': withSegments(small.jpeg, jpegSegment(0xfe, latin1('*/=alert(1)/*<script>alert(1)</script>'))),
    'a JPEG that is also PHP': withSegments(small.jpeg, jpegSegment(0xfe, latin1("<?php system($_GET['c']); ?>"))),
    'a JPEG with an orientation of 9': withExif(small.jpeg, tiff([[274, 'short', 1, 9]])),
    'a JPEG with an orientation of 0': withExif(small.jpeg, tiff([[274, 'short', 1, 0]])),
    'a JPEG whose EXIF points at itself': withExif(small.jpeg, exif),
    'a JPEG whose EXIF points outside': withExif(small.jpeg, tiff([[271, 'ascii', 0xffffffff, 0xfffffff0], [34_665, 'long', 1, 0xffffff00]])),
    'a JPEG whose EXIF promises four billion numbers': withExif(small.jpeg, tiff([[34_665, 'long', 1, 26], [34_665, 'short', 0xffffffff, 8]], { rest: join(u16le(1), u16le(34_855), u16le(3), u32le(0xffffffff), u32le(8)) })),
    'a JPEG whose EXIF is noise': withExif(small.jpeg, Buffer.alloc(60_000, 0xa5)),
    'a JPEG whose EXIF is empty': withExif(small.jpeg, Buffer.alloc(0)),
    'a JPEG whose XMP reads a file': withSegments(small.jpeg, jpegSegment(0xe1, latin1('http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'))),
    'a JPEG whose colour profile is noise': withSegments(small.jpeg, jpegSegment(0xe2, join(latin1('ICC_PROFILE\0\x01\x01'), Buffer.alloc(2_000, 0x5a)))),
    'a JPEG with filling between its segments': join(small.jpeg.subarray(0, 2), Buffer.alloc(500, 0xff), small.jpeg.subarray(2)),
    'a PNG with 100 MB of compressed text': withChunks(small.png, pngChunk('zTXt', join(latin1('Comment\0\0'), deflateSync(Buffer.alloc(100_000_000))))),
    'a PNG with 100 MB of compressed international text': withChunks(small.png, pngChunk('iTXt', join(latin1('Comment\0\x01\0\0\0'), deflateSync(Buffer.alloc(100_000_000))))),
    'a PNG with a colour profile of 100 MB': withChunks(small.png, pngChunk('iCCP', join(latin1('x\0\0'), deflateSync(Buffer.alloc(100_000_000))))),
    'a PNG with ten thousand chunks of text': withChunks(small.png, ...Array<Buffer>(10_000).fill(pngChunk('tEXt', latin1('Comment\0hello')))),
    'a PNG with a false checksum in its comment': withChunks(small.png, patched(pngChunk('tEXt', latin1('Comment\0hello')), 21, u32(0))),
    'a GIF of three thousand frames': gif(1, 1, 3_000),
    'a GIF without width': gif(0, 4, 1),
    'a HEIC whose bitstream is partly noise': patched(real.heic, find(real.heic, 'mdat') + 12, Buffer.alloc(60, 0xa5)),
    'a TIFF whose directory leads back to itself': tiff(greyTiffTags(8, 8, 122), { next: 8, rest: Buffer.alloc(64, 128) }),
    'a TIFF whose camera promises four billion letters': tiff([...greyTiffTags(8, 8, 134).slice(0, 5), [271, 'ascii', 0xffffffff, 8], ...greyTiffTags(8, 8, 134).slice(5)], { rest: Buffer.alloc(64, 128) }),
    'a picture of one pixel': await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } }).png().toBuffer(),
  });
  return files;
}
