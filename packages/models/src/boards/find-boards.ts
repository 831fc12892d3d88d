import type { RgbImage } from '@ocelli/media';
import { fitBoard } from './fit-board.js';
import { findLattices } from './find-lattices.js';
import { toGrey, turned, type GreyImage } from './grey-image.js';
import { compose, type Homography } from './homography.js';

/** A place where a board may lie: `map` takes board coordinates (0..8 right, 0..8 down, as shown) to pixels of the picture. */
export interface PlacedBoard {
  map: Homography;
  /** 0..1: how much the inner corners look like a board's. */
  score: number;
}

/** Longest side that is searched: a square of a board that fills a third of the page is then still 40 pixels. */
const searchedSide = 960;
/** Tilted boards are sought more coarsely: those that are tilted lie large in a photograph. */
const tiltedSide = 480;
/** Good enough that no tilt is tried. */
const uprightScore = 0.72;
const tilts = [-6, 6, -12, 12];
const mostPlaces = 12;

/** Finds places that may hold a board, best first: upright ones, and tilted ones where no upright one is clear. */
export async function findBoards(image: RgbImage, signal: AbortSignal): Promise<PlacedBoard[]> {
  const grey = await toGrey(image, searchedSide);
  const places = placesIn(grey, grey, 0, signal);
  if ((places[0]?.score ?? 0) < uprightScore) {
    const coarse = await toGrey(image, tiltedSide);
    for (const degrees of tilts) places.push(...placesIn(grey, coarse, degrees, signal));
  }
  return places.sort((one, other) => other.score - one.score).slice(0, mostPlaces);
}

/** Seeks in `searched`, turned by `degrees`; places exactly in `grey`. */
function placesIn(grey: GreyImage, searched: GreyImage, degrees: number, signal: AbortSignal): PlacedBoard[] {
  const seen = degrees === 0 ? searched : turned(searched, degrees);
  const zoom = searched.scale / grey.scale;
  const toGreyPixels = compose(scaling(zoom), degrees === 0 ? identity : turningBack(searched, degrees));
  return findLattices(seen, signal).map(({ x, y, square, score }) => {
    const start = compose(toGreyPixels, [square, 0, x, 0, square, y, 0, 0, 1]);
    return { map: compose(scaling(grey.scale), fitBoard(grey, start, square * zoom)), score };
  });
}

const identity: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const scaling = (k: number): Homography => [k, 0, 0, 0, k, 0, 0, 0, 1];

/** From pixels of `turned(grey, degrees)` to those of `grey`. */
function turningBack({ width, height }: GreyImage, degrees: number): Homography {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [mx, my] = [width / 2, height / 2];
  return [cos, sin, mx - cos * mx - sin * my, -sin, cos, my + sin * mx - cos * my, 0, 0, 1];
}
