import type { Box, ColourShare } from '@ocelli/protocol';
import { lowerPart, upperPart, type Palette } from '../photographs/surroundings.js';
import { findingIn, type PlannedCall, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** A box with a little of what is around it, for a classifier that knows things in their surroundings. */
export function padded([x0, y0, x1, y1]: Box): Box {
  const [dx, dy] = [(x1 - x0) * 0.1, (y1 - y0) * 0.1];
  return [Math.max(0, x0 - dx), Math.max(0, y0 - dy), Math.min(1, x1 + dx), Math.min(1, y1 + dy)];
}

/** Looks at the colours of a picture and of its upper and lower parts; of a region alone where one was drawn. */
export function* paletteOf(scope: PictureScope): PlanPart<Palette> {
  const look = (region?: Box): PlannedCall => ({ tool: 'look', input: { ...scope, ...(region && !scope.region ? { region } : {}), aspects: ['colours'] } });
  const results = yield [look(), look(upperPart), look(lowerPart)];
  const [whole, top, bottom] = results.map((result): readonly ColourShare[] => findingIn(result, 'look')?.colours ?? []) as [readonly ColourShare[], readonly ColourShare[], readonly ColourShare[]];
  return { whole, top, bottom };
}
