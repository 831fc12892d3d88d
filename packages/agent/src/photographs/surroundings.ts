import type { ColourShare } from '@ocelli/protocol';
import { lightnessAndChroma } from './everyday-colour.js';
import { isThingOf } from './kind-evidence.js';
import { areaOf } from './seen-things.js';
import { isLabelOf } from './label-meanings.js';
import type { ThingsView } from './tell-things.js';

/** A picture's colours: of all of it, and of its upper and lower parts. */
export interface Palette {
  whole: readonly ColourShare[];
  top: readonly ColourShare[];
  bottom: readonly ColourShare[];
}

/** The parts of a picture that a {@link Palette} takes its colours from. */
export const upperPart: [number, number, number, number] = [0, 0, 1, 0.28];
export const lowerPart: [number, number, number, number] = [0, 0.75, 1, 1];

/** How much of these colours has one of these names, in any shade. */
export function shareOf(colours: readonly ColourShare[], names: RegExp): number {
  return colours.reduce((sum, { name, share }) => (names.test(name) ? sum + share : sum), 0);
}

const indoorThings = ['couch', 'bed', 'toilet', 'sink', 'refrigerator', 'oven', 'microwave', 'toaster', 'tv', 'keyboard', 'mouse', 'remote', 'laptop', 'dining table', 'book', 'vase', 'clock', 'wine glass', 'fork', 'knife', 'spoon', 'hair drier', 'toothbrush', 'chair', 'cup', 'bowl'];
const outdoorThings = ['car', 'bus', 'truck', 'train', 'traffic light', 'fire hydrant', 'stop sign', 'parking meter', 'boat', 'airplane', 'horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe', 'bird', 'surfboard', 'skis', 'snowboard', 'kite', 'frisbee', 'motorcycle', 'bicycle', 'sports ball', 'baseball bat', 'baseball glove', 'skateboard', 'bench'];
const indoorKinds = ['furniture', 'home appliance', 'kitchen utensil', 'shop', 'home theater', 'stage', 'restaurant', 'library', 'electronic equipment', 'bedclothes', 'lampshade', 'window shade'];
const outdoorKinds = ['geological formation', 'vehicle', 'wild animal', 'bird', 'ungulate', 'insect', 'fish', 'shore', 'lakeside', 'bridge', 'fence', 'church', 'castle', 'palace', 'flower', 'tower', 'alp', 'coral reef', 'bear', 'big cat', 'reptile', 'amphibian', 'monkey', 'ball'];

/** How much speaks for indoors and for outdoors, 0..1 each. */
export function indoorsOrOutdoors(view: ThingsView, { whole, top }: Palette): { indoors: number; outdoors: number } {
  const boxes = (labels: string[]) => Math.max(0, ...view.detections.things.filter(({ label, score }) => labels.includes(label) && score >= 0.35).map(({ score }) => score));
  const mass = (kinds: string[]) => (view.labels ?? []).reduce((sum, { label, score }) => sum + (kinds.some((kind) => isLabelOf(label, kind)) ? score : 0), 0);
  const either = (...parts: number[]) => 1 - parts.reduce((none, part) => none * (1 - Math.min(1, part)), 1);
  const sky = shareOf(top, /\b(?:blue|turquoise)\b/);
  const green = shareOf(whole, /\bgreen\b|olive/);
  return { indoors: either(boxes(indoorThings) * 0.8, mass(indoorKinds) * 0.8), outdoors: either(boxes(outdoorThings) * 0.8, mass(outdoorKinds) * 0.8, sky * 0.6, green * 0.7) };
}

