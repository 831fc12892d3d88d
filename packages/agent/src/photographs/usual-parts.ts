import { isKindOf, singularOf } from '../languages/wordnet.js';

/**
 * How many of a part things have that no model counts. `always`: also where the question asks only how many can be seen, because hardly a
 * picture of such a thing hides one; the others are told only where the question asks how many it has.
 */
const usual: readonly { part: RegExp; of: readonly string[]; count: number; always?: boolean }[] = [
  { part: /^(?:eye|ear)$/, of: ['mammal', 'frog', 'teddy bear'], count: 2, always: true },
  { part: /^horn$/, of: ['bovid'], count: 2, always: true },
  { part: /^wheel$/, of: ['bicycle', 'motorcycle'], count: 2, always: true },
  { part: /^(?:wheel|tyre|tire)$/, of: ['car', 'bus'], count: 4 },
  { part: /^eye$/, of: ['bird', 'reptile', 'fish'], count: 2 },
  { part: /^wing$/, of: ['bird', 'airplane'], count: 2 },
  { part: /^tusk$/, of: ['elephant'], count: 2 },
  { part: /^(?:leg|paw|foot)$/, of: ['carnivore', 'ungulate', 'elephant', 'rodent', 'rabbit', 'lizard', 'frog'], count: 4 },
  { part: /^leg$/, of: ['chair', 'table'], count: 4 },
  { part: /^(?:leg|foot)$/, of: ['bird', 'person'], count: 2 },
  { part: /^(?:arm|hand)$/, of: ['person'], count: 2 },
  { part: /^leg$/, of: ['insect'], count: 6 },
  { part: /^leg$/, of: ['spider'], count: 8 },
];

/** How many of a part one thing usually has; undefined where that differs or may be hidden. `has`: the question asks how many it has. */
export function usualCount(part: string, owner: string, has: boolean): number | undefined {
  const [noun, of] = [singularOf(part), singularOf(owner)];
  return usual.find(({ part: parts, of: kinds, always }) => (has || always) && parts.test(noun) && kinds.some((kind) => of === kind || isKindOf(of, kind, 2)))?.count;
}
