/** As much of an EXIF block as is read: the most that JPEG can hold. */
export const mostExifBytes = 64 * 1024;
const mostProfileBytes = 1024 * 1024;

/**
 * The EXIF block of a HEIC file, from its TIFF header on. It is found by what it starts with (ISO/IEC 23008-12, annex A.2: an offset, mostly "Exif\0\0",
 * then the header): libheif's JavaScript face does not hand it out, and exifr's walk ignores base offsets and never ends on some broken files.
 */
export function exifOfHeic(bytes: Uint8Array): Uint8Array | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [lead, header] of [['Exif\0\0', 'II*\0'], ['Exif\0\0', 'MM\0*'], ['\0\0\0\0', 'II*\0'], ['\0\0\0\0', 'MM\0*']] as const) {
    const at = file.indexOf(lead + header, 0, 'latin1');
    if (at >= 0) return file.subarray(at + lead.length, at + lead.length + mostExifBytes);
  }
  return undefined;
}

/** The ICC profile of a HEIC file's first `colr` property (ISO/IEC 23008-12, 6.5.5): libheif decodes into it and does not convert. */
export function profileOfHeic(bytes: Uint8Array): Uint8Array | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = file.indexOf('colrprof', 0, 'latin1');
  if (at < 4) return undefined;
  const profile = file.subarray(at + 8, at - 4 + file.readUInt32BE(at - 4));
  return profile.length >= 128 && profile.length <= mostProfileBytes && profile.toString('latin1', 36, 40) === 'acsp' ? profile : undefined;
}