const scenes: readonly { name: string; words: RegExp; labels: Record<string, number>; things?: string[] }[] = [
  { name: 'a beach', words: /\b(?:beach|seaside|shore|coast|sea|ocean|seashore)\b/, labels: { seashore: 1, sandbar: 1, breakwater: 0.6, promontory: 0.6, 'beacon': 0.2, bikini: 0.5, 'maillot (swimsuit)': 0.5, 'maillot (tights)': 0.5, 'swimming trunks': 0.5, sarong: 0.3 }, things: ['surfboard'] },
  { name: 'a lake', words: /\b(?:lake|pond)\b/, labels: { lakeside: 1, boathouse: 0.7 } },
  { name: 'the mountains', words: /\b(?:mountains?|alps?|hills?|mountainous|alpine)\b/, labels: { alp: 1, valley: 1, volcano: 1, cliff: 0.8, ski: 0.3 }, things: ['skis', 'snowboard'] },
  { name: 'under water', words: /\b(?:under ?water|sea floor|reef)\b/, labels: { 'coral reef': 1, 'scuba diver': 1, stingray: 0.9, jellyfish: 0.9, 'electric ray': 0.9, 'anemone fish': 0.9, 'rock beauty': 0.9, lionfish: 0.9, 'great white shark': 0.9, 'tiger shark': 0.9, hammerhead: 0.9, 'sea anemone': 0.9, 'brain coral': 0.9, puffer: 0.9 } },
  { name: 'a street in a city', words: /\b(?:city|street|town|road|urban|downtown)\b/, labels: { 'traffic light': 1, streetcar: 1, cab: 1, trolleybus: 1, 'street sign': 0.5, 'parking meter': 1, minibus: 0.5, limousine: 0.5, 'police van': 0.7, jinrikisha: 0.7 }, things: ['traffic light', 'bus', 'car', 'truck', 'parking meter', 'fire hydrant'] },
  { name: 'the countryside', words: /\b(?:countryside|rural|country|nature|field|meadow|farm)\b/, labels: { hay: 1, barn: 1, rapeseed: 1, harvester: 1, thresher: 1, 'worm fence': 0.8, valley: 0.7, alp: 0.5, ox: 0.8, ram: 0.8 }, things: ['sheep', 'cow', 'horse'] },
  { name: 'a bedroom', words: /\bbedroom\b/, labels: { 'four-poster': 1, quilt: 0.9, pillow: 0.7, crib: 0.6, wardrobe: 0.6 }, things: ['bed'] },
  { name: 'a bathroom', words: /\b(?:bathroom|toilet|restroom)\b/, labels: { 'toilet seat': 1, bathtub: 1, washbasin: 0.9, 'shower curtain': 1, tub: 0.6, 'toilet tissue': 0.7 }, things: ['toilet'] },
  { name: 'a kitchen', words: /\bkitchen\b/, labels: { stove: 1, refrigerator: 1, microwave: 1, dishwasher: 1, 'plate rack': 0.8, toaster: 0.9, 'waffle iron': 0.6, 'frying pan': 0.5, wok: 0.4 }, things: ['oven', 'refrigerator', 'microwave', 'toaster'] },
  { name: 'a living room', words: /\b(?:living room|lounge|sitting room)\b/, labels: { 'studio couch': 1, 'home theater': 0.9, 'entertainment center': 0.8, 'table lamp': 0.4, bookcase: 0.4 }, things: ['couch'] },
  { name: 'a dining room', words: /\bdining room\b/, labels: { 'dining table': 1, 'china cabinet': 0.5 }, things: ['dining table'] },
  { name: 'an office', words: /\b(?:office|workplace|study)\b/, labels: { desk: 0.9, 'desktop computer': 0.8, photocopier: 1, printer: 0.7, monitor: 0.5, screen: 0.4, file: 0.8 }, things: ['keyboard'] },
  { name: 'a restaurant', words: /\b(?:restaurant|caf[eé]|bar|diner)\b/, labels: { restaurant: 1, menu: 0.7 } },
  { name: 'a shop or market', words: /\b(?:shop|market|store|supermarket|bakery)\b/, labels: { 'grocery store': 1, confectionery: 1, bakery: 1, 'butcher shop': 1, toyshop: 1, bookshop: 1, 'shoe shop': 1, 'tobacco shop': 1 } },
  { name: 'a library', words: /\b(?:library|bookshop)\b/, labels: { library: 1, bookcase: 0.6, bookshop: 0.8 } },
  { name: 'a church', words: /\b(?:church|chapel|cathedral|temple)\b/, labels: { church: 1, altar: 1, monastery: 0.8, 'bell cote': 0.6, vault: 0.7 } },
  { name: 'a harbour', words: /\b(?:harbou?r|port|dock|marina)\b/, labels: { dock: 1, pier: 0.6, 'container ship': 0.7, breakwater: 0.3, yawl: 0.5, schooner: 0.4, catamaran: 0.4, trimaran: 0.4, speedboat: 0.4 }, things: ['boat'] },
  { name: 'a stage', words: /\b(?:stage|concert|theat(?:er|re))\b/, labels: { stage: 1, 'theater curtain': 0.8, 'electric guitar': 0.6, microphone: 0.4, spotlight: 0.5 } },
  { name: 'a garden', words: /\b(?:garden|greenhouse|park)\b/, labels: { greenhouse: 0.8, pot: 0.5, patio: 0.6, 'park bench': 0.6, daisy: 0.5 }, things: [] },
  { name: 'a railway', words: /\b(?:railway|rail|station|tracks?)\b/, labels: { 'passenger car': 1, 'electric locomotive': 1, 'steam locomotive': 1, 'bullet train': 1, 'freight car': 1 }, things: ['train'] },
  { name: 'an airport', words: /\b(?:airport|airfield|runway)\b/, labels: { airliner: 0.9, warplane: 0.6, wing: 0.7 }, things: ['airplane', 'suitcase'] },
  { name: 'a desert', words: /\bdesert\b/, labels: { 'Arabian camel': 0.8, sidewinder: 0.7, 'horned viper': 0.7, sandbar: 0.3 } },
  { name: 'snow', words: /\bsnow\b|\bwinter\b/, labels: { ski: 1, snowmobile: 1, snowplow: 1, dogsled: 1, alp: 0.6, bobsled: 0.8, 'ski mask': 0.7, 'ice bear': 0.8, 'Arctic fox': 0.6 }, things: ['skis', 'snowboard'] },
];

