import type { ColourShare } from '@ocelli/protocol';

/** CIE L*a*b* (D65) of an sRGB hex. */
function labOf(hex: string): { lightness: number; a: number; b: number } {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const curve = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = [curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047), curve(0.2126 * red + 0.7152 * green + 0.0722 * blue), curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)];
  return { lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

/** Lightness 0..100 and chroma of a colour, from its sRGB hex. */
export function lightnessAndChroma(hex: string): { lightness: number; chroma: number } {
  const { lightness, a, b } = labOf(hex);
  return { lightness, chroma: Math.hypot(a, b) };
}

/**
 * What people call a colour of a thing in a photograph, where light and shade shift it: near black and near white are named as such,
 * with the measured name as the other possibility.
 */
export function sayColour({ name, hex }: ColourShare): string {
  const { lightness, chroma } = lightnessAndChroma(hex);
  const hue = hueOf(hex);
  // Shaded yellow measures as orange, brown or olive.
  if (name === 'olive') return chroma > 48 && hue > 70 && hue < 100 && lightness > 45 ? 'yellow' : 'olive green';
  if (chroma > 48 && hue > 70 && hue < 100 && /^(?:orange|light brown|brown)$/.test(name)) return lightness > 55 ? 'yellow' : `yellow or ${name}`;
  if (name === 'brown' && chroma > 48 && hue > 40 && hue < 75) return 'brown or orange';
  if (name === 'turquoise' && hue < 185) return 'turquoise (blue-green)';
  if (name === 'magenta') return 'pink';
  if (name === 'teal') return 'blue-green';
  if (lightness < 24 && chroma < 14 && name !== 'black') return `black or ${name}`;
  if (chroma > 30 && lightness > 62 && hue > 75 && hue < 100 && name === 'light brown') return 'light brown or yellow';
  if (lightness > 70 && chroma < (lightness > 80 ? 18 : 11) && name !== 'white' && !/\b(?:yellow|pink)\b/.test(name)) return `white or ${name}`;
  return name;
}

/** Hue angle of a colour in Lab, degrees: red about 40, yellow 100, green 135, blue 280. */
function hueOf(hex: string): number {
  const { a, b } = labOf(hex);
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

/** Names that say no hue. */
export const isHueless = (name: string): boolean => /\b(?:black|white|gr[ae]y)\b/.test(name);

/** With less of visible hue than this a picture is black and white. */
export const greyShare = 0.015;

/** How much of a picture has a visible hue, 0..1. */
export function colourfulShare(colours: readonly ColourShare[]): number {
  return colours.reduce((sum, { hex, share }) => (lightnessAndChroma(hex).chroma > 8 ? sum + share : sum), 0);
}
