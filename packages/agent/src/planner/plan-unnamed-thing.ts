import type { Box, Detection } from '@ocelli/protocol';
import { declined, hedged, type Answer } from '../answers/answer.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { thingsOfKind } from '../photographs/kind-evidence.js';
import { massOf } from '../photographs/label-meanings.js';
import { subjectsOf } from '../photographs/main-subjects.js';
import { areaOf, sightingOf } from '../photographs/seen-things.js';
import { groundOf, indoorsOrOutdoors, lightnessOf, shareOf, type Palette } from '../photographs/surroundings.js';
import type { ThingsView } from '../photographs/tell-things.js';
import { tellUnnamed, type CloserLook } from '../photographs/tell-unnamed.js';
import { tellWorn, type BodyPart } from '../photographs/tell-worn.js';
import { lightnessAndChroma } from '../photographs/everyday-colour.js';
import { usualBearer, usualFood } from '../photographs/usual-bearers.js';
import { thingsNamed } from '../photographs/thing-names.js';
import type { ThingsAsk } from './intent.js';
import { padded, paletteOf } from './looks.js';
import { findingIn, use, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** "Is she wearing glasses?": yes where they are seen; that they are not seen is no "no". */
function wornAsClaimed(told: Answer, claim: string): Answer {
  const noun = singularOf(claim).replace(/^(?:sunglass|spectacle)s?$/, 'glasses').replace(/^glass$/, 'glasses');
  return told.status !== 'declined' && new RegExp(`\\b${noun}\\b`).test(told.text) ? { ...told, text: `**Probably yes**: ${told.text.charAt(0).toLowerCase()}${told.text.slice(1)}` } : declined("I can't tell: what is worn there shows too little.");
}

/** What is beside, on or behind what the question names; what bears it may be the ground, by its colour. */
export function* planUnnamedThing(ask: Extract<ThingsAsk, { ask: 'unnamed' }>, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  if (ask.relation === 'flowing') return hedged('Probably **water (a river or stream)**: that is what flows.');
  const food = ask.relation === 'held' && /^eat/.test(ask.doing ?? '') ? usualFood([...ask.named, ...(ask.named.includes('animal') ? subjectsOf(view).slice(0, 1).map(({ name }) => name) : [])]) : undefined;
  if (food) return hedged(`Probably **${food}**: that is what they usually eat.`);
  if (ask.relation === 'support' && /^sit\p{L}* at$/u.test(ask.doing ?? '')) return hedged('Probably **a table**: that is what people sit at.');
  if (ask.relation === 'on' && ask.named.some((noun) => /^(?:mountain|peak|summit|alp)$/.test(noun))) return yield* snowOn(view, scope);
  if (ask.relation === 'worn') {
    const told = tellWorn(view, ask.part, yield* lookAtPerson(view, scope, ask.part));
    return ask.claim === undefined ? told : wornAsClaimed(told, ask.claim);
  }
  const closer = ask.relation === 'held' || ask.relation === 'ridden' ? yield* lookAtPerson(view, scope) : undefined;
  const answer = tellUnnamed(view, { ...ask, relation: ask.relation }, closer);
  const farAway = ask.relation === 'background' && !ask.side && (ask.named.length === 0 || answer.status === 'declined') ? yield* backdropOf(view, scope) : undefined;
  if (farAway) return farAway;
  if (ask.relation === 'background' && !ask.side && answer.status === 'declined') return (yield* greenBehind(scope)) ?? answer;
  if (ask.relation === 'above' && answer.status === 'declined') return skyAbove(view, yield* paletteOf(scope), ask.doing === undefined) ?? answer;
  if (ask.relation !== 'support' || answer.status !== 'declined') return answer;
  const named = ask.named.length > 0 ? ask.named : subjectsOf(view).slice(0, 1).map(({ name }) => name);
  const bearer = named.filter((noun) => standsOnGround(noun, ask.doing)).map((noun) => largestFirst(thingsNamed(noun)?.labels.includes('person') ? sightingOf(view.detections, ['person']).found : thingsOfKind(view.detections.things, noun))[0]).find(Boolean);
  const bearerOf = usualBearer(named, ask.doing);
  const usual = bearerOf && hedged(`Probably **${bearerOf.name}**: ${bearerOf.because}.`);
  if (usual && isRailBound(named)) return usual;
  if (!named.some((noun) => standsOnGround(noun, ask.doing))) return (usual ?? answer);
  const palette = yield* paletteOf(scope);
  const foot = bearer ? (yield* use('look', { picture: scope.picture, region: footOf(bearer.box), aspects: ['colours'] })).colours ?? [] : palette.bottom;
  const ground = groundOf(view, foot, palette) ?? groundOf(view, palette.bottom, palette);
  if (/^(?:stand|wad|walk)\p{L}* in$/u.test(ask.doing ?? '') && ground?.name !== 'grass' && wadersIn(view) >= leastWader) return hedged('Probably **water**: that is what such birds wade in.');
  return ground ? hedged(`Probably **${ground.name}**, ${ground.because}.`) : usual ?? answer;
}

/** How much is believed in birds that wade and swim. */
const wadersIn = (view: ThingsView) => massOf(view.labels, 'wading bird') + massOf(view.labels, 'seabird') + massOf(view.labels, 'duck');
const leastWader = 0.25;

const isRailBound = (named: readonly string[]) => named.some((noun) => /^(?:train|tram|railcar|locomotive|streetcar|subway|metro)$/.test(noun));

/** A closer look at the largest person, or at the part of them where something is worn. */
function* lookAtPerson(view: ThingsView, scope: PictureScope, part?: BodyPart): PlanPart<CloserLook | undefined> {
  const [person] = largestFirst(sightingOf(view.detections, ['person']).found);
  if (!person) return undefined;
  const [result] = yield [{ tool: 'look', input: { picture: scope.picture, region: padded(part === 'head' || part === 'face' ? headOf(view, person) : person.box), aspects: ['labels', 'things'] } }];
  const seen = findingIn(result, 'look');
  return seen && { labels: seen.labels, things: seen.things?.things ?? [] };
}

/** Where a person's head is: around the face where one is seen, else the upper part of the box. */
function headOf(view: ThingsView, { label, box: [x0, y0, x1, y1], ...person }: Detection): Box {
  const face = label === 'face' ? { ...person, box: [x0, y0, x1, y1] as Box } : view.detections.faces.find(({ box, score }) => score >= 0.8 && box[0] >= x0 - 0.02 && box[2] <= x1 + 0.02 && box[1] >= y0 - 0.05 && box[3] <= y1);
  if (!face) return [x0, y0, x1, y0 + 0.3 * (y1 - y0)];
  const [left, top, right, bottom] = face.box;
  const [width, height] = [right - left, bottom - top];
  return [left - 0.6 * width, top - 0.9 * height, right + 0.6 * width, bottom + 0.1 * height].map((value) => Math.min(1, Math.max(0, value))) as Box;
}

/** What lies on mountains is snow, where anything is white. */
function* snowOn(view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const { whole, top } = yield* paletteOf(scope);
  const white = [...whole, ...top].some(({ hex, share }) => share >= 0.03 && lightnessAndChroma(hex).lightness > 75 && lightnessAndChroma(hex).chroma < 12);
  return white ? hedged('Probably **snow**: something white is there.') : tellUnnamed(view, { relation: 'on', named: ['mountain'] });
}

/** What may lie behind everything outdoors, which no box holds. */
const backdrops = ['mountains', 'the sea', 'trees', 'buildings', 'a wall'];
/** The upper half of the picture shows it best. */
const upperHalf: Box = [0, 0, 1, 0.5];
/** By how much mountains or the sea must suit it better than the rest, and trees. */
const backdropLead = { mountains: 0.015, 'the sea': 0.03, trees: 0.025 };

/** Mountains, the sea or trees behind, where the upper half suits one of these words clearly better than the others. */
function* backdropOf(view: ThingsView, scope: PictureScope): PlanPart<Answer | undefined> {
  if (view.labels === undefined || scope.region) return undefined;
  const [result] = yield [{ tool: 'compare_words', input: { picture: scope.picture, region: upperHalf, words: backdrops } }];
  const [best, next] = findingIn(result, 'compare_words')?.suits ?? [];
  const lead = best && backdropLead[best.words as keyof typeof backdropLead];
  if (!best || !next || lead === undefined || best.score - next.score < lead) return undefined;
  const { indoors, outdoors } = indoorsOrOutdoors(view, yield* paletteOf(scope));
  return indoors > outdoors && indoors > 0.4 ? undefined : hedged(`Probably **${best.words}**: that suits the upper half of the picture best.`);
}

/** Bushes, trees or grass, where the edges of the picture are mostly green. */
function* greenBehind(scope: PictureScope): PlanPart<Answer | undefined> {
  if (scope.region) return undefined;
  const edges: Box[] = [[0, 0, 1, 0.1], [0, 0, 0.1, 1], [0.9, 0, 1, 1]];
  const results = yield edges.map((region) => ({ tool: 'look' as const, input: { picture: scope.picture, region, aspects: ['colours'] } }));
  const green = results.reduce((sum, result) => sum + shareOf(findingIn(result, 'look')?.colours ?? [], /\bgreen\b|olive/), 0) / edges.length;
  return green >= mostlyGreen ? hedged('Probably **trees or bushes (leaves)**: it is green there.') : undefined;
}

const mostlyGreen = 0.5;

/** What may be in a sky in which nothing is found that flies; `any`: the question asks for no more than what is there. */
function skyAbove(view: ThingsView, palette: Palette, any: boolean): Answer | undefined {
  if (indoorsOrOutdoors(view, palette).indoors >= 0.5) return undefined;
  const isSky = shareOf(palette.top, /blue|white|gr[ae]y|turquoise|purple|pink|orange/) >= 0.5 && lightnessOf({ ...palette, whole: palette.top }) >= leastDaylight;
  return cloudsIn(palette) ?? (any && isSky ? hedged('Probably **clouds**: I see nothing that flies there.') : undefined);
}

/** In a darker sky are as well stars, the moon or nothing. */
const leastDaylight = 30;

/** Blue and white together at the top are clouds. */
function cloudsIn({ top }: Palette): Answer | undefined {
  const [blue, pale] = [shareOf(top, /\bblue\b/), shareOf(top, /\bwhite\b|light grey/)];
  return (blue >= 0.2 && pale >= 0.15) || pale >= 0.6 ? hedged('Probably **clouds**, going by the colours at the top.') : undefined;
}

const largestFirst = (things: readonly Detection[]) => [...things].sort((one, other) => areaOf(other) - areaOf(one));

/** Birds perch and cats lie on what no colour tells; people and large animals stand on the ground. */
const standsOnGround = (noun: string, doing = '') => (/^(?:stand|wad|walk|run)\p{L}* (?:in|through)$/u.test(doing) && isKindOf(singularOf(noun), 'animal', 2)) || thingsNamed(noun)?.labels.includes('person') === true || ['dog', 'ungulate', 'bear', 'vehicle', 'elephant', 'big cat'].some((kind) => isKindOf(singularOf(noun), kind, 2)) || /^(?:animals?|players?|teams?|car|kids?)$/.test(noun);

/** The strip on which a thing stands. */
function footOf([, y0, , y1]: Box): Box {
  return [0, Math.max(0, y1 - 0.12 * (y1 - y0)), 1, Math.min(1, y1 + 0.1 * (y1 - y0))];
}