export interface Scene {
  name: string;
  belief: number;
}

/** Which places a picture may show, most believed first. */
export function scenesOf(view: ThingsView): Scene[] {
  return scenes
    .map(({ name, labels, things = [] }): Scene => {
      const mass = (view.labels ?? []).reduce((sum, { label, score }) => sum + score * (labels[label] ?? 0), 0);
      const seen = view.detections.things.filter(({ label, score }) => things.includes(label) && score >= 0.4);
      const box = Math.max(0, ...seen.map(({ score }) => score)) * (seen.length > 2 ? 0.85 : 0.7);
      return { name, belief: 1 - (1 - Math.min(1, mass)) * (1 - box) };
    })
    .sort((one, other) => other.belief - one.belief);
}

/** Whether a label means a place as such. */
export const isSceneLabel = (label: string): boolean => scenes.some(({ labels }) => (labels[label] ?? 0) >= 0.9);

/** Whether words mean a place that evidence may tell. */
export const isPlace = (words: string): boolean => scenes.some((scene) => scene.words.test(words));

/** How much speaks for the place that words mean; undefined for a place that no evidence tells. */
export function beliefInPlace(view: ThingsView, words: string): number | undefined {
  const known = scenes.filter((scene) => scene.words.test(words)).map(({ name }) => name);
  return known.length === 0 ? undefined : Math.max(...scenesOf(view).filter(({ name }) => known.includes(name)).map(({ belief }) => belief));
}

