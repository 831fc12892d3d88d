import type { RgbImage } from '@ocelli/media';
import type { BoardReading, Point, Quad } from '@ocelli/protocol';
import { modelPaths } from '../packs/model-paths.js';
import type { PictureTaskDefinition } from '../tasks/picture-task.js';
import { openBoardNetwork, type BoardNetwork, type NetworkReading } from './board-network.js';
import { findBoards, type PlacedBoard } from './find-boards.js';
import { project } from './homography.js';
import { placePieces } from './place-pieces.js';
import { inputPixels, rectify } from './rectify.js';

/** Below this a place is no board. */
const leastBoard = 0.5;
/** Two places that share more are the same board. */
const mostOverlap = 0.2;

/** Every board of a picture, largest first: found by its inner corners, flattened, and read as a whole by a network of our own. */
export const readBoardsTask: PictureTaskDefinition<'read-boards'> = {
  async load({ files, device }) {
    const [graphPath, calibrationPath] = modelPaths('board-reader', files) as [string, string];
    const network = await openBoardNetwork(graphPath, calibrationPath, device);
    return { see: (image, { signal }) => readBoards(network, image, signal), dispose: () => network.dispose() };
  },
  place: (boards, toWhole) => boards.map((board) => ({ ...board, corners: toWhole.quad(board.corners) })),
};

interface SeenBoard {
  place: PlacedBoard;
  reading: NetworkReading;
  corners: Quad;
}

async function readBoards(network: BoardNetwork, image: RgbImage, signal: AbortSignal): Promise<BoardReading[]> {
  const seen: SeenBoard[] = [];
  for (const place of await findBoards(image, signal)) {
    signal.throwIfAborted();
    const corners = cornersOf(place, image);
    if (seen.some((other) => isClear(other) && overlap(corners, other.corners) > mostOverlap)) continue;
    const pixels = new Float32Array(3 * inputPixels * inputPixels);
    await rectify(image, place.map, pixels);
    const [reading] = await network.look([pixels]);
    if (reading!.board >= leastBoard) seen.push({ place, reading: reading!, corners });
  }
  return apart(seen)
    .sort((one, other) => areaOf(other.corners) - areaOf(one.corners))
    .map(({ reading, corners }) => placePieces(reading, network.calibration, corners));
}

/** So clear that no other place on it needs a look. */
function isClear({ place, reading }: SeenBoard): boolean {
  return reading.board > 0.95 && place.score > 0.6;
}

/** Of places that overlap, the one that looks most like a board cut out rightly. */
function apart(seen: SeenBoard[]): SeenBoard[] {
  const kept: SeenBoard[] = [];
  const likeness = ({ place, reading }: SeenBoard) => reading.board * place.score;
  for (const one of seen.sort((a, b) => likeness(b) - likeness(a))) {
    if (kept.every((other) => overlap(one.corners, other.corners) <= mostOverlap)) kept.push(one);
  }
  return kept;
}

/** Outer corners as shown, clockwise from the top left, normalised. */
function cornersOf({ map }: PlacedBoard, { width, height }: RgbImage): Quad {
  const corner = (x: number, y: number): Point => {
    const [px, py] = project(map, x, y);
    return [bounded(px / width), bounded(py / height)];
  };
  return [corner(0, 0), corner(8, 0), corner(8, 8), corner(0, 8)];
}

const bounded = (value: number) => Math.min(2, Math.max(-1, value));

/** Shoelace formula; of the picture's area. */
function areaOf(quad: Quad): number {
  return Math.abs(quad.reduce((sum, [x, y], at) => sum + x * quad[(at + 1) % 4]![1] - quad[(at + 1) % 4]![0] * y, 0)) / 2;
}

/** Share of the smaller one's bounding box that both cover. */
function overlap(a: Quad, b: Quad): number {
  const span = (quad: Quad, axis: 0 | 1) => [Math.min(...quad.map((p) => p[axis])), Math.max(...quad.map((p) => p[axis]))] as const;
  const shared = ([0, 1] as const).map((axis) => Math.max(0, Math.min(span(a, axis)[1], span(b, axis)[1]) - Math.max(span(a, axis)[0], span(b, axis)[0])));
  const size = (quad: Quad) => (span(quad, 0)[1] - span(quad, 0)[0]) * (span(quad, 1)[1] - span(quad, 1)[0]);
  return (shared[0]! * shared[1]!) / Math.max(1e-9, Math.min(size(a), size(b)));
}
