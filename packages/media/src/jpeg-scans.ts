/**
 * How many scans a JPEG holds, up to `most`: a picture has one, a progressive one about ten. Each scan costs a pass over all pixels, whatever its size,
 * so that a small file with thousands would keep a decoder busy for minutes, and no limit of time reaches into it.
 */
export function countScans(bytes: Uint8Array, most: number): number {
  let scans = 0;
  let at = 2;
  while (scans < most) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return scans;
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) return scans;
    if (marker === 0xda) scans += 1;
    // Stuffed bytes, fill bytes, TEM, restart markers and the start of the picture stand alone; every other marker leads a segment that says its length.
    if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker === 0xff) at += 1;
    else at += 2 + Math.max(2, ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return scans;
}
