import type { Box, Detection, Labels } from '@ocelli/protocol';
import { hedged, type Answer } from '../answers/answer.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { thingsOfKind } from '../photographs/kind-evidence.js';
import { subjectsOf } from '../photographs/main-subjects.js';
import { areaOf, sightingOf } from '../photographs/seen-things.js';
import { groundOf, indoorsOrOutdoors, shareOf, type Palette } from '../photographs/surroundings.js';
import type { ThingsView } from '../photographs/tell-things.js';
import { tellUnnamed } from '../photographs/tell-unnamed.js';
import { thingsNamed } from '../photographs/thing-names.js';
import type { ThingsAsk } from './intent.js';
import { padded, paletteOf } from './looks.js';
import { findingIn, use, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** What is beside, on or behind what the question names; what bears it may be the ground, by its colour. */
export function* planUnnamedThing(ask: Extract<ThingsAsk, { ask: 'unnamed' }>, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const closer = ask.relation === 'worn' || ask.relation === 'held' ? yield* labelsOfPerson(view, scope, ask.relation) : undefined;
  const answer = tellUnnamed(view, ask, closer);
  if (ask.relation === 'above' && answer.status === 'declined' && indoorsOrOutdoors(view, yield* paletteOf(scope)).indoors < 0.5) return cloudsIn(yield* paletteOf(scope)) ?? answer;
  if (ask.relation !== 'support' || answer.status !== 'declined') return answer;
  const named = ask.named.length > 0 ? ask.named : subjectsOf(view).slice(0, 1).map(({ name }) => name);
  const bearer = named.filter(standsOnGround).map((noun) => largestFirst(thingsNamed(noun)?.labels.includes('person') ? sightingOf(view.detections, ['person']).found : thingsOfKind(view.detections.things, noun))[0]).find(Boolean);
  if (!named.some(standsOnGround)) return answer;
  const palette = yield* paletteOf(scope);
  const foot = bearer ? (yield* use('look', { picture: scope.picture, region: footOf(bearer.box), aspects: ['colours'] })).colours ?? [] : palette.bottom;
  const ground = groundOf(view, foot, palette) ?? groundOf(view, palette.bottom, palette);
  return ground ? hedged(`Probably **${ground.name}**, ${ground.because}.`) : answer;
}

/** Labels of the head of the largest person, or of that person with what the hands hold. */
function* labelsOfPerson(view: ThingsView, scope: PictureScope, relation: 'worn' | 'held'): PlanPart<Labels | undefined> {
  const [person] = largestFirst(sightingOf(view.detections, ['person']).found);
  if (!person || view.labels === undefined) return undefined;
  const [x0, y0, x1, y1] = person.box;
  const face = person.label === 'face' ? person : view.detections.faces.find(({ box, score }) => score >= 0.8 && box[0] >= x0 - 0.02 && box[2] <= x1 + 0.02 && box[1] >= y0 - 0.05 && box[3] <= y1);
  const head: Box = face
    ? [face.box[0] - 0.6 * (face.box[2] - face.box[0]), face.box[1] - 0.9 * (face.box[3] - face.box[1]), face.box[2] + 0.6 * (face.box[2] - face.box[0]), face.box[3] + 0.1 * (face.box[3] - face.box[1])]
    : [x0, y0, x1, y0 + 0.3 * (y1 - y0)];
  const [result] = yield [{ tool: 'look', input: { picture: scope.picture, region: padded(relation === 'worn' ? (head.map((value) => Math.min(1, Math.max(0, value))) as Box) : person.box), aspects: ['labels'] } }];
  return findingIn(result, 'look')?.labels;
}

/** Blue and white together at the top are clouds. */
function cloudsIn({ top }: Palette): Answer | undefined {
  const [blue, pale] = [shareOf(top, /\bblue\b/), shareOf(top, /\bwhite\b|light grey/)];
  return (blue >= 0.2 && pale >= 0.15) || pale >= 0.6 ? hedged('Probably **clouds**, going by the colours at the top.') : undefined;
}

const largestFirst = (things: readonly Detection[]) => [...things].sort((one, other) => areaOf(other) - areaOf(one));

/** Birds perch and cats lie on what no colour tells; people and large animals stand on the ground. */
const standsOnGround = (noun: string) => thingsNamed(noun)?.labels.includes('person') === true || ['dog', 'ungulate', 'bear', 'vehicle', 'elephant', 'big cat'].some((kind) => isKindOf(singularOf(noun), kind, 2)) || /^(?:animals?|players?|teams?|car|kids?)$/.test(noun);

/** The strip on which a thing stands. */
function footOf([, y0, , y1]: Box): Box {
  return [0, Math.max(0, y1 - 0.12 * (y1 - y0)), 1, Math.min(1, y1 + 0.1 * (y1 - y0))];
}
