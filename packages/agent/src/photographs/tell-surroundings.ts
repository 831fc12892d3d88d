import { declined, hedged, type Answer } from '../answers/answer.js';
import { classifierWouldKnow } from './missing-classifier.js';
import { beliefInPlace, groundOf, indoorsOrOutdoors, isLowSun, lightnessOf, scenesOf, seasonOf, shareOf, skyOf, type Palette } from './surroundings.js';
import { alsoSeen, type ThingsView } from './tell-things.js';

/** What of a picture's surroundings is asked for. */
export type Surroundings = 'weather' | 'daytime' | 'season' | 'indoors' | 'place' | 'room' | 'ground';

const rooms = /room|kitchen|office|restaurant|shop|library|church/;

/** What is around the things of a photograph: weather, time of day, season, place. `claim`: what a yes-or-no question takes it for. */
export function tellSurroundings(view: ThingsView, palette: Palette, aspect: Surroundings, claim?: string): Answer {
  const found = told(view, palette, aspect, claim !== undefined);
  if (!found) return declined(`I can't tell that from this picture.${alsoSeen(view)}${view.labels === undefined && (aspect === 'place' || aspect === 'room' || aspect === 'indoors') ? classifierWouldKnow : ''}`);
  if (claim === undefined) return hedged(`Probably **${found.name}**, ${found.because}.`);
  const fits = found.fits.test(claim);
  const against = found.against.test(claim);
  if (!fits && !against) return declined(`I can't tell that from this picture.${alsoSeen(view)}`);
  return hedged(`**${fits ? 'Yes' : 'No'}**, probably${fits ? '' : ` it is ${found.name}`}: ${found.because}.`);
}

interface Told {
  name: string;
  because: string;
  /** Claims that it agrees and disagrees with. */
  fits: RegExp;
  against: RegExp;
}

const never = /$^/;
/** Whoever asks where it is presupposes a place that can be told: a little belief in one is enough. */
const leastPlace = 0.17;
const leastRoom = 0.35;

function told(view: ThingsView, palette: Palette, aspect: Surroundings, claimed: boolean): Told | undefined {
  const { indoors, outdoors } = indoorsOrOutdoors(view, palette);
  switch (aspect) {
    case 'weather': {
      const sky = indoors > outdoors ? undefined : skyOf(palette);
      if (sky === 'clear') return { name: 'sunny and clear', because: 'going by the blue at the top', fits: /sunny|clear|blue/, against: /cloudy|overcast|stormy|foggy|rain|snowing/ };
      // Outdoors a sky that is not blue is mostly a cloudy one.
      if (!sky && !claimed && outdoors >= 0.5 && shareOf(palette.top, /\bblue\b|turquoise/) < 0.3) return { name: 'cloudy', because: 'because hardly any blue is at the top', fits: never, against: never };
      return sky && { name: 'cloudy', because: 'going by the pale grey at the top', fits: /cloudy|overcast/, against: /sunny|clear|blue/ };
    }
    case 'daytime': {
      const lightness = lightnessOf(palette);
      if (isLowSun(palette) && indoors < 0.4) return { name: 'sunset or sunrise', because: 'going by the colours at the top', fits: /sunset|sunrise|evening|dusk|dawn/, against: /noon|night/ };
      if (indoors > outdoors) return undefined;
      // Whoever asks what time of day it is asks of evenings too, which may be bright.
      if (lightness > 42 && claimed) return { name: 'day', because: 'because it is bright', fits: /day/, against: /night|dark|evening/ };
      return lightness < 18 ? { name: 'night', because: 'because it is dark', fits: /night|dark/, against: /day/ } : undefined;
    }
    case 'season': {
      const season = seasonOf(view, palette);
      const names = season?.name === 'autumn' ? ['autumn', 'fall'] : (season?.name.split(' or ') ?? []);
      return season && { ...season, fits: new RegExp(names.join('|')), against: new RegExp(['winter', 'summer', 'spring', 'autumn', 'fall'].filter((name) => !names.includes(name)).join('|')) };
    }
    case 'indoors':
      if ((Math.max(indoors, outdoors) < 0.4 || Math.abs(indoors - outdoors) < 0.2) && (indoors < 0.25 || outdoors > 0.05)) return undefined;
      return indoors > outdoors
        ? { name: 'indoors', because: 'going by what is there', fits: /indoors?|inside/, against: /outdoors?|outside/ }
        : { name: 'outdoors', because: 'going by what is there', fits: /outdoors?|outside/, against: /indoors?|inside/ };
    case 'room':
    case 'place': {
      const [best, second] = scenesOf(view).filter(({ name }) => aspect === 'place' || rooms.test(name));
      if (!best || best.belief < (aspect === 'place' ? leastPlace : leastRoom)) return undefined;
      return { name: second && second.belief > best.belief * 0.8 ? `${best.name} or ${second.name}` : best.name, because: 'going by what is there', fits: never, against: never };
    }
    case 'ground': {
      const ground = groundOf(view, palette.bottom, palette);
      return ground && { ...ground, fits: never, against: never };
    }
  }
}

