import { readFile } from 'node:fs/promises';
import sharp, { type Exif } from 'sharp';
import { describe, expect, it } from 'vitest';
import { factsOf, useFolder } from '../test-support/accepting.js';
import { join, latin1, tiff, u32le, withExif } from '../test-support/hand-made.js';
import { quarters } from '../test-support/quarters.js';

useFolder();
const jpegWith = (exif: Exif) => quarters().withExif(exif).jpeg().toBuffer();
const cameraOf = async (Make: string | undefined, Model: string | undefined) => (await factsOf(await jpegWith({ IFD0: { ...(Make && { Make }), ...(Model && { Model }), Artist: 'x' } }))).camera;
const taken = {
  IFD0: { Make: 'Canon', Model: 'Canon EOS 5D', Software: 'Firmware 1.1' },
  IFD2: { DateTimeOriginal: '2020:01:02 03:04:05', OffsetTimeOriginal: '+02:00', ExposureTime: '1/250', FNumber: '28/10', ISOSpeedRatings: '100', FocalLength: '50/1', LensModel: 'EF 50mm f/1.8' },
  IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '33/1 51/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '151/1 12/1 36/1' },
};

describe('what a camera wrote into the file', () => {
  it.each(['jpeg', 'webp', 'png', 'avif'] as const)('is read from %s', async (format) => {
    const facts = await factsOf(await sharp(await jpegWith(taken)).keepExif()[format]().toBuffer());
    expect(facts).toMatchObject({
      format, takenAt: '2020-01-02T03:04:05+02:00', camera: 'Canon EOS 5D', lens: 'EF 50mm f/1.8', exposure: '1/250 s, f/2.8, ISO 100, 50 mm', software: 'Firmware 1.1',
      gps: { latitude: expect.closeTo(-33.85, 5), longitude: expect.closeTo(151.21, 5) },
    });
  });

  it('is read from TIFF and HEIC', async () => {
    const words = latin1('Canon\0EOS R5\0');
    const file = tiff(
      [[256, 'long', 1, 1], [257, 'long', 1, 1], [258, 'short', 1, 8], [259, 'short', 1, 1], [262, 'short', 1, 1], [271, 'ascii', 6, 146], [272, 'ascii', 7, 152], [273, 'long', 1, 8], [277, 'short', 1, 1], [278, 'long', 1, 1], [279, 'long', 1, 1]],
      { rest: words },
    );
    expect(await factsOf(file)).toMatchObject({ format: 'tiff', camera: 'Canon EOS R5' });
    const heic = await readFile(new URL('../test-support/heic/turned-with-exif.heic', import.meta.url));
    expect(await factsOf(heic)).toMatchObject({ camera: 'Ocelli Test camera', takenAt: '2024-02-29T12:30:45+02:00', exposure: '1/250 s, f/2.8, ISO 200' });
  });

  it('names a camera once', async () => {
    expect(await cameraOf('Canon', 'Canon EOS 5D')).toBe('Canon EOS 5D');
    expect(await cameraOf('NIKON CORPORATION', 'NIKON D70')).toBe('NIKON D70');
    expect(await cameraOf('EASTMAN KODAK COMPANY', 'KODAK EASYSHARE C713')).toBe('KODAK EASYSHARE C713');
    expect(await cameraOf('Apple', 'iPhone 12')).toBe('Apple iPhone 12');
    expect(await cameraOf('OLYMPUS IMAGING CORP.', 'E-M5')).toBe('OLYMPUS E-M5');
    expect(await cameraOf('SONY', undefined)).toBe('SONY');
    expect(await cameraOf(undefined, 'Pixel 8')).toBe('Pixel 8');
  });

  it('holds no zone that the camera did not know, and no time of a clock that was never set', async () => {
    const at = async (DateTimeOriginal: string, OffsetTimeOriginal?: string) => (await factsOf(await jpegWith({ IFD2: { DateTimeOriginal, ...(OffsetTimeOriginal && { OffsetTimeOriginal }) } }))).takenAt;
    expect(await at('2020:01:02 03:04:05')).toBe('2020-01-02T03:04:05');
    expect(await at('2020:01:02 03:04:05', 'yesterday')).toBe('2020-01-02T03:04:05');
    expect(await at('0000:00:00 00:00:00')).toBeUndefined();
    expect(await at('2023:02:31 10:00:00')).toBeUndefined();
    expect(await at('    :  :     :  :  ')).toBeUndefined();
    expect(await at('last summer')).toBeUndefined();
  });

  it('does not take the time of an edit for the time of taking', async () => {
    expect((await factsOf(await jpegWith({ IFD0: { DateTime: '2020:01:02 03:04:05', Make: 'Canon' } }))).takenAt).toBeUndefined();
    expect((await factsOf(await jpegWith({ IFD2: { DateTimeDigitized: '2020:01:02 03:04:05' } }))).takenAt).toBe('2020-01-02T03:04:05');
  });

  it('holds no position where the receiver had none', async () => {
    const gps = async (GPSLatitude: string, GPSLongitude: string) => (await factsOf(await jpegWith({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude, GPSLongitudeRef: 'E', GPSLongitude } }))).gps;
    expect(await gps('0/1 0/1 0/1', '0/1 0/1 0/1')).toBeUndefined();
    expect(await gps('200/1 0/1 0/1', '10/1 0/1 0/1')).toBeUndefined();
    expect(await gps('0/0 0/0 0/0', '0/0 0/0 0/0')).toBeUndefined();
  });

  it('comes without control characters, in one line and capped', async () => {
    const facts = await factsOf(await jpegWith({ IFD0: { Make: 'A\u001b[31mcme', Model: `X\n1\t\u007f2${'y'.repeat(5_000)}`, Software: '   ' } }));
    expect(facts.camera).toMatch(/^A \[31mcme X 1 2y+$/);
    expect(facts.camera!.length).toBeLessThanOrEqual(201);
    expect(facts).not.toHaveProperty('software');
  });

  it('writes long exposures in seconds and leaves out what makes no sense', async () => {
    const exposure = async (IFD2: Record<string, string>) => (await factsOf(await jpegWith({ IFD2 }))).exposure;
    expect(await exposure({ ExposureTime: '5/2', FNumber: '0/0', FocalLength: '240/10' })).toBe('2.5 s, 24 mm');
    expect(await exposure({ FNumber: '0/1' })).toBeUndefined();
  });

  it('is as if it were not there when the block is broken', async () => {
    const plain = await quarters().jpeg().toBuffer();
    for (const block of [Buffer.alloc(0), Buffer.alloc(500, 0xa5), latin1('II*\0'), join(latin1('MM\0*'), u32le(8)), tiff([[271, 'ascii', 0xffffffff, 8]]), tiff([[34_665, 'long', 1, 8]])]) {
      const { width, camera, takenAt } = await factsOf(withExif(plain, block));
      expect({ width, camera, takenAt }).toEqual({ width: 96, camera: undefined, takenAt: undefined });
    }
  });
});
