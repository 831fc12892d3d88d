import sharp from 'sharp';
import type { RgbImage } from '@ocelli/media';
import type { Box, ColourShare } from '@ocelli/protocol';
import { cutOut } from '../tasks/region.js';
import type { TaskDefinition } from '../tasks/task.js';
import { clusterColours, type Belonging, type ColourCluster } from './colour-clusters.js';
import { colourName } from './colour-name.js';
import { difference, labOf, type Lab } from './lab.js';
import { ownPixels } from './own-pixels.js';
import { whiteBalance } from './white-point.js';

const sampleEdge = 96;
const leastShare = 0.02;
const mostColours = 6;

/** The main colours of a picture, or of the thing in the middle of a region: no model, k-means in Lab. */
export const coloursTask: TaskDefinition<'colours'> = {
  models: () => [],
  load: async () => ({
    async perform({ region }, { image }) {
      if (!image) throw new Error('a task on a picture was given none');
      return region && !isStrip(region) ? await coloursOfThing(image, region) : await mainColours(cutOut(image, region).image);
    },
    dispose: async () => {},
  }),
};

/** A strip from edge to edge ("the upper part") is a smaller picture; a box is around a thing. */
const isStrip = ([x0, y0, x1, y1]: Box) => (x0 <= 0 && x1 >= 1) || (y0 <= 0 && y1 >= 1);

/** Everyday names with shares, largest first; what is vivid is named from less on. */
export async function mainColours(image: RgbImage): Promise<ColourShare[]> {
  const { pixels, width, height } = await sampled(image, { left: 0, top: 0, width: image.width, height: image.height });
  const main = named(clusterColours(pixels, width, height).map((cluster) => ({ ...cluster, weight: cluster.share })));
  return [...main, ...vividSpots(pixels).filter(({ hex }) => main.every((one) => difference(labOfHex(one.hex), labOfHex(hex)) >= farFromMain))].sort((one, other) => other.share - one.share);
}

/** A pixel is vivid from this chroma and lightness on. */
const vividChroma = 42;
const vividLightness = 30;
/** So much of a picture has to be of one vivid colour. */
const leastVivid = 0.006;
const mostVivid = 2;
/** More than this is no spot, and among the main colours already. */
const mostOfSpot = 0.08;
const farFromMain = 16;