/** Which of two things or circumstances a picture shows. */
export function tellChoice(view: ThingsView, palette: Palette, options: readonly [string, string], beliefOf: (option: string) => number | undefined): Answer {
  const [one, other] = options.map((option) => ({ option, belief: circumstance(view, palette, option) ?? beliefOf(option) })) as [Weighed, Weighed];
  if (one.belief === undefined && other.belief === undefined) return declined(`I can't tell whether it is ${one.option} or ${other.option}.${alsoSeen(view)}${view.labels === undefined ? classifierWouldKnow : ''}`);
  const [first, second] = (one.belief ?? 0) >= (other.belief ?? 0) ? [one, other] : [other, one];
  const [most, least] = [first.belief ?? 0, second.belief ?? 0];
  const enough = second.belief === undefined ? 0.4 : 0.25;
  if (most < enough || most < 2 * least) return declined(`I can't tell whether it is ${one.option} or ${other.option}.${alsoSeen(view)}${view.labels === undefined ? classifierWouldKnow : ''}`);
  return hedged(`Probably **${first.option}**, going by what I see.`);
}

/** By how much the better of two must suit a picture better: of 22 choices about photographs with at least this lead, people left out, 21 were right. */
const clearLead = 0.05;

/** The words that suit a picture best, where their lead is clear. */
export function tellSuitable([best, next]: readonly { words: string; score: number }[]): Answer | undefined {
  return best && next && best.score - next.score >= clearLead ? hedged(`Probably **${best.words}**: that suits the picture better than ${next.words}.`) : undefined;
}

/** All 13 pictures with at least this lead for one of the two were so. */
const clearPlace = 0.03;

/** Indoors or outdoors, by which of the words suits the picture better. */
export function tellInOrOut([best, next]: readonly { words: string; score: number }[], claim?: string): Answer | undefined {
  if (!best || !next || best.score - next.score < clearPlace) return undefined;
  const because = 'that suits the picture better';
  if (claim === undefined) return hedged(`Probably **${best.words}**: ${because} than ${next.words}.`);
  const fits = /^in/.test(best.words) === /^in/.test(claim);
  return hedged(`**${fits ? 'Yes' : 'No'}**, probably${fits ? '' : ` it is ${best.words}`}: ${because} than ${next.words}.`);
}

interface Weighed {
  option: string;
  belief: number | undefined;
}

