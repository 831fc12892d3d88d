import { difference, labOf, type Lab } from './lab.js';

/** What people call colours, by examples of each. */
const examples: Readonly<Record<string, readonly string[]>> = {
  black: ['000000', '141414', '1a1614', '0d1117'],
  'dark grey': ['3c3c3c', '4a4a4a', '333a40'],
  grey: ['6e6e6e', '808080', '939393', '7d858c'],
  'light grey': ['b4b4b4', 'c8c8c8', 'd3d3d3', 'bfc6cc'],
  white: ['ffffff', 'f2f2f2', 'e8e8e8', 'f5f7fa'],
  red: ['ff0000', 'd21f1f', 'dc143c', 'e53935', 'c0282d', 'b22222'],
  'dark red': ['8b0000', '800000', '6b1a1a', '7a1f2b'],
  pink: ['ffc0cb', 'ff69b4', 'f48fb1', 'e8a0b0', 'ff85a2', 'e75480'],
  orange: ['ffa500', 'ff8c00', 'f57c00', 'e8702a', 'ff7043', 'f4a040'],
  brown: ['8b4513', '7b5033', '6f4e37', 'a0622d', '8d6e50', '5d4030'],
  'dark brown': ['3e2a1c', '2e1f16', '4a2f20'],
  'light brown': ['b08860', 'c19a6b', 'a98f6f', 'cba277'],
  beige: ['f5f0dc', 'e8dcc0', 'd9c7a5', 'e1cfb0', 'ead8c0'],
  yellow: ['ffff00', 'ffe135', 'ffd700', 'f2c81e', 'f5dd60', 'fff176', 'dcc828'],
  olive: ['808000', '6b6b2f', '8a8448'],
  green: ['00ff00', '008000', '2e9e3f', '4caf50', '228b22', '5a8f3c', '6aa84f', '4f7a3a'],
  'dark green': ['004000', '1f4024', '2b4a22', '123b1d', '33472a'],
  'light green': ['90ee90', 'a5d68a', 'b6d7a8', 'c5e1a5'],
  turquoise: ['40e0d0', '00ffff', '1abc9c', '00b8c4', '66d0cf'],
  teal: ['008080', '1f7a7a', '2a5f66'],
  'light blue': ['add8e6', '87ceeb', 'a8c8f0', '9fc5e8', '7fb2e5'],
  blue: ['0000ff', '1e5fd0', '2f80ed', '4682b4', '1e90ff', '3b6ea5', '0067b1', '4a74b8'],
  'dark blue': ['000080', '0a2a5c', '1a2f52', '1c3f70', '10224a'],
  purple: ['800080', '6a3fa0', '7b1fa2', '9c4dcc', '8e44ad', 'b266d9'],
  'dark purple': ['3b1450', '4b0082', '3a2050'],
  'light purple': ['d8bfd8', 'c9b3e6', 'b39ddb', 'e0c8f0'],
  magenta: ['ff00ff', 'd0219b', 'e91e9f'],
};

const named: readonly { name: string; lab: Lab }[] = Object.entries(examples).flatMap(([name, hexes]) =>
  hexes.map((hex) => ({ name, lab: labOf(parseInt(hex.slice(0, 2), 16), parseInt(hex.slice(2, 4), 16), parseInt(hex.slice(4, 6), 16)) })),
);

/** Everyday English name of a colour ("red", "dark green"). */
export function colourName(colour: Lab): string {
  let best = named[0]!;
  let least = Infinity;
  for (const candidate of named) {
    const distance = difference(candidate.lab, colour);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best.name;
}
