/** Decoded pixels, 8 bits a channel, row-major: RGB, or RGBA with straight alpha; `profile` is the ICC profile that they are in. */
export interface DecodedPixels {
  width: number;
  height: number;
  channels: 3 | 4;
  /** One row after the other, `stride` bytes each. */
  rows: Uint8Array;
  stride: number;
  profile: Uint8Array | undefined;
}

const [short, long, undefinedBytes] = [3, 4, 7];

/**
 * Writes pixels as a baseline TIFF (TIFF 6.0, uncompressed, one strip): the plainest file that carries a colour profile with it,
 * so that pixels decoded elsewhere take the same way through sharp as every other picture.
 */
export function plainTiff({ width, height, channels, rows, stride, profile }: DecodedPixels): Uint8Array {
  const depths = 16 + 2 + 12 * 12 + 4;
  const profileAt = depths + 8;
  const pixelsAt = profileAt + (profile ? profile.length + (profile.length % 2) : 0);
  const tiff = Buffer.alloc(pixelsAt + width * channels * height);
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, channels, depths],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, pixelsAt],
    [277, short, 1, channels],
    [278, long, 1, height],
    [279, long, 1, width * channels * height],
    ...(channels === 4 ? [[338, short, 1, 2] satisfies [number, number, number, number]] : []),
    ...(profile ? [[34_675, undefinedBytes, profile.length, profileAt] satisfies [number, number, number, number]] : []),
  ];
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(16, 4);
  tiff.writeUInt16LE(entries.length, 16);
  entries.forEach(([tag, type, count, value], index) => {
    const at = 18 + 12 * index;
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  });
  for (let channel = 0; channel < channels; channel += 1) tiff.writeUInt16LE(8, depths + 2 * channel);
  if (profile) tiff.set(profile, profileAt);
  for (let row = 0; row < height; row += 1) tiff.set(rows.subarray(row * stride, row * stride + width * channels), pixelsAt + row * width * channels);
  return tiff;
}
