import type { Box } from '@/wire/protocol';

/** Dims what is outside of the part a question is about. The thumbnail around it shows the whole picture and clips what lies outside. */
export function RegionOnThumbnail({ region: [x0, y0, x1, y1] }: { region: Box }) {
  return <i aria-hidden="true" className="region-on-thumbnail" style={{ left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%` }} />;
}
