/** CIE L*a*b* (D65): L 0..100, a towards red, b towards yellow. */
export type Lab = readonly [L: number, a: number, b: number];

const linear = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** sRGB bytes to Lab. */
export function labOf(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear[red]!, linear[green]!, linear[blue]!];
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const curve = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);

/** Perceived difference of two colours (CIE94, graphic arts). */
export function difference(one: Lab, other: Lab): number {
  const chroma = Math.hypot(one[1], one[2]);
  const dChroma = chroma - Math.hypot(other[1], other[2]);
  const dHueSquared = Math.max(0, (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2 - dChroma ** 2);
  return Math.sqrt((one[0] - other[0]) ** 2 + (dChroma / (1 + 0.045 * chroma)) ** 2 + dHueSquared / (1 + 0.015 * chroma) ** 2);
}
