import { OcelliError, type Box } from '@ocelli/protocol';
import { z } from 'zod';
import type { ShownPicture, TurnInput } from '../turn.js';

/** How a tool names what it should look at. */
export const pictureInput = {
  picture: z.number().int().min(1).max(1_000).describe('Which picture, counted from 1 in the order they were shown'),
  region: z
    .tuple([z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0).max(1)])
    .optional()
    .describe('Look only inside this box: [x0, y0, x1, y1], each 0..1 of the picture'),
};

/** Finds the picture a tool was asked about; throws `not_found` when there is none with that number. */
export function pictureNumbered(turn: TurnInput, picture: number): ShownPicture {
  const shown = turn.pictures[picture - 1];
  if (!shown) throw new OcelliError('not_found', `There is no picture ${picture} in this conversation; it has ${turn.pictures.length}.`);
  return shown;
}

/** " in picture 2", where a conversation has several. */
export function ofPicture(turn: TurnInput, picture: number): string {
  return turn.pictures.length > 1 ? ` in picture ${picture}` : '';
}

/** Copies a region into task options only where there is one. */
export function within(region: Box | undefined): { region?: Box } {
  return region ? { region } : {};
}