/** How much speaks for a circumstance ("outdoors", "night"); undefined for words that mean none. */
function circumstance(view: ThingsView, palette: Palette, option: string): number | undefined {
  const { indoors, outdoors } = indoorsOrOutdoors(view, palette);
  const total = indoors + outdoors + 0.01;
  if (/^(?:indoors?|inside|in a (?:room|building|house))$/.test(option)) return indoors / total > 0.6 && indoors > 0.3 ? indoors : indoors * 0.5;
  if (/^(?:outdoors?|outside)$/.test(option)) return outdoors / total > 0.6 && outdoors > 0.3 ? outdoors : outdoors * 0.5;
  if (/^(?:day|daytime|night|nighttime|night ?time|day ?time)$/.test(option)) {
    const lightness = lightnessOf(palette);
    const day = lightness > 42 ? 0.8 : lightness < 18 ? 0.1 : 0.4;
    return /day/.test(option) ? day : 1 - day - 0.1;
  }
  if (/^(?:sunset|sunrise|dusk|dawn|noon|midday)$/.test(option)) return isLowSun(palette) && indoors < 0.4 ? (/noon|midday/.test(option) ? 0.05 : 0.7) : undefined;
  if (/\b(?:sunny|clear|cloudy|overcast|rainy|stormy|grey|dull)\b/.test(option)) {
    const sky = skyOf(palette);
    if (!sky) return undefined;
    // A storm is dark; a pale sky may as well be clear.
    if (/storm|rain/.test(option)) return sky === 'clear' ? 0.02 : lightnessOf({ ...palette, whole: palette.top }) < 45 ? 0.7 : 0.05;
    if (option === 'clear' && sky === 'cloudy') return 0.3;
    return /sunny|clear/.test(option) === (sky === 'clear') ? 0.7 : 0.1;
  }
  if (/^(?:winter|summer|spring|autumn|fall)$/.test(option)) {
    const season = seasonOf(view, palette)?.name;
    return season ? (season.includes(option.replace('fall', 'autumn')) ? 0.8 : 0.05) : undefined;
  }
  if (/^(?:dark|bright|light)$/.test(option)) {
    const edges = lightnessOf({ ...palette, whole: palette.top });
    return edges < 35 ? (option === 'dark' ? 0.7 : 0.1) : edges > 60 ? (option === 'dark' ? 0.1 : 0.7) : undefined;
  }
  return beliefInPlace(view, option);
}

/** "It looks like a beach." where that is likely. */
export function sceneSentence(view: ThingsView): string {
  const [best] = scenesOf(view);
  return best && best.belief >= 0.5 ? ` It looks like ${best.name}.` : '';
}


const scenery: Record<string, RegExp> = { green: /^(?:grass|lawn|trees?|leaves|plants?|vegetation|bushes|forest|greenery)$/, snow: /^(?:snow)$/, water: /^(?:water|sea|lake|river|ocean)$/, sky: /^(?:sky|clouds?)$/ };

/** Whether a noun is part of the scenery, which neither model boxes. */
export const isScenery = (noun: string): boolean => Object.values(scenery).some((words) => words.test(noun));

/** Whether there is grass, snow, water or sky, where colours and labels say so; undefined where they do not, which is no "no". */
export function tellScenery(view: ThingsView, noun: string, palette: Palette | undefined): Answer | undefined {
  if (!palette) return undefined;
  const { indoors, outdoors } = indoorsOrOutdoors(view, palette);
  const yes = (because: string) => hedged(`**Yes**, probably: ${because}.`);
  if (indoors > outdoors && indoors > 0.5) return undefined;
  if (scenery.green!.test(noun)) return shareOf(palette.whole, /\bgreen\b|olive/) >= 0.3 ? yes('much of it is green') : undefined;
  if (scenery.snow!.test(noun)) return groundOf(view, palette.bottom, palette)?.name === 'snow' ? yes('it is white on the ground') : undefined;
  if (scenery.water!.test(noun)) return Math.max(beliefInPlace(view, 'lake') ?? 0, beliefInPlace(view, 'sea') ?? 0, beliefInPlace(view, 'under water') ?? 0) >= 0.3 || groundOf(view, palette.bottom, palette)?.name === 'water' ? yes('it looks like water') : undefined;
  const sky = skyOf(palette);
  if (/cloud/.test(noun)) return sky === 'cloudy' ? yes('it is pale at the top') : undefined;
  return sky ? yes(`it is ${sky} at the top`) : undefined;
}
