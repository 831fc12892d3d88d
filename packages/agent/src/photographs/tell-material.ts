import { declined, hedged, type Answer } from '../answers/answer.js';
import { lightnessAndChroma } from './everyday-colour.js';
import { massOf } from './label-meanings.js';
import type { Palette } from './surroundings.js';
import { alsoSeen, type ThingsView } from './tell-things.js';

/** Things that are hardly ever made of anything else. */
const always: [RegExp, string][] = [
  [/^(?:board|plank|log|trunk|branch|boardwalk|jetty|crate|pallet)$/, 'wood'],
  [/^(?:box|carton|parcel)$/, 'cardboard'],
  [/^(?:rail|track|kettle|pan|fork|knife|spoon|scissors|key|chain|can|anchor)$/, 'metal'],
  [/^(?:window|windowpane|windshield)$/, 'glass'],
];

/** Labels that say what something is made of. */
const labelled: { things: RegExp; labels: string[]; material: string }[] = [
  { things: /^spoon$/, labels: ['wooden spoon'], material: 'wood' },
  { things: /^bridge$/, labels: ['steel arch bridge', 'suspension bridge'], material: 'steel' },
  { things: /^bridge$/, labels: ['viaduct'], material: 'stone' },
  { things: /^fence$/, labels: ['worm fence', 'picket fence'], material: 'wood' },
  { things: /^fence$/, labels: ['chainlink fence'], material: 'metal (wire)' },
  { things: /^(?:wall|building|house)$/, labels: ['stone wall', 'cliff dwelling', 'megalith', 'castle'], material: 'stone' },
];
const leastLabelled = 0.2;
/** So much of the lower part must be of the colour of wood. */
const leastWooden = 0.45;

/** What a thing is made of: by what it is, by a label that says it, and floors by the colour of wood. What else is only to be felt is declined. */
export function tellMaterial(view: ThingsView, noun: string, palette: Palette): Answer {
  const label = labelled.find(({ things, labels }) => things.test(noun) && labels.reduce((sum, name) => sum + massOf(view.labels?.filter((one) => one.label === name), name), 0) >= leastLabelled);
  if (label) return hedged(`Probably **${label.material}**, going by what it looks like.`);
  const known = always.find(([things]) => things.test(noun))?.[1];
  if (known) return hedged(`Probably **${known}**: that is what ${noun === 'scissors' ? noun : 'such things'} are made of.`);
  if (noun === 'floor' && palette.bottom.reduce((sum, { hex, share }) => (isWooden(hex) ? sum + share : sum), 0) >= leastWooden) return hedged('Probably **wood**, going by its colour.');
  return declined(`I can't tell what it is made of.${alsoSeen(view)}`);
}

/** Things that are of wood more often than not. */
const oftenWooden = /^(?:fence|table|desk|chair|bench|stool|floor|path|walkway|deck|door|gate|pier|shed|cabin)$/;
const isWalled = (noun: string) => /^(?:wall|building|house|church|tower|castle)$/.test(noun);
/** Of six pictures with this lead whose material is known, five were of wood and one of cardboard; of walls this one is enough, of things that often are, any. */
const woodenLead = { anything: 0.03, walled: 0.02, often: 0.005 };

/** What a thing is made of by which material's word suits the picture best: wood is told from others so, and no other; walls that are not of it are of brick or stone. */
export function tellSuitableMaterial(noun: string, [best, next]: readonly { words: string; score: number }[]): Answer | undefined {
  if (!best || !next) return undefined;
  const least = oftenWooden.test(noun) ? woodenLead.often : isWalled(noun) ? woodenLead.walled : woodenLead.anything;
  if (best.words === 'wood' && best.score - next.score >= least) return hedged('Probably **wood**: that suits the picture better than metal, stone or glass.');
  return isWalled(noun) ? hedged('Probably **brick or stone**: that is what most are built of, and it does not look like wood.') : undefined;
}

/** Browns with some chroma: light and dark wood alike. */
function isWooden(hex: string): boolean {
  const { lightness, chroma } = lightnessAndChroma(hex);
  const [red, , blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  return chroma > 12 && lightness > 20 && lightness < 80 && red > blue + 20;
}
