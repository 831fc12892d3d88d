import { join, latin1, u16 } from './hand-made.js';
import sharp from 'sharp';

/** A valid progressive JPEG of one grey whose scans each pass over all of it in a few bytes (runs of empty blocks): minutes of work for a decoder. */
export async function progressiveBomb(edge: number, scans: number): Promise<Buffer> {
  const whole = await sharp({ create: { width: edge, height: edge, channels: 3, background: '#808080' } }).jpeg({ progressive: true, chromaSubsampling: '4:4:4', optimiseScans: false }).toBuffer();
  let end = 2;
  while (whole[end + 1] !== 0xda) end += 2 + whole.readUInt16BE(end + 2);
  for (end += 2 + whole.readUInt16BE(end + 2); !(whole[end] === 0xff && whole[end + 1] !== 0); ) end += 1;
  const runs = Math.ceil(Math.ceil(edge / 8) ** 2 / 32_767);
  const bits = `0${'1'.repeat(14)}`.repeat(runs).padEnd(Math.ceil((15 * runs) / 8) * 8, '1');
  const data = latin1(bits.replace(/.{8}/g, (byte) => String.fromCharCode(Number.parseInt(byte, 2))).replace(/\xff/g, '\xff\0'));
  const parts = [whole.subarray(0, end), join(latin1('\xff\xc4'), u16(20), latin1('\x10\x01'), Buffer.alloc(15), latin1('\xe0'))];
  // The first scan after the common one: component by component, coefficient by coefficient, bit by bit.
  for (let component = 1, made = 0; component <= 3; component += 1) {
    for (let coefficient = 1; coefficient < 64; coefficient += 1) {
      for (let bit = 13; bit >= 0 && made < scans; bit -= 1, made += 1) {
        parts.push(join(latin1('\xff\xda'), u16(8), Buffer.from([1, component, 0, coefficient, coefficient, bit === 13 ? bit : ((bit + 1) << 4) | bit]), data));
      }
    }
  }
  return join(...parts, latin1('\xff\xd9'));
}
