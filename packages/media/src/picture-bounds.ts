import { limits, OcelliError } from '@ocelli/protocol';

/** Longest edge in pixels: JPEG's own bound. Beyond it lie strips that are made to break decoders, not pictures. */
const longestEdge = 65_535;

/** Throws `too_many_pixels` for what is declared larger than may be decoded; asked before anything of that size is allocated. */
export function withinBounds(width: number, height: number): void {
  if (width * height <= limits.pixels && Math.max(width, height) <= longestEdge) return;
  const size = width * height <= limits.pixels ? `${width} × ${height} pixels` : `${Math.ceil((width * height) / 1e6)} megapixels`;
  throw new OcelliError('too_many_pixels', `The picture has ${size}; up to ${limits.pixels / 1e6} megapixels and ${longestEdge} pixels an edge can be read. Scale it down and add it again.`);
}

export const broken = (cause?: unknown) =>
  new OcelliError('broken_media', 'The picture is broken or not complete. Open it in another program, save it again as PNG or JPEG, and add that.', { cause });

export const tookTooLong = (cause?: unknown) =>
  new OcelliError('timed_out', 'The picture takes too long to decode. Save it smaller, as PNG or JPEG, and add that.', { cause });
