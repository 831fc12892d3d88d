import type { Detection } from '@ocelli/protocol';
import { areaOf } from '../photographs/seen-things.js';
import type { Pick } from '../photographs/tell-things.js';

const picks: [Pick, RegExp][] = [
  ['leftmost', /\b(leftmost|furthest left|far left|(?:on|to) the (?:far )?left)\b/i], ['rightmost', /\b(rightmost|furthest right|far right|(?:on|to) the (?:far )?right)\b/i], ['topmost', /\b(topmost|highest|uppermost)\b/i],
  ['lowest', /\b(lowest|bottommost)\b/i], ['largest', /\b(largest|biggest|in front|in the foreground|closest|nearest)\b/i], ['smallest', /\b(smallest|tiniest|furthest away)\b/i],
];

/** Which one of several a question means. */
export function pickIn(question: string): Pick | undefined {
  return picks.find(([, pattern]) => pattern.test(question))?.[0];
}

/** The thing that is picked, the largest where nothing is. */
export function pickOf(things: readonly Detection[], pick: Pick | undefined): Detection | undefined {
  const by: Record<Pick, (one: Detection, other: Detection) => number> = {
    leftmost: (one, other) => one.box[0] - other.box[0], rightmost: (one, other) => other.box[2] - one.box[2], topmost: (one, other) => one.box[1] - other.box[1],
    lowest: (one, other) => other.box[3] - one.box[3], largest: (one, other) => areaOf(other) - areaOf(one), smallest: (one, other) => areaOf(one) - areaOf(other),
  };
  return [...things].sort(by[pick ?? 'largest'])[0];
}
