/** A point in pixels, x to the right, y down. */
export type Pixel = readonly [x: number, y: number];

/** A rectangle at an angle: `along` (radians) is the direction of its `width`. */
export interface TiltedRectangle {
  centre: Pixel;
  width: number;
  height: number;
  along: number;
}

/** The smallest rectangle around points, at any angle (rotating calipers over their convex hull). */
export function minAreaRectangle(points: readonly Pixel[]): TiltedRectangle {
  const hull = convexHull(points);
  let best: TiltedRectangle | undefined;
  for (let index = 0; index < hull.length; index++) {
    const [from, to] = [hull[index]!, hull[(index + 1) % hull.length]!];
    const candidate = rectangleAt(hull, Math.atan2(to[1] - from[1], to[0] - from[0]));
    if (!best || candidate.width * candidate.height < best.width * best.height - 1e-9) best = candidate;
  }
  return best ?? rectangleAt(points, 0);
}

/** The rectangle around points whose width runs in the direction `along`. */
export function rectangleAt(points: readonly Pixel[], along: number): TiltedRectangle {
  const [cos, sin] = [Math.cos(along), Math.sin(along)];
  let [minU, maxU, minV, maxV] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const [u, v] = [(minU + maxU) / 2, (minV + maxV) / 2];
  return { centre: [u * cos - v * sin, u * sin + v * cos], width: maxU - minU, height: maxV - minV, along };
}

/** Corners, clockwise from where width and height both start. */
export function corners({ centre, width, height, along }: TiltedRectangle): [Pixel, Pixel, Pixel, Pixel] {
  const [ux, uy] = [(Math.cos(along) * width) / 2, (Math.sin(along) * width) / 2];
  const [vx, vy] = [(-Math.sin(along) * height) / 2, (Math.cos(along) * height) / 2];
  const [x, y] = centre;
  return [
    [x - ux - vx, y - uy - vy],
    [x + ux - vx, y + uy - vy],
    [x + ux + vx, y + uy + vy],
    [x - ux + vx, y - uy + vy],
  ];
}

/** Andrew's monotone chain. */
function convexHull(points: readonly Pixel[]): Pixel[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Pixel[]): Pixel[] => {
    const chain: Pixel[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const turn = (a: Pixel, b: Pixel, c: Pixel) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
