import { indoorsOrOutdoors, isLowSun, scenesOf, seasonOf, skyOf, type Palette } from './surroundings.js';
import type { ThingsView } from './tell-things.js';

/** Enough speaks for indoors or outdoors, and so much more than for the other. */
const enough = 0.4;
const lead = 0.2;
const enoughSky = 0.35;
const sureScene = 0.35;

/** "It is probably outdoors, under a clear sky, in winter.": light, sky and season, as far as they show; empty where they do not. `placed`: the place has been told. */
export function tellSetting(view: ThingsView, palette: Palette, { placed }: { placed: boolean }): string {
  const { indoors, outdoors } = indoorsOrOutdoors(view, palette);
  const where = placed || Math.max(indoors, outdoors) < enough || Math.abs(indoors - outdoors) < lead ? undefined : indoors > outdoors ? 'indoors' : 'outdoors';
  const open = outdoors >= enoughSky && outdoors > indoors + lead;
  // Paleness at the top may be any wall; where the place is one outdoors it is the sky.
  const light = skyOf(palette) === 'clear' || (scenesOf(view)[0]?.belief ?? 0) >= sureScene ? skyOf(palette) : undefined;
  const sky = !open ? undefined : isLowSun(palette) ? 'at sunset or sunrise' : light && `under a ${light} sky`;
  const season = open ? seasonOf(view, palette)?.name : undefined;
  const parts = [where, sky, season === 'winter' ? 'in winter' : undefined].filter((part) => part !== undefined);
  return parts.length > 0 ? `It is probably ${parts.join(', ')}.` : '';
}
