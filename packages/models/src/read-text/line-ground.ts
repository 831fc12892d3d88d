import { cropHeight, type LineCrop } from './line-crop.js';

/** The colour that a line between two columns of its crop is printed on, "#rrggbb": the mean of the commonest shade (32 levels a channel, every second pixel). */
export function groundOf({ pixels, width }: LineCrop, from: number, to: number): string {
  const shades = new Map<number, { count: number; red: number; green: number; blue: number }>();
  const [first, last] = [Math.max(0, Math.floor(from)), Math.min(width, Math.ceil(to))];
  let commonest = { count: 0, red: 0, green: 0, blue: 0 };
  for (let y = 0; y < cropHeight; y += 2) {
    for (let x = first; x < last; x += 2) {
      const at = (y * width + x) * 3;
      const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      const key = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
      const shade = shades.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
      if (shade.count === 0) shades.set(key, shade);
      shade.count += 1;
      shade.red += red;
      shade.green += green;
      shade.blue += blue;
      if (shade.count > commonest.count) commonest = shade;
    }
  }
  const { count, ...sums } = commonest;
  return `#${[sums.red, sums.green, sums.blue].map((sum) => Math.round(sum / Math.max(1, count)).toString(16).padStart(2, '0')).join('')}`;
}