/** Vivid colours that cover little: berries, blossoms, a ball. Among all the others they are averaged away. */
function vividSpots(pixels: Uint8Array): ColourShare[] {
  const count = pixels.length / 3;
  const vivid: number[] = [];
  for (let at = 0; at < pixels.length; at += 3) {
    const [light, a, b] = labOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    if (light >= vividLightness && Math.hypot(a, b) >= vividChroma) vivid.push(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  }
  if (vivid.length < 3 * leastVivid * count) return [];
  const part = vivid.length / 3 / count;
  return named(clusterColours(Uint8Array.from(vivid), vivid.length / 3, 1).map((cluster) => ({ ...cluster, weight: cluster.share })))
    .map((colour) => ({ ...colour, share: colour.share * part }))
    .filter(({ share }) => share >= leastVivid && share <= mostOfSpot)
    .slice(0, mostVivid);
}

/** How far around a thing's box its surroundings reach, in parts of the box. */
const reach = 0.35;
/** Black and grey are mostly shadow, glass, tyres and outlines: of anything coloured they count so much. */
const neutralWeight = 0.75;
/** A colour counts by how much of the thing has it, less this much of how much of the surroundings has it. */
const aroundWeight = 0.4;
const leastChroma = 10;

/**
 * The colours of what a box is drawn around. A colour counts by how many of the thing's own pixels have it, less what of it lies around the box too: that
 * is background. Shades of one colour ("blue", "dark blue") are added up under the name of the larger. The picture's light is taken away first, so that white is
 * called white in the evening too.
 */
async function coloursOfThing(image: RgbImage, box: Box): Promise<ColourShare[]> {
  const window = windowAround(box, image);
  const { pixels, width, height } = await sampled(image, window);
  const balance = whiteBalance(image);
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.min(255, Math.round(pixels[at]! * balance[at % 3]!));
  const inWindow: Box = [
    (box[0] * image.width - window.left) / window.width,
    (box[1] * image.height - window.top) / window.height,
    (box[2] * image.width - window.left) / window.width,
    (box[3] * image.height - window.top) / window.height,
  ];
  const place = belonging(inWindow, width, height);
  const clusters = clusterColours(pixels, width, height, { ...place, thing: ownPixels(pixels, width, height, place) });
  const weighed = clusters.map((cluster) => ({ ...cluster, weight: Math.max(0, cluster.within - aroundWeight * cluster.around) * (isNeutral(cluster) ? neutralWeight : 1) }));
  const foreground = weighed.filter(({ weight }) => weight > 0);
  return named(foreground.length > 0 ? foreground : clusters.map((cluster) => ({ ...cluster, weight: cluster.within })), true);
}

/** Pixels of a picture. */
interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The box and its surroundings, as far as the picture reaches: whole pixels, at least one. */
function windowAround([x0, y0, x1, y1]: Box, { width, height }: RgbImage): Window {
  const [left, right] = [Math.floor(Math.max(0, x0 - reach * (x1 - x0)) * width), Math.ceil(Math.min(1, x1 + reach * (x1 - x0)) * width)];
  const [top, bottom] = [Math.floor(Math.max(0, y0 - reach * (y1 - y0)) * height), Math.ceil(Math.min(1, y1 + reach * (y1 - y0)) * height)];
  const [from, above] = [Math.min(left, width - 1), Math.min(top, height - 1)];
  return { left: from, top: above, width: Math.max(1, right - from), height: Math.max(1, bottom - above) };
}

async function sampled(image: RgbImage, window: Window): Promise<{ pixels: Uint8Array; width: number; height: number }> {
  const scale = Math.min(1, sampleEdge / Math.max(window.width, window.height));
  const width = Math.max(1, Math.round(window.width * scale));
  const height = Math.max(1, Math.round(window.height * scale));
  const pixels = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .extract(window)
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  return { pixels, width, height };
}

/** Things are thickest in the middle of their boxes; outside of the box are their surroundings, and where the box fills the picture, its border. */
function belonging([x0, y0, x1, y1]: Box, width: number, height: number): Belonging {
  const [thing, surroundings] = [new Float32Array(width * height), new Float32Array(width * height)];
  let outside = 0;
  for (let index = 0; index < thing.length; index++) {
    const u = (((index % width) + 0.5) / width - (x0 + x1) / 2) / ((x1 - x0) / 2);
    const v = ((Math.floor(index / width) + 0.5) / height - (y0 + y1) / 2) / ((y1 - y0) / 2);
    const far = Math.max(Math.abs(u), Math.abs(v));
    if (far > 1) outside++;
    thing[index] = far > 1 ? 0 : Math.exp(-2 * (u * u + v * v));
    surroundings[index] = far > 1 ? 1 : far > 0.9 ? 0.1 : 0;
  }
  if (outside >= thing.length * 0.1) for (let index = 0; index < thing.length; index++) if (surroundings[index]! < 1) surroundings[index] = 0;
  return { thing, surroundings };
}

const labOfHex = (hex: string): Lab => labOf(Number.parseInt(hex.slice(1, 3), 16), Number.parseInt(hex.slice(3, 5), 16), Number.parseInt(hex.slice(5, 7), 16));

const isNeutral = ({ lab: [light, a, b] }: ColourCluster) => Math.hypot(a, b) < leastChroma && light < 75;

/** Adds up clusters of one name, or of one colour in all its shades; name and hex are those of the largest. */
function named(clusters: readonly (ColourCluster & { weight: number })[], allShades = false): ColourShare[] {
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
  const found = new Map<string, ColourShare>();
  for (const { lab, rgb, weight } of [...clusters].sort((one, other) => other.weight - one.weight)) {
    const name = colourName(lab);
    const key = allShades ? name.split(' ').at(-1)! : name;
    const known = found.get(key);
    if (known) known.share += weight / total;
    else found.set(key, { name, hex: `#${rgb.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, share: weight / total });
  }
  return [...found.values()]
    .filter(({ share }) => share >= leastShare)
    .map((colour) => ({ ...colour, share: Math.min(1, colour.share) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostColours);
}
