import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, writeBarcode, type WriterOptions } from 'zxing-wasm/writer';
import { painted, printed, realPerception } from '../../test-support/pictures.js';

const { see, keep } = realPerception();
beforeAll(async () => {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer }, fireImmediately: true });
});

/** A code of the given kind, as it would be printed. */
async function code(text: string, format: WriterOptions['format'], scale = 4): Promise<Buffer> {
  const { image, error } = await writeBarcode(text, { format, scale });
  if (!image) throw new Error(error);
  return sharp(Buffer.from(await image.arrayBuffer())).extend({ top: 20, bottom: 20, left: 20, right: 20, background: 'white' }).flatten({ background: 'white' }).png().toBuffer();
}

/** A white page with pictures laid on it. */
const onPage = (width: number, height: number, ...laid: { input: Buffer; left: number; top: number }[]) => painted(width, height, 'white').composite(laid);
const readIn = async (picture: Parameters<typeof keep>[0]) => (await see().readCodes(await keep(picture))).value;

describe('a code is read', () => {
  test.each([
    ['QRCode', 'https://example.org/menu?table=7', 'QR code'],
    ['EAN13', '4006381333931', 'EAN-13'],
    ['UPCA', '036000291452', 'UPC-A'],
    ['Code128', 'PARCEL-00417', 'Code 128'],
    ['DataMatrix', 'lot 12, shelf 4', 'Data Matrix'],
    ['PDF417', 'boarding pass of Maja', 'PDF417'],
    ['Aztec', 'ticket 99', 'Aztec'],
  ] as const)('%s', async (format, text, name) => {
    expect(await readIn(await code(text, format))).toMatchObject([{ format: name, text }]);
  });

  test('with letters of other scripts', async () => {
    expect(await readIn(await code('Grüße aus Zürich, 東京', 'QRCode'))).toMatchObject([{ text: 'Grüße aus Zürich, 東京' }]);
  });

  test('small in a large picture, tilted, and on its side', async () => {
    const qr = await code('hello', 'QRCode', 3);
    expect(await readIn(onPage(3000, 2000, { input: qr, left: 2400, top: 1500 }))).toMatchObject([{ text: 'hello' }]);
    expect(await readIn(sharp(qr).rotate(17, { background: 'white' }))).toMatchObject([{ text: 'hello' }]);
    expect(await readIn(sharp(await code('4006381333931', 'EAN13')).rotate(90))).toMatchObject([{ text: '4006381333931' }]);
  });

  test('beside another, each in its place', async () => {
    const codes = await readIn(onPage(900, 400, { input: await code('left one', 'QRCode'), left: 40, top: 80 }, { input: await code('right one', 'QRCode'), left: 600, top: 80 }));
    expect(codes.map(({ text }) => text).sort()).toEqual(['left one', 'right one']);
    const middle = (text: string) => codes.find((one) => one.text === text)!.quad.reduce((sum, [x]) => sum + x / 4, 0);
    expect(middle('left one')).toBeLessThan(0.4);
    expect(middle('right one')).toBeGreaterThan(0.6);
  });

  test('in a region, in coordinates of the whole picture', async () => {
    const picture = await keep(onPage(900, 400, { input: await code('left one', 'QRCode'), left: 40, top: 80 }, { input: await code('right one', 'QRCode'), left: 600, top: 80 }));
    const { value } = await see().readCodes(picture, { region: [0.5, 0, 1, 1] });
    expect(value).toMatchObject([{ text: 'right one' }]);
    expect(Math.min(...value[0]!.quad.map(([x]) => x))).toBeGreaterThan(0.6);
  });
});

describe('no code is made up', () => {
  test('of print, stripes or squares', async () => {
    const stripes = Array.from({ length: 60 }, (_, index) => ({ colour: 'black', x: index * 10, y: 0, width: 2 + ((index * 7) % 5), height: 300 }));
    const chequers = Array.from({ length: 64 }, (_, index) => ({ colour: (index + (index >> 3)) % 2 ? '#769656' : '#eeeed2', x: (index % 8) * 40, y: (index >> 3) * 40, width: 40, height: 40 }));
    expect(await readIn(painted(600, 300, 'white', stripes))).toEqual([]);
    expect(await readIn(painted(320, 320, 'white', chequers))).toEqual([]);
    expect(await readIn(printed(600, 200, [{ text: '4 006381 333931', x: 40, y: 100, size: 40 }]))).toEqual([]);
  });
});
