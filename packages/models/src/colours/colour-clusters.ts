import { difference, labOf, type Lab } from './lab.js';

/** Pixels of like colour. */
export interface ColourCluster {
  lab: Lab;
  /** Mean of its pixels, sRGB bytes. */
  rgb: [number, number, number];
  /** Fraction of all pixels, 0..1. */
  share: number;
  /** Its share of the thing's pixels and of those around it, 0..1, where pixels were told apart; else both are {@link share}. */
  within: number;
  around: number;
}

/** How much a pixel belongs to a thing, and how much to what is around it, 0..1. */
export interface Belonging {
  thing: Float32Array;
  surroundings: Float32Array;
}

const mostClusters = 8;
const rounds = 12;
/** Colours nearer than this look the same. */
const sameColour = 12;

/** k-means in Lab over the RGB pixels of a small picture. Seeds are the farthest colours, so equal pictures give equal clusters. */
export function clusterColours(pixels: Uint8Array, width: number, height: number, belonging?: Belonging): ColourCluster[] {
  const count = width * height;
  const labs = Array.from({ length: count }, (_, index) => labOf(pixels[index * 3]!, pixels[index * 3 + 1]!, pixels[index * 3 + 2]!));
  let centres = seeds(labs);
  const owner = new Uint8Array(count);
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < count; index++) owner[index] = nearest(centres, labs[index]!);
    centres = centres.map((centre, cluster) => mean(labs, owner, cluster) ?? centre);
  }
  const found = centres.map((lab, cluster) => describe(lab, cluster, owner, pixels, belonging)).filter(({ share }) => share > 0);
  return merged(found.sort((a, b) => b.share - a.share));
}

function seeds(labs: readonly Lab[]): Lab[] {
  const chosen: Lab[] = [[...labs].sort((a, b) => a[0] - b[0])[labs.length >> 1]!];
  const distance = new Float64Array(labs.length).fill(Infinity);
  while (chosen.length < mostClusters) {
    let farthest = 0;
    for (let index = 0; index < labs.length; index++) {
      distance[index] = Math.min(distance[index]!, squared(labs[index]!, chosen.at(-1)!));
      if (distance[index]! > distance[farthest]!) farthest = index;
    }
    if (distance[farthest]! < 16) break;
    chosen.push(labs[farthest]!);
  }
  return chosen;
}

const squared = (a: Lab, b: Lab) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

function nearest(centres: readonly Lab[], lab: Lab): number {
  let best = 0;
  for (let cluster = 1; cluster < centres.length; cluster++) {
    if (squared(centres[cluster]!, lab) < squared(centres[best]!, lab)) best = cluster;
  }
  return best;
}

function mean(labs: readonly Lab[], owner: Uint8Array, cluster: number): Lab | undefined {
  let [L, a, b, n] = [0, 0, 0, 0];
  for (let index = 0; index < owner.length; index++) {
    if (owner[index] !== cluster) continue;
    const lab = labs[index]!;
    L += lab[0];
    a += lab[1];
    b += lab[2];
    n++;
  }
  return n === 0 ? undefined : [L / n, a / n, b / n];
}

function describe(lab: Lab, cluster: number, owner: Uint8Array, pixels: Uint8Array, belonging?: Belonging): ColourCluster {
  let [red, green, blue, n, within, around, allWithin, allAround] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let index = 0; index < owner.length; index++) {
    const [thing, surroundings] = [belonging?.thing[index] ?? 1, belonging?.surroundings[index] ?? 1];
    allWithin += thing;
    allAround += surroundings;
    if (owner[index] !== cluster) continue;
    red += pixels[index * 3]!;
    green += pixels[index * 3 + 1]!;
    blue += pixels[index * 3 + 2]!;
    n++;
    within += thing;
    around += surroundings;
  }
  const total = Math.max(1, n);
  return {
    lab,
    rgb: [Math.round(red / total), Math.round(green / total), Math.round(blue / total)],
    share: n / owner.length,
    within: allWithin === 0 ? 0 : within / allWithin,
    around: allAround === 0 ? 0 : around / allAround,
  };
}

/** Joins clusters that look the same, the larger taking in the smaller. */
function merged(clusters: readonly ColourCluster[]): ColourCluster[] {
  const result: ColourCluster[] = [];
  for (const cluster of clusters) {
    const like = result.find((one) => difference(one.lab, cluster.lab) < sameColour);
    if (!like) {
      result.push({ ...cluster });
      continue;
    }
    like.share += cluster.share;
    like.within += cluster.within;
    like.around += cluster.around;
  }
  return result;
}