/** Sky as the upper part's colour tells: clear, cloudy, or not told. */
export function skyOf({ top }: Palette): 'clear' | 'cloudy' | undefined {
  const blue = top.reduce((sum, { name, hex, share }) => (/\bblue\b|turquoise/.test(name) && isSkyBlue(hex) ? sum + share : sum), 0);
  const pale = top.reduce((sum, { name, hex, share }) => (/\b(?:white|gr[ae]y)\b/.test(name) && lightnessAndChroma(hex).lightness > 35 ? sum + share : sum), 0);
  // Dark blue-grey beside what is bright are clouds.
  if (top.reduce((sum, { name, hex, share }) => (/dark/.test(name) && isStormy(hex) ? sum + share : sum), 0) >= 0.25 && blue + pale >= 0.3) return 'cloudy';
  // Between trees and roofs a little blue is enough, where no cloud is.
  if (blue >= 0.4 || (blue >= 0.15 && blue >= 2 * pale)) return 'clear';
  return pale >= 0.7 || (pale >= 0.2 && blue < 0.03 && brightest(top)) ? 'cloudy' : undefined;
}

/** Whether the brightest of these colours is pale: sky between what stands before it. */
function brightest(colours: readonly ColourShare[]): boolean {
  const [first] = colours.filter(({ share }) => share >= 0.15).sort((one, other) => lightnessAndChroma(other.hex).lightness - lightnessAndChroma(one.hex).lightness);
  return first !== undefined && /\b(?:white|gr[ae]y)\b/.test(first.name) && lightnessAndChroma(first.hex).lightness > 70;
}

function isStormy(hex: string): boolean {
  const { lightness, chroma } = lightnessAndChroma(hex);
  return lightness > 20 && lightness < 36 && chroma > 6 && chroma < 26 && Number.parseInt(hex.slice(5, 7), 16) > Number.parseInt(hex.slice(1, 3), 16);
}

function isSkyBlue(hex: string): boolean {
  const { lightness, chroma } = lightnessAndChroma(hex);
  return lightness > 42 && chroma > 17;
}

/** A low sun: the upper part is of its colours, or a little of the picture glows orange before much that is dark. */
export function isLowSun({ whole, top }: Palette): boolean {
  if (shareOf(top, /orange|pink|\bred\b|magenta/) >= 0.3) return true;
  const glow = whole.reduce((sum, { name, hex, share }) => (/orange|yellow|light brown|pink/.test(name) && lightnessAndChroma(hex).chroma > 32 && lightnessAndChroma(hex).lightness > 55 ? sum + share : sum), 0);
  const dim = whole.reduce((sum, { hex, share }) => (lightnessAndChroma(hex).lightness < 42 ? sum + share : sum), 0);
  const black = shareOf(whole, /^black$/);
  return glow >= 0.03 && glow < 0.35 && dim >= 0.6 && black < 0.45;
}

/** A season shows outdoors only; so much has to speak for it. */
const leastOutdoors = 0.1;

/** The season as foliage and snow show it. */
export function seasonOf(view: ThingsView, palette: Palette): { name: string; because: string } | undefined {
  if (groundOf(view, palette.bottom, palette)?.name === 'snow' || (beliefInPlace(view, 'snow') ?? 0) > 0.5) return { name: 'winter', because: 'because of the snow' };
  const { indoors, outdoors } = indoorsOrOutdoors(view, palette);
  if (outdoors >= leastOutside && outdoors >= 2 * indoors && (snowyShare(palette.whole) >= 0.35 || snowyShare(palette.bottom) >= 0.3)) return { name: 'winter', because: 'because much of it is white as snow' };
  const sandy = (view.labels ?? []).reduce((sum, { label, score }) => (['seashore', 'sandbar', 'Arabian camel', 'cliff'].includes(label) ? sum + score : sum), 0);
  if (indoors > outdoors || outdoors < leastOutdoors) return undefined;
  const warm = palette.whole.reduce((sum, { name, hex, share }) => (/orange|yellow|brown|red/.test(name) && lightnessAndChroma(hex).chroma > 22 ? sum + share : sum), 0);
  const green = shareOf(palette.whole, /\bgreen\b|olive/);
  const filled = view.detections.things.some((thing) => thing.score >= 0.4 && areaOf(thing) > 0.25 && (thing.label === 'person' || isThingOf(thing.label, 'animal') || isThingOf(thing.label, 'food') || isThingOf(thing.label, 'furniture')));
  const animal = (view.labels ?? []).reduce((sum, { label, score }) => (isLabelOf(label, 'animal') ? sum + score : sum), 0);
  if (!filled && animal < 0.2 && warm >= 0.5 && warm > 3 * green && sandy < 0.1) return { name: 'autumn', because: 'going by the brown and yellow of what grows there' };
  if (green >= 0.4) return { name: 'spring or summer', because: 'because what grows there is green' };
  return undefined;
}

