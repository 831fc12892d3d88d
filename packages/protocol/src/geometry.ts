import { z } from 'zod';

/** Axis-aligned box `[x0, y0, x1, y1]`, each 0..1 of the picture after EXIF rotation, x to the right, y down. */
export const Box = z
  .tuple([z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0).max(1)])
  .refine(([x0, y0, x1, y1]) => x1 >= x0 && y1 >= y0, 'a box needs x1 >= x0 and y1 >= y0');
export type Box = z.infer<typeof Box>;

/** A point, normalised like {@link Box}. Corners of tilted things may lie slightly outside the picture. */
export const Point = z.tuple([z.number().min(-1).max(2), z.number().min(-1).max(2)]);
export type Point = z.infer<typeof Point>;

/** Four corners, clockwise from the thing's own top left (for a board: from the outer corner of a8). */
export const Quad = z.tuple([Point, Point, Point, Point]);
export type Quad = z.infer<typeof Quad>;
