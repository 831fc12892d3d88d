import sharp from 'sharp';

/** The tiny model's world, drawn independently of its training (which `scenes.py` draws), so that tests know what is there. */
export const colours = {
  red: '#dc2828',
  green: '#28a03c',
  blue: '#2850dc',
  yellow: '#f0d228',
  purple: '#963cbe',
  orange: '#f58c1e',
  black: '#191919',
  pink: '#fa8cbe',
} as const;
export type Colour = keyof typeof colours;

/** Outlines about the origin, of radius 1, as SVG path data. */
const outlines = {
  circle: 'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z',
  square: 'M-.88-.88H.88V.88H-.88Z',
  triangle: 'M0-1L1 .8H-1Z',
  star: `M${Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? 1 : 0.42;
    return `${radius * Math.sin((i * Math.PI) / 5)} ${-radius * Math.cos((i * Math.PI) / 5)}`;
  }).join('L')}Z`,
  heart: `M${Array.from({ length: 40 }, (_, i) => {
    const t = (i * Math.PI) / 20;
    return `${Math.sin(t) ** 3} ${-(13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t)) / 16}`;
  }).join('L')}Z`,
  diamond: 'M0-1L.75 0L0 1L-.75 0Z',
} as const;
export type Shape = keyof typeof outlines;
export const shapes = Object.keys(outlines) as Shape[];

export interface DrawnShape {
  colour: Colour;
  shape: Shape;
}

export interface DrawnScene {
  /** In no order. */
  things: DrawnShape[];
  png: Buffer;
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A scene of one to eight separate shapes on a light background, `side` pixels wide and high. */
export async function drawScene(seed: number, side = 256): Promise<DrawnScene> {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const cells = Array.from({ length: 16 }, (_, cell) => ({ cell, rank: random() })).sort((a, b) => a.rank - b.rank);
  const kinds = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({ colour: pick(Object.keys(colours) as Colour[]), shape: pick(shapes) }));
  const things = cells.slice(0, 1 + Math.floor(random() * 8)).map(({ cell }) => ({ cell, ...pick(kinds) }));
  const drawn = things.map(({ cell, colour, shape }) => {
    const radius = 0.3 + 0.1 * random();
    const [x, y] = [cell % 4, Math.floor(cell / 4)].map((place) => place + 0.5 + (random() - 0.5) * (1 - 2 * radius));
    return `<path transform="translate(${x} ${y}) scale(${radius})" fill="${colours[colour]}" d="${outlines[shape]}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 4 4"><rect width="4" height="4" fill="${pick(['#ffffff', '#f4f4ee', '#e1e6eb'])}"/>${drawn.join('')}</svg>`;
  return { things: things.map(({ colour, shape }) => ({ colour, shape })), png: await sharp(Buffer.from(svg)).png().toBuffer() };
}
