/** A projective map of the plane, row-major, with `h[8] = 1`. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export type XY = readonly [number, number];

export function project(h: Homography, x: number, y: number): [number, number] {
  const w = h[6] * x + h[7] * y + h[8];
  return [(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w];
}

/** `a` after `b`. */
export function compose(a: Homography, b: Homography): Homography {
  const m = Array.from({ length: 9 }, (_, i) => {
    const row = Math.floor(i / 3) * 3;
    const column = i % 3;
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
  });
  return m.map((value) => value / m[8]!) as unknown as Homography;
}

/**
 * Weighted least squares for the homography with `to[i] ~ h(from[i])` (direct linear transform with h33 = 1, Hartley and
 * Zisserman 2003, 4.1). At least four points. Returns undefined when they do not determine it.
 */
export function fitHomography(from: readonly XY[], to: readonly XY[], weights: readonly number[] = from.map(() => 1)): Homography | undefined {
  return fit(from, to, weights, 8);
}

/** The same with parallel lines kept parallel: six parameters, steadier when few corners are seen. */
export function fitAffine(from: readonly XY[], to: readonly XY[], weights: readonly number[] = from.map(() => 1)): Homography | undefined {
  return fit(from, to, weights, 6);
}

function fit(from: readonly XY[], to: readonly XY[], weights: readonly number[], parameters: 6 | 8): Homography | undefined {
  const normal = Array.from({ length: parameters }, () => new Float64Array(parameters + 1));
  for (let i = 0; i < from.length; i++) {
    const [x, y] = from[i]!;
    const [u, v] = to[i]!;
    const w = weights[i]!;
    for (const [row, value] of [
      [[x, y, 1, 0, 0, 0, -u * x, -u * y], u],
      [[0, 0, 0, x, y, 1, -v * x, -v * y], v],
    ] as const) {
      for (let a = 0; a < parameters; a++) {
        for (let b = 0; b < parameters; b++) normal[a]![b]! += w * row[a]! * row[b]!;
        normal[a]![parameters]! += w * row[a]! * value;
      }
    }
  }
  const h = solve(normal);
  return h && [h[0]!, h[1]!, h[2]!, h[3]!, h[4]!, h[5]!, h[6] ?? 0, h[7] ?? 0, 1];
}

/** Gauss elimination with partial pivoting on an augmented matrix, in place. */
function solve(rows: Float64Array[]): Float64Array | undefined {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(rows[r]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = r;
    if (Math.abs(rows[pivot]![i]!) < 1e-12) return undefined;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = rows[r]![i]! / rows[i]![i]!;
      for (let c = i; c <= n; c++) rows[r]![c]! -= factor * rows[i]![c]!;
    }
  }
  return Float64Array.from(rows, (row, i) => row[n]! / row[i]!);
}
