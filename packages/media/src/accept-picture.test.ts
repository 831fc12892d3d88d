import { readFile, symlink, truncate } from 'node:fs/promises';
import { acceptPicture } from '@ocelli/media';
import { limits } from '@ocelli/protocol';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { accept, exists, outcomeOf, upload, useFolder } from '../test-support/accepting.js';
import { gif, greyTiffTags, join, jpegSegment, latin1, tiff, withSegments } from '../test-support/hand-made.js';
import { quarters, upright, type Colour } from '../test-support/quarters.js';

useFolder();
const heic = (name: string) => readFile(new URL(`../test-support/heic/${name}.heic`, import.meta.url));
const normal = { width: 96, height: 64, channels: 3, depth: 'uchar', format: 'png', hasMetadata: false };

describe('accepting a picture', () => {
  const encoders: [format: string, mediaType: string, encode: (picture: Sharp) => Sharp][] = [
    ['jpeg', 'image/jpeg', (picture) => picture.jpeg()],
    ['png', 'image/png', (picture) => picture.png()],
    ['webp', 'image/webp', (picture) => picture.webp()],
    ['gif', 'image/gif', (picture) => picture.gif()],
    ['tiff', 'image/tiff', (picture) => picture.tiff({ compression: 'lzw' })],
    ['avif', 'image/avif', (picture) => picture.avif({ quality: 80, effort: 0 })],
  ];
  it.each(encoders)('takes %s and keeps an upright 8-bit sRGB copy without metadata', async (format, mediaType, encode) => {
    const bytes = await encode(quarters()).toBuffer();
    const { seen, facts, mediaType: found } = await accept(bytes);
    expect(seen).toEqual({ ...normal, quarters: upright });
    expect({ found, facts }).toEqual({ found: mediaType, facts: { format, bytes: bytes.length, width: 96, height: 64, frames: 1 } });
  });

  it('takes HEIC', async () => {
    const { seen, facts, mediaType } = await accept(await heic('quarters'));
    expect(seen).toEqual({ ...normal, quarters: upright });
    expect({ mediaType, facts }).toEqual({ mediaType: 'image/heic', facts: { format: 'heic', bytes: 558, width: 96, height: 64, frames: 1 } });
  });

  it('goes by the bytes of a picture and not by what it is called', async () => {
    expect((await accept(await quarters().webp().toBuffer())).mediaType).toBe('image/webp');
    const { upload: path, normal: copy } = await upload(await quarters().png().toBuffer());
    await expect(acceptPicture(path, `${copy}.svg`)).resolves.toMatchObject({ mediaType: 'image/png' });
  });

  const q = (letters: string) => [...letters].map((letter) => ({ r: 'red', g: 'green', b: 'blue', y: 'yellow' })[letter]) as Colour[];
  // EXIF 2.32, 4.6.4 A: where row 0 and column 0 of what is stored belong in what is seen.
  const orientations: [number, string][] = [[1, 'rgby'], [2, 'gryb'], [3, 'ybgr'], [4, 'byrg'], [5, 'rbgy'], [6, 'bryg'], [7, 'ygbr'], [8, 'gyrb']];
  for (const [format, encode] of [['jpeg', (p: Sharp) => p.jpeg()], ['webp', (p: Sharp) => p.webp()], ['png', (p: Sharp) => p.png()], ['tiff', (p: Sharp) => p.tiff()]] as const) {
    it.each(orientations)(`turns ${format} of EXIF orientation %i upright`, async (orientation, seen) => {
      const accepted = await accept(await encode(quarters().withMetadata({ orientation })).toBuffer());
      const [width, height] = orientation > 4 ? [64, 96] : [96, 64];
      expect(accepted.seen).toMatchObject({ quarters: q(seen), width, height });
      expect(accepted.facts).toMatchObject({ width, height });
    });
  }

  it('turns HEIC as its container says, once, though its EXIF says it again', async () => {
    expect((await accept(await heic('turned-with-exif'))).seen).toEqual({ ...normal, quarters: upright });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['a PNG of 16 bits', () => quarters().toColourspace('rgb16').png().toBuffer()],
    ['a TIFF of 16 bits', () => quarters().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer()],
    ['a PNG with a palette', () => quarters().png({ palette: true }).toBuffer()],
    ['an interlaced PNG', () => quarters().png({ progressive: true }).toBuffer()],
    ['a progressive JPEG', () => quarters().jpeg({ progressive: true }).toBuffer()],
    ['a lossless WebP', () => quarters().webp({ lossless: true }).toBuffer()],
    ['a tiled TIFF', () => quarters().tiff({ tile: true, tileWidth: 32, tileHeight: 32 }).toBuffer()],
    ['a TIFF that holds a JPEG', () => quarters().tiff({ compression: 'jpeg' }).toBuffer()],
    ['a HEIC of 10 bits', () => heic('ten-bit')],
    ['a HEIC whose main picture is not the first', () => heic('second-is-primary')],
  ])('shows the right colours of %s', async (_name, make) => {
    expect((await accept(await make())).seen).toEqual({ ...normal, quarters: upright });
  });

  it.each(['jpeg', 'tiff'] as const)('shows the right colours of a CMYK %s', async (format) => {
    // Printing inks have no blue as deep as the one of the screen.
    const printed = await quarters(['red', 'green', 'white', 'yellow']).toColourspace('cmyk')[format]({ quality: 95 }).toBuffer();
    expect((await sharp(printed).metadata()).space).toBe('cmyk');
    expect((await accept(printed)).seen).toEqual({ ...normal, quarters: ['red', 'green', 'white', 'yellow'] });
  });

  it('converts from the colour profile of a picture', async () => {
    const wide = await accept(await quarters().withIccProfile('p3').png().toBuffer());
    expect(wide.seen).toEqual({ ...normal, quarters: upright });
    // A profile that exchanges red and blue: yellow becomes cyan.
    expect((await accept(await heic('swapped-profile'))).seen.quarters).toEqual(['blue', 'green', 'red', 'rgb(40 219 240)']);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['a grey JPEG', () => quarters(['black', 'white', 'grey', 'white']).greyscale().jpeg().toBuffer()],
    ['a grey PNG', () => quarters(['black', 'white', 'grey', 'white']).greyscale().png().toBuffer()],
    ['a grey PNG of 16 bits', () => quarters(['black', 'white', 'grey', 'white']).toColourspace('grey16').png().toBuffer()],
    ['a grey TIFF', () => quarters(['black', 'white', 'grey', 'white']).greyscale().tiff().toBuffer()],
    ['a grey WebP', () => quarters(['black', 'white', 'grey', 'white']).greyscale().webp().toBuffer()],
  ])('makes three channels of %s', async (_name, make) => {
    expect((await accept(await make())).seen).toEqual({ ...normal, quarters: ['black', 'white', 'grey', 'white'] });
  });

  it('makes three channels of a grey HEIC and of a TIFF of one bit', async () => {
    expect((await accept(await heic('grey'))).seen).toMatchObject({ channels: 3, format: 'png' });
    const bits = await quarters(['black', 'white', 'black', 'white']).greyscale().tiff({ bitdepth: 1, compression: 'deflate' }).toBuffer();
    expect((await accept(bits)).seen).toEqual({ ...normal, quarters: ['black', 'white', 'black', 'white'] });
  });

  const halfSeeThrough = async () => {
    const { data } = await quarters().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    for (let pixel = 0; pixel < data.length / 4; pixel += 1) if (pixel % 96 >= 48) data[4 * pixel + 3] = 0;
    return sharp(data, { raw: { width: 96, height: 64, channels: 4 } });
  };
  it.each<[string, () => Promise<Buffer>]>([
    ['PNG', async () => (await halfSeeThrough()).png().toBuffer()],
    ['a PNG of 16 bits', async () => (await halfSeeThrough()).toColourspace('rgb16').png().toBuffer()],
    ['a PNG with a palette', async () => (await halfSeeThrough()).png({ palette: true }).toBuffer()],
    ['WebP', async () => (await halfSeeThrough()).webp().toBuffer()],
    ['GIF', async () => (await halfSeeThrough()).gif().toBuffer()],
    ['AVIF', async () => (await halfSeeThrough()).avif({ effort: 0 }).toBuffer()],
    ['TIFF', async () => (await halfSeeThrough()).tiff({ compression: 'lzw' }).toBuffer()],
    ['HEIC', () => heic('half-see-through')],
  ])('lays what can be seen through in %s on white', async (_name, make) => {
    expect((await accept(await make())).seen).toEqual({ ...normal, quarters: ['red', 'white', 'blue', 'white'] });
  });

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s and counts the others', async (format) => {
    const frames = await Promise.all([upright, [...upright].reverse()].map((of) => quarters(of).png().toBuffer()));
    const animated = await sharp(frames, { join: { animated: true } })[format]().toBuffer();
    const { seen, facts } = await accept(animated);
    expect(seen).toEqual({ ...normal, quarters: upright });
    expect(facts).toMatchObject({ format, width: 96, height: 64, frames: 2 });
  });

  it('counts the pages of a TIFF, the images of a HEIC and three thousand frames of a GIF', async () => {
    const page = tiff(greyTiffTags(8, 8, 236), { next: 122 });
    const pages = join(page, tiff(greyTiffTags(8, 8, 236)).subarray(8), Buffer.alloc(64, 200));
    expect((await accept(pages)).facts.frames).toBe(2);
    expect((await accept(await heic('second-is-primary'))).facts.frames).toBe(2);
    expect((await accept(gif(1, 1, 3_000))).facts.frames).toBe(3_000);
  });

  it('takes out comments, EXIF and profiles', async () => {
    const talking = withSegments(await quarters().withExif({ IFD0: { Artist: 'somebody', Copyright: 'secret' } }).withIccProfile('p3').jpeg().toBuffer(), jpegSegment(0xfe, latin1('secret')));
    const { upload: path, normal: copy } = await upload(talking);
    await acceptPicture(path, copy);
    expect(talking.includes('secret')).toBe(true);
    expect((await readFile(copy)).includes('secret')).toBe(false);
    expect((await accept(talking)).seen.hasMetadata).toBe(false);
  });

  it('refuses a JPEG that lacks its end, but not one that cameras wrote carelessly', async () => {
    const whole = await quarters().jpeg().toBuffer();
    expect(await outcomeOf(whole.subarray(0, whole.length - 60))).toBe('broken_media');
    // Some cameras leave bytes between the last pixel and the end marker: libjpeg warns of them as of damage.
    expect((await accept(join(whole.subarray(0, whole.length - 2), latin1('\x01\x02\x03'), whole.subarray(whole.length - 2)))).seen.quarters).toEqual(upright);
  });

  it('refuses a file larger than may be uploaded without reading it', async () => {
    const { upload: path, normal: copy } = await upload(await quarters().png().toBuffer());
    await truncate(path, limits.uploadBytes + 1);
    await expect(acceptPicture(path, copy)).rejects.toMatchObject({ code: 'too_large', message: expect.stringContaining('40 MB') });
    await truncate(path, limits.uploadBytes);
    await expect(acceptPicture(path, copy)).resolves.toMatchObject({ facts: { bytes: limits.uploadBytes } });
  });

  it('takes a picture of just as many pixels as may be and refuses one more row', async () => {
    const white = (height: number) => sharp({ create: { width: 7_500, height, channels: 3, background: '#fff' } }).png({ compressionLevel: 1 }).toBuffer();
    expect((await accept(await white(8_000))).facts).toMatchObject({ width: 7_500, height: 8_000 });
    expect(await outcomeOf(await white(8_001))).toBe('too_many_pixels');
  });

  it('says what to do with what it refuses', async () => {
    const message = async (bytes: Uint8Array) => {
      const { upload: path, normal: copy } = await upload(bytes);
      return await acceptPicture(path, copy).then(() => '', (error: unknown) => (error instanceof Error ? error.message : ''));
    };
    expect(await message(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('This is an SVG drawing. Save it as PNG and add that.');
    expect(await message(Buffer.from('%PDF-1.7\n'))).toContain('Save the page as a picture');
    expect(await message(join(Buffer.from([0, 0, 0, 24]), latin1('ftypisom\0\0\0\0isommp42'), Buffer.alloc(32)))).toContain('This is a video');
    expect(await message(Buffer.concat([latin1('BM'), Buffer.alloc(60)]))).toContain('Pictures of type BMP cannot be read. Save it as PNG');
    expect(await message(Buffer.from('hello'))).toContain('JPEG, PNG, WebP, HEIC, AVIF, GIF and TIFF');
    expect(await message((await quarters().jpeg().toBuffer()).subarray(0, 300))).toContain('save it again as PNG or JPEG');
  });

  it('leaves the error of a disk or a missing file as it is', async () => {
    const { upload: path, normal: full } = await upload(await quarters().png().toBuffer());
    // Through a link: what could not be written is removed.
    await symlink('/dev/full', full);
    await expect(acceptPicture(path, full)).rejects.toMatchObject({ code: 'disk_full' });
    expect(await exists(full)).toBe(false);
    await expect(acceptPicture(path, `${path}-no-folder/normal`)).rejects.not.toMatchObject({ code: 'broken_media' });
    await expect(acceptPicture(`${path}-gone`, `${path}-normal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('giving up', () => {
  it('starts nothing for who has given up already', async () => {
    expect(await outcomeOf(await quarters().png().toBuffer(), { signal: AbortSignal.abort() })).toBe('cancelled');
  });

  it('ends a decoding under way and leaves nothing behind', async () => {
    const { upload: path, normal: copy } = await upload(await heic('three-megapixels'));
    const giving = new AbortController();
    const accepting = acceptPicture(path, copy, { signal: giving.signal });
    setImmediate(() => giving.abort());
    await expect(accepting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await exists(copy)).toBe(false);
  });

  it('lets those who wait go in turn, and who gives up while waiting at once', async () => {
    const slow = await heic('three-megapixels');
    const order: string[] = [];
    const done = (name: string) => () => void order.push(name);
    const [first, second, third, fourth] = await Promise.all([slow, slow, slow, await quarters().png().toBuffer()].map((bytes) => upload(bytes)));
    const giving = new AbortController();
    const running = [acceptPicture(first!.upload, first!.normal).then(done('first')), acceptPicture(second!.upload, second!.normal).then(done('second'))];
    const waiting = acceptPicture(third!.upload, third!.normal, { signal: giving.signal }).catch(done('gave up'));
    const last = acceptPicture(fourth!.upload, fourth!.normal).then(done('last'));
    giving.abort();
    await waiting;
    expect(order).toEqual(['gave up']);
    await Promise.all([...running, last]);
    expect(order.slice(1).sort()).toEqual(['first', 'last', 'second']);
  });
});
