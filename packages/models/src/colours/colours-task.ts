import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';
import type { ColourShare } from '@ocelli/protocol';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';
import { clusterColours, type ColourCluster } from './colour-clusters.js';
import { colourName } from './colour-name.js';

const sampleEdge = 96;
const leastShare = 0.02;
const mostColours = 6;

/** The main colours of a picture, or of the thing in the middle of a region: no model, k-means in Lab. */
export const coloursTask: PictureTaskDefinition<'colours'> = {
  load: async () => ({
    see: async (image, { isRegion }) => mainColours(image, isRegion),
    dispose: async () => {},
  }),
  place: (colours) => colours,
};

/**
 * Everyday names with shares, largest first. With `ofThing`, the picture is a box around something: what lies along the
 * box's border more than in its middle is taken for background and left out.
 */
export async function mainColours(image: RgbImage, ofThing: boolean): Promise<ColourShare[]> {
  const scale = Math.min(1, sampleEdge / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const pixels = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const clusters = clusterColours(pixels, width, height);
  return shares(ofThing ? foreground(clusters) : clusters);
}

function foreground(clusters: readonly ColourCluster[]): ColourCluster[] {
  const central = clusters.filter(({ centrality }) => centrality >= 1);
  return central.length > 0 ? central : [...clusters];
}

/** Adds up clusters of one name; its hex is that of the largest. */
function shares(clusters: readonly ColourCluster[]): ColourShare[] {
  const total = clusters.reduce((sum, { share }) => sum + share, 0);
  const byName = new Map<string, ColourShare>();
  for (const { lab, rgb, share } of clusters) {
    const name = colourName(lab);
    const known = byName.get(name);
    if (known) known.share += share / total;
    else byName.set(name, { name, hex: `#${rgb.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, share: share / total });
  }
  return [...byName.values()]
    .filter(({ share }) => share >= leastShare)
    .map((colour) => ({ ...colour, share: Math.min(1, colour.share) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostColours);
}
