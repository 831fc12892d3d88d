import type { ColourShare, Detection, Evidence } from '@ocelli/protocol';
import { declined, hedged, type Answer } from '../answers/answer.js';
import { pictureText } from '../answers/picture-text.js';
import { link, listed } from '../answers/wording.js';
import { isHueless, lightnessAndChroma, sayColour } from './everyday-colour.js';
import { shareOf } from './surroundings.js';
import { thingMarks } from './seen-things.js';
import type { ThingsView } from './tell-things.js';
import { thingsNamed } from './thing-names.js';

/** What colours fill the box of a thing, or the part of it that has this name and covers this much of the picture, 0..1; `several`: the question asks for its colours. */
export function tellThingColour(view: ThingsView, thing: Detection, colours: readonly ColourShare[], { name: part, area = 1, several = false }: { name?: string; area?: number; several?: boolean } = {}): Answer {
  const main = mainColours(colours, several ? leastOfSeveral : leastBeside);
  const group = `${view.key}thing`;
  if (thing.label === 'zebra') return hedged(`Probably **black and white**, as [zebras](#e:${group}) are.`, thingMarks(view.attachmentId, [thing], group));
  const lit = thing.label === 'traffic light' ? litColour(colours) : undefined;
  if (lit) return hedged(`Probably **${lit}**, the light that shines.`, thingMarks(view.attachmentId, [thing], group));
  if (main.length === 0 || (isHueless(main[0]!) && area < leastWorn) || (isGlazed(thing.label) && compete(colours))) return declined(`I can't make out the colour of ${part ? `${part} of ` : ''}the ${thing.label}.`);
  return hedged(`Mostly **${listed(main)}**, going by the colours inside ${link(`${part ? `${part} of ` : ''}the ${thing.label}'s box`, group)}.`, thingMarks(view.attachmentId, [thing], group));
}

/** Colours of skin count so much among those of what somebody wears. */
const skinWeight = 0.3;

/** The colours of what somebody wears, their skin taken out for the most part. */
export function coloursWorn(colours: readonly ColourShare[]): ColourShare[] {
  return withWeights(colours, ({ hex }) => (isSkin(hex) ? skinWeight : 1));
}

/** Shares anew, each colour counted by its weight; largest first. */
function withWeights(colours: readonly ColourShare[], weightOf: (colour: ColourShare) => number): ColourShare[] {
  const weighed = colours.map((colour) => ({ ...colour, share: colour.share * weightOf(colour) }));
  const total = weighed.reduce((sum, { share }) => sum + share, 0);
  return weighed.map((colour) => ({ ...colour, share: colour.share / total })).sort((one, other) => other.share - one.share);
}

/** Light and dark skin have a like chroma in YCbCr (Chai 1999, ranges 77..127 and 133..173). */
function isSkin(hex: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  const light = 0.299 * red + 0.587 * green + 0.114 * blue;
  const [toBlue, toRed] = [128 + 0.564 * (blue - light), 128 + 0.713 * (red - light)];
  return light > 60 && toBlue > 77 && toBlue < 127 && toRed > 135 && toRed < 175;
}

/** A second colour of a thing is told from this share on. */
const leastBeside = 0.2;
/** And from this one on where the question asks for colours. */
const leastOfSeveral = 0.15;
/** In a part of a person this small in the picture, grey is as well what is around it. */
const leastWorn = 0.012;

/** Windows, tyres and the road fill the boxes of vehicles too. */
const isGlazed = (label: string) => /^(?:car|bus|truck|train)$/.test(label);

/** Whether two colours of different sorts share a box, so that neither is its thing's. */
function compete([first, second]: readonly ColourShare[]): boolean {
  return first !== undefined && second !== undefined && first.share < 0.53 && second.share >= 0.3 && sortOf(first) !== sortOf(second);
}

/** Colours that shade makes of one another are of a sort. */
const sortOf = ({ name }: ColourShare) => (/black|gr[ae]y|white/.test(name) ? 'hueless' : /red|magenta|pink|purple/.test(name) ? 'red' : /orange|yellow|brown|beige/.test(name) ? 'yellow' : /green|olive/.test(name) ? 'green' : 'blue');

/** The light of a traffic light: what is vivid and bright in its box. */
function litColour(colours: readonly ColourShare[]): string | undefined {
  const lit = colours.find(({ hex, share }) => share >= 0.08 && lightnessAndChroma(hex).lightness > 55 && lightnessAndChroma(hex).chroma > 40);
  return lit && (/green|turquoise|teal/.test(lit.name) ? 'green' : /\bred\b|pink|magenta/.test(lit.name) ? 'red' : undefined);
}

/** What colours the thing in the middle of the picture has, which no box holds. */
export function tellCentreColour(colours: readonly ColourShare[], because: string): Answer | undefined {
  const main = mainColours(colours, 0.3);
  if (main.length === 0 || (colours[0]?.share ?? 0) < 0.33) return undefined;
  return hedged(`Probably **${listed(main)}**, ${because}.`);
}

/** The colours that cover most, as people call them; greys beside a hue are taken for shade. */
export function mainColours(colours: readonly ColourShare[], least = 0.25): string[] {
  const merged = new Map<string, number>();
  for (const colour of colours) merged.set(sayColour(colour), (merged.get(sayColour(colour)) ?? 0) + colour.share);
  // "Black or dark grey" beside black is black.
  for (const plain of ['black', 'white']) for (const [name, share] of merged) if (name.startsWith(`${plain} or `) && merged.has(plain)) merged.set(plain, merged.get(plain)! + share) && merged.delete(name);
  const ranked = [...merged].sort((one, other) => other[1] - one[1]);
  return ranked.filter(([, share], index) => index === 0 || share >= least).slice(0, 3).map(([name]) => name);
}

/** Whether one hue stands out among these colours. */
export function hasHue(colours: readonly ColourShare[]): boolean {
  const [first] = colours;
  return first !== undefined && !isHueless(first.name) && !/\bblue\b|\bgreen\b|\bbrown\b|beige|olive|teal/.test(first.name) && first.share >= 0.33;
}

const natural: [RegExp, RegExp, string][] = [
  [/^(?:grass|lawn|meadow|field|leaf|leaves|foliage|tree|trees|bush|bushes|plant|plants|vegetation|hedge|forest|stem|stalk)$/, /\bgreen\b|olive/, 'green'],
  [/^(?:water|sea|ocean|lake|river|pool|pond)$/, /\bblue\b|teal|turquoise|cyan/, 'blue'],
];

/** The colour of what has hardly ever another, where the picture shows it: grass is green, the sea blue. Null where it does not; undefined for other things. */
export function tellNaturalColour(noun: string, colours: readonly ColourShare[]): Answer | null | undefined {
  const found = natural.find(([nouns]) => nouns.test(noun));
  if (!found) return undefined;
  const share = shareOf(colours, found[1]);
  if (share < 0.12) return null;
  const best = colours.filter(({ name }) => found[1].test(name)).sort((one, other) => other.share - one.share)[0]!;
  return hedged(`Probably **${sayColour(best)}**: that is ${Math.round(share * 100)} % of the picture.`);
}

/** Grass, trees and leaves that are not green: yellow, brown or red, where much is. */
export function tellDryColour(noun: string, colours: readonly ColourShare[]): Answer | undefined {
  if (/^(?:water|sea|ocean|lake|river|pool|pond)$/.test(noun)) return undefined;
  const [best] = colours.filter(({ name, hex }) => /yellow|brown|orange|\bred\b/.test(name) && lightnessAndChroma(hex).chroma > 20).sort((one, other) => other.share - one.share);
  return best && best.share >= leastDry ? hedged(`Probably **${sayColour(best)}**: hardly anything is green there.`) : undefined;
}

const leastDry = 0.3;

/** What lies at the bottom of a picture, what may lie there, and what is its coloured spot. */
const underfoot = /^(?:floor|ground|road|street|sand|snow|beach|path|court|pavement|field)$/;
const oftenUnderfoot = /^(?:carpet|rug|tables?|tablecloth|desk|counter)$/;
const blossoms = /^(?:flowers?|petals?|blossoms?|berry|berries|bloom|blooms|fruits?|butterfly|balloons?)$/;

/** Which part of the picture a noun's colour is taken from where nothing boxes it; undefined for things that may be anywhere. */
export function partWithColourOf(noun: string): 'bottom' | 'spot' | 'edges' | undefined {
  if (/^(?:walls?|backdrop|curtain)$/.test(noun)) return 'edges';
  return underfoot.test(noun) || oftenUnderfoot.test(noun) ? 'bottom' : blossoms.test(noun) ? 'spot' : undefined;
}

/** The colour of the ground: what covers most of the lower part. Carpets, tables and desks only in a colour that a floor does not have. */
export function tellGroundColour(noun: string, bottom: readonly ColourShare[]): Answer | undefined {
  const [best] = bottom;
  if (best && oftenUnderfoot.test(noun) && (isHueless(best.name) || /brown|beige|orange|olive/.test(best.name))) return undefined;
  return best && best.share >= 0.7 ? hedged(`Probably **${sayColour(best)}**, going by the lower part of the picture.`) : undefined;
}

/** So much of a picture has to be of the colour that stands out, times how vivid it is; white needs more. */
const leastSpot = 0.3;
const leastPaleSpot = 0.06;
const leastWhiteSpot = 0.04;
const foliageOrSky = (said: string) => /green|olive|brown|beige|teal|turquoise/.test(said) || /^(?:light |dark )?blue$/.test(said);

/** The colour that stands out: vivid, and neither foliage, earth nor sky; white where there is no such and white may be it. */
export function tellSpotColour(colours: readonly ColourShare[]): Answer | undefined {
  const standing = colours
    .map((colour) => ({ ...colour, said: sayColour(colour), chroma: lightnessAndChroma(colour.hex).chroma }))
    .filter(({ said, share, chroma }) => (share >= leastPaleSpot || (share * chroma >= leastSpot && chroma >= 25)) && !isHueless(said) && !foliageOrSky(said))
    .sort((one, other) => other.share * other.chroma - one.share * one.chroma);
  const [best, second] = standing;
  if (best) return hedged(`Probably **${best.said}**${second && second.share > 0.5 * best.share && second.said !== best.said ? ` and ${second.said}` : ''}, the colour that stands out.`);
  return paleShare(colours) >= leastWhiteSpot ? hedged('Probably **white**: no other colour stands out.') : undefined;
}

/** A colour as strong as this is no wall, wood or foliage: of 8 things that no box held it was the colour of 7. */
const leastStriking = 60;

/** The one colour of a picture that is so vivid that it is what is asked for; undefined where none is. */
export function tellVividColour(colours: readonly ColourShare[]): Answer | undefined {
  const [best] = colours
    .map((colour) => ({ ...colour, said: sayColour(colour), chroma: lightnessAndChroma(colour.hex).chroma }))
    .filter(({ said, chroma }) => chroma >= leastStriking && !foliageOrSky(said))
    .sort((one, other) => other.share * other.chroma - one.share * one.chroma);
  return best && hedged(`Probably **${best.said}**, if it is what stands out most.`);
}

/** What fills the middle of the picture and is neither foliage nor shadow: a blossom seen from near. */
export function tellBlossomColour(noun: string, centre: readonly ColourShare[]): Answer | undefined {
  const [best, second] = centre;
  if (!best || best.share < 0.5) return undefined;
  // Hardly a berry is white: what is pale around it is the background.
  const pale = isPale(best) && !/berr/.test(noun);
  const said = pale && best.name !== 'white' ? `white or ${best.name}` : sayColour(best);
  if (!pale && (isHueless(said) || foliageOrSky(said))) return undefined;
  const other = second && second.share >= 0.3 && !isHueless(second.name) && !foliageOrSky(sayColour(second)) ? ` and ${sayColour(second)}` : '';
  return hedged(`Probably **${said}**${other}, going by the middle of the picture.`);
}

const isPale = ({ hex }: ColourShare) => lightnessAndChroma(hex).lightness > 78 && lightnessAndChroma(hex).chroma < 18;
const paleShare = (colours: readonly ColourShare[]) => colours.filter(isPale).reduce((sum, { share }) => sum + share, 0);

/** The sky is what fills the upper part, where its colour can be one of the sky's. */
export function tellSkyColour(attachmentId: string, top: readonly ColourShare[]): Answer | undefined {
  const blue = top.find(({ name, share }) => /\bblue\b|turquoise/.test(name) && share >= 0.25);
  const best = blue ?? top[0];
  if (!best || (best.share < 0.4 && !blue) || !/\b(?:blue|white|gr[ae]y|turquoise|orange|pink|purple|beige|black)\b/.test(best.name)) return undefined;
  const mark: Evidence = { kind: 'fact', id: 'sky', group: 'sky', attachmentId, label: 'upper part', value: best.name, hex: best.hex, score: 1, box: [0, 0, 1, 0.28] };
  return hedged(`Probably **${link(sayColour(best), 'sky')}**, going by the upper part of the picture.`, [mark]);
}

/** A thing that is not found has no colour, but the picture has. */
export function unfoundColour(view: ThingsView, noun: string, colours: readonly ColourShare[]): Answer {
  const main = [...new Set(colours.map(({ name }) => name))].slice(0, 3);
  const shown = pictureText(noun).slice(0, 60);
  return declined(`I can't make out ${thingsNamed(noun) ? `a ${shown}` : `“${shown}”`}, so I can't tell its colour.${main.length > 0 ? ` The ${view.region ? 'region' : 'picture'} is mostly ${listed(main)}.` : ''}`);
}