/** So much has to speak for outdoors where white may be a wall as well. */
const leastOutside = 0.08;

/** How much of these colours is as white as snow, in the sun or in shade. */
const snowyShare = (colours: readonly ColourShare[]) => colours.reduce((sum, { hex, share }) => (lightnessAndChroma(hex).lightness > 72 && lightnessAndChroma(hex).chroma < 12 ? sum + share : sum), 0);

/** Mean lightness of a picture, 0..100. */
export function lightnessOf({ whole }: Palette): number {
  const total = whole.reduce((sum, { share }) => sum + share, 0);
  return whole.reduce((sum, { hex, share }) => sum + lightnessAndChroma(hex).lightness * share, 0) / Math.max(total, 0.01);
}

/** What the ground is, by its colour and by what belongs on it; undefined where they do not tell. */
export function groundOf(view: ThingsView, ground: readonly ColourShare[], palette: Palette): { name: string; because: string } | undefined {
  const { indoors, outdoors } = indoorsOrOutdoors(view, palette);
  const mass = (labels: string[]) => (view.labels ?? []).reduce((sum, { label, score }) => (labels.includes(label) ? sum + score : sum), 0);
  const seen = (...kinds: string[]) => view.detections.things.some(({ label, score }) => score >= 0.4 && kinds.some((kind) => isThingOf(label, kind)));
  const white = ground.reduce((sum, { name, hex, share }) => (isPale(name, hex) ? sum + share : sum), 0);
  const green = shareOf(ground, /\bgreen\b|olive/);
  const brown = shareOf(ground, /\bbrown\b|beige|orange|yellow/);
  const blue = shareOf(ground, /\bblue\b|teal|turquoise/);
  const grey = shareOf(ground, /\bgr[ae]y\b|black/);
  if (indoors > outdoors && indoors > 0.4) return undefined;
  if (green >= 0.5) return { name: 'grass', because: 'because it is green there' };
  if (white >= 0.45 && (mass(['ski', 'ski mask', 'snowmobile', 'snowplow', 'dogsled', 'alp', 'shovel', 'ice bear', 'Arctic fox', 'ptarmigan', 'king penguin', 'bobsled', 'Eskimo dog', 'malamute', 'Siberian husky', 'Samoyed']) >= 0.08 || seen('skis', 'snowboard'))) return { name: 'snow', because: 'because it is white there' };
  const coldBlooded = (view.labels ?? []).reduce((sum, { label, score }) => (isLabelOf(label, 'reptile') || isLabelOf(label, 'insect') || isLabelOf(label, 'amphibian') ? sum + score : sum), 0);
  if (outdoors >= 0.5 && coldBlooded < 0.1 && !seen('car', 'bus', 'truck', 'motorcycle', 'traffic light') && Math.max(white, snowyShare(palette.whole)) >= 0.4 && snowyShare(ground) >= 0.25) return { name: 'snow', because: 'because it is white there' };
  if (brown >= 0.4 && mass(['seashore', 'sandbar', 'Arabian camel', 'sidewinder', 'horned viper', 'volleyball']) >= 0.15) return { name: 'sand', because: 'going by its colour and what else is there' };
  if (blue >= 0.5) return { name: 'water', because: 'because it is blue there' };
  if (grey >= 0.5 && seen('car', 'bus', 'truck', 'motorcycle', 'traffic light')) return { name: 'street', because: 'because it is grey and there are vehicles' };
  return undefined;
}

const isPale = (name: string, hex: string) => /\b(?:white|light grey|light blue)\b/.test(name) && lightnessAndChroma(hex).lightness > 65;
