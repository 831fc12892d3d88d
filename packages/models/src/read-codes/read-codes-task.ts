import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes, type ReaderOptions, type ReadResult } from 'zxing-wasm/reader';
import type { RgbImage } from '@ocelli/media';
import type { CodeReading, Point } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';

/** Everyday name of each format that is looked for. Formats that stripes and textures pass for (ITF, Codabar, ...) are left out. */
const formatNames: Readonly<Record<string, string>> = {
  QRCode: 'QR code',
  QRCodeModel2: 'QR code',
  MicroQRCode: 'Micro QR code',
  EAN13: 'EAN-13',
  EAN8: 'EAN-8',
  ISBN: 'ISBN',
  UPCA: 'UPC-A',
  UPCE: 'UPC-E',
  Code128: 'Code 128',
  Code39: 'Code 39',
  Code39Std: 'Code 39',
  DataMatrix: 'Data Matrix',
  PDF417: 'PDF417',
  Aztec: 'Aztec',
  AztecCode: 'Aztec',
};

const mostCodes = 32;
const mostCharacters = 4_000;
/** Longest edge of a first look, and of a second at smaller modules where the first found nothing. */
const lookPixels = [1_600, 4_096] as const;

const options: ReaderOptions = {
  formats: ['QRCode', 'MicroQRCode', 'EAN13', 'EAN8', 'UPCA', 'UPCE', 'Code128', 'Code39Std', 'DataMatrix', 'PDF417', 'Aztec'],
  maxNumberOfSymbols: mostCodes,
  minLineCount: 3,
  textMode: 'Plain',
};

/** QR, bar and matrix codes, by zxing-cpp compiled to WebAssembly; its file is read from the package, never fetched. */
export const readCodesTask: PictureTaskDefinition<'read-codes'> = {
  async load({ files }) {
    const [wasmPath] = modelPaths('zxing', files) as [string];
    const wasm = await readFile(wasmPath);
    await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer }, fireImmediately: true });
    return {
      async see(image, { signal }) {
        const longest = Math.max(image.width, image.height);
        for (const [look, edge] of lookPixels.entries()) {
          if (look > 0 && longest <= lookPixels[look - 1]!) break;
          const codes = await readAt(image, Math.min(1, edge / longest), signal);
          if (codes.length > 0) return codes;
        }
        return [];
      },
      dispose: async () => {},
    };
  },
  place: (codes, toWhole) => codes.map((code) => ({ ...code, quad: toWhole.quad(code.quad) })),
};

async function readAt(image: RgbImage, scale: number, signal: AbortSignal): Promise<CodeReading[]> {
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  signal.throwIfAborted();
  const pixels = { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width, height };
  const results = await readBarcodes(pixels, options);
  return results.filter(({ isValid, text }) => isValid && text.trim() !== '').map((result) => codeReading(result, width, height));
}

function codeReading({ format, text, position }: ReadResult, width: number, height: number): CodeReading {
  const corner = ({ x, y }: { x: number; y: number }): Point => [x / width, y / height];
  // An EAN-13 that starts with 0 is a UPC-A by definition, and its first digit is not printed.
  const isUpc = format === 'EAN13' && text.startsWith('0');
  return {
    format: isUpc ? 'UPC-A' : (formatNames[format] ?? format),
    text: (isUpc ? text.slice(1) : text).slice(0, mostCharacters),
    quad: [corner(position.topLeft), corner(position.topRight), corner(position.bottomRight), corner(position.bottomLeft)],
  };
}
