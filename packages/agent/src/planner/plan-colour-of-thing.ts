import type { Box, ColourShare, Detection } from '@ocelli/protocol';
import type { Answer } from '../answers/answer.js';
import { declined, hedged } from '../answers/answer.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { beliefIn, thingsOfKind } from '../photographs/kind-evidence.js';
import { massOf } from '../photographs/label-meanings.js';
import { subjectsOf } from '../photographs/main-subjects.js';
import { areaOf, isSeldomMissed, sightingOf } from '../photographs/seen-things.js';
import { sayColour } from '../photographs/everyday-colour.js';
import { lowerPart, upperPart } from '../photographs/surroundings.js';
import { coloursWorn, hasHue, partWithColourOf, tellBlossomColour, tellCentreColour, tellGroundColour, tellNaturalColour, tellSpotColour, tellSkyColour, tellDryColour, tellThingColour, tellVividColour, unfoundColour } from '../photographs/tell-colour.js';
import type { ThingsView } from '../photographs/tell-things.js';
import { thingsNamed } from '../photographs/thing-names.js';
import type { ThingsAsk } from './intent.js';
import { pickIn, pickOf } from './picks.js';
import { use, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** Where on a person's box people wear what: fractions of its height, and of its width from either side. */
const worn: [RegExp, { name: string; rows: [number, number]; inset: number }][] = [
  [/^(?:helmets?|hats?|caps?|hair|bonnet|headscarf|hood)$/, { name: 'the top', rows: [0, 0.17], inset: 0.28 }],
  [/^(?:(?:neck)?ties?|bow ties?|scar(?:f|ves)|collars?)$/, { name: 'the neck', rows: [0.17, 0.3], inset: 0.38 }],
  [/^(?:(?:t-)?shirts?|tops?|jackets?|coats?|sweaters?|jumpers?|vests?|jersey|jerseys|blouse|hoodie|suits?|uniforms?|dress|dresses|clothes|clothing|cloths?|pullover|t-shirts?)$/, { name: 'the upper half', rows: [0.2, 0.52], inset: 0.25 }],
  [/^(?:trousers|pants|jeans|skirts?|shorts|leggings)$/, { name: 'the lower half', rows: [0.5, 0.8], inset: 0.28 }],
  [/^(?:shoes?|boots?|socks?)$/, { name: 'the bottom', rows: [0.9, 1], inset: 0.15 }],
];

/** Finds what a question about a colour means, looks at its colours and tells them; or whether they are what it claims. */
export function* planColourOfThing(ask: Extract<ThingsAsk, { ask: 'colour' }>, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const told = yield* colourOf(ask, question, view, scope);
  return claimed(ask.claim, told.status === 'declined' && ask.noun !== 'background' && ask.claim === undefined ? ((yield* standingOut(ask, view, scope)) ?? told) : told);
}

const surelyOther = 0.6;
const largeBox = 0.2;

/** The vivid colour that stands out: of what a question asks that no box holds, it mostly is the one. Eyes are too small; vehicles and people would have been found, and what people wear with them. */
function* standingOut({ noun, part }: Extract<ThingsAsk, { ask: 'colour' }>, view: ThingsView, scope: PictureScope): PlanPart<Answer | undefined> {
  const asked = part ?? noun;
  if (/^(?:sky|skies|clouds?|eyes?|hair|it|bottom|top|(?:bottom|top|upper|lower) (?:part|half))$/.test(asked) || worn.some(([words]) => words.test(asked)) || isKindOf(singularOf(asked), 'motor vehicle', 1) || sightingOf(view.detections, thingsNamed(asked)?.labels ?? []).found.length > 0) return undefined;
  // The vivid colour is that of what fills the picture, where a label or a large box tells what does; what the detector seldom misses is not there.
  const other = subjectsOf(view).some(({ name, belief, things }) => belief >= surelyOther && things.length === 0 && name !== singularOf(noun)) || view.detections.things.some((thing) => thing.label !== 'person' && thing.score >= 0.5 && areaOf(thing) >= largeBox);
  const known = thingsNamed(noun);
  if (!part && (other || (known?.fit === 'exact' && known.labels.every(isSeldomMissed)))) return undefined;
  const look = (yield* use('look', { picture: scope.picture, ...(scope.region ? { region: scope.region } : {}), aspects: ['colours'] })).colours ?? [];
  return tellVividColour(look);
}

function* colourOf({ noun, part }: Extract<ThingsAsk, { ask: 'colour' }>, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const coloursOf = function* (region?: Box): PlanPart<readonly ColourShare[]> {
    const within = region ?? scope.region;
    return (yield* use('look', { picture: scope.picture, ...(within ? { region: within } : {}), aspects: ['colours'] })).colours ?? [];
  };
  if (/^(?:sky|skies|clouds?)$/.test(noun)) return tellSkyColour(view.attachmentId, yield* coloursOf(upperPart)) ?? unfoundColour(view, noun, yield* coloursOf());
  if (noun === 'background') return yield* backgroundColour(view, coloursOf);
  const cloth = worn.find(([words]) => words.test(part ?? noun))?.[1];
  // What a dog wears is no part of a person.
  if (cloth && (!part || thingsNamed(noun)?.labels.includes('person') === true)) {
    const person = personFor(view, question);
    if (person) {
      const tie = cloth.name === 'the neck' ? thingFor(view, 'tie', question) : undefined;
      if (tie) return tellThingColour(view, tie, yield* coloursOf(tie.box));
      if (cloth.name === 'the neck') return unfoundColour(view, part ?? noun, yield* coloursOf());
      const at = clothBox(view, person, cloth);
      const colours = yield* coloursOf(at);
      return tellThingColour(view, { ...person, label: 'person' }, /hair/.test(part ?? noun) ? colours : coloursWorn(colours), { name: cloth.name, area: (at[2] - at[0]) * (at[3] - at[1]) });
    }
    return unfoundColour(view, part ?? noun, yield* coloursOf());
  }
  if (part) return unfoundColour(view, part, yield* coloursOf());
  const thing = thingFor(view, noun, question);
  if (thing) return tellThingColour(view, thing, yield* coloursOf(thing.box), { several: /\bcolou?rs\b/i.test(question) });
  const whole = yield* coloursOf();
  const nature = tellNaturalColour(noun, whole);
  if (nature !== undefined) return nature ?? tellDryColour(noun, yield* coloursOf(/^(?:trees?|leaf|leaves|foliage|forest)$/.test(noun) ? undefined : lowerPart)) ?? unfoundColour(view, noun, whole);
  const at = partWithColourOf(noun);
  if (at === 'bottom') return tellGroundColour(noun, yield* coloursOf(lowerPart)) ?? unfoundColour(view, noun, whole);
  if (at === 'edges') return yield* backgroundColour(view, coloursOf);
  if (at === 'spot') return tellBlossomColour(noun, yield* coloursOf(middle)) ?? tellSpotColour(whole) ?? unfoundColour(view, noun, whole);
  const subjects = subjectsOf(view);
  const isSubject = subjects.length > 0 && (noun === 'it' || (beliefIn(noun, { labels: view.labels, things: [] }) >= 0.2 && subjects.every(({ things }) => things.length === 0)));
  if (!isSubject && beliefInAnimal(view, singularOf(noun)) >= leastAnimal) return tellCentreColour(yield* coloursOf(middle), 'if it is what lies in the middle of the picture') ?? unfoundColour(view, noun, whole);
  if ((thingsNamed(noun)?.labels.includes('person') && !isKindOf(singularOf(noun), 'animal', 2)) || (!isSubject && subjects.some(({ belief }) => belief >= 0.5))) return unfoundColour(view, noun, whole);
  const centre = yield* coloursOf([0.02, 0.02, 0.98, 0.98]);
  const fills = !isSubject && !hasHue(centre) && isThingWord(noun) && subjects.length === 0 && (whole[0]?.share ?? 0) >= 0.4;
  if (isSubject || hasHue(centre)) return tellCentreColour(centre, isSubject ? 'going by the middle of the picture' : 'if it is what lies in the middle of the picture') ?? unfoundColour(view, noun, whole);
  if (fills) return tellCentreColour(whole, 'if it is what fills the picture') ?? unfoundColour(view, noun, whole);
  const near = isThingWord(noun) ? yield* coloursOf(middle) : [];
  if ((near[0]?.share ?? 0) >= fillsMiddle) return tellCentreColour(near, 'if it is what lies in the middle of the picture') ?? unfoundColour(view, noun, whole);
  return unfoundColour(view, noun, whole);
}

/** How much the labels believe in an animal, or in a toy of one. */
const beliefInAnimal = (view: ThingsView, noun: string) => (isKindOf(noun, 'animal', 2) ? massOf(view.labels, noun) + (noun === 'bear' ? massOf(view.labels, 'teddy') : 0) : 0);
const leastAnimal = 0.15;

/** Nouns of whole things, not of what is part of one or around it. */
const isThingWord = (noun: string) => ['food', 'plant', 'fruit'].some((kind) => isKindOf(singularOf(noun), kind, 2));

/** A box of what a question presupposes is worth looking at from this score on. */
const leastToColour = 0.28;
/** Where a blossom or a fruit that nothing boxes is looked at, and how much of it one colour has to fill. */
const middle: Box = [0.2, 0.2, 0.8, 0.8];
const fillsMiddle = 0.5;

/** The box that a noun means: the one the question picks, else the largest; "it" is the most prominent thing. */
function thingFor(view: ThingsView, noun: string, question: string): Detection | undefined {
  const pick = pickIn(question);
  if (noun === 'it') {
    const subject = subjectsOf(view)[0];
    return subject?.things.length ? pickOf(subject.things, pick) : undefined;
  }
  const named = thingsNamed(noun);
  const found = named ? sightingOf(view.detections, named.labels).found : thingsOfKind(view.detections.things, noun);
  if (found.length > 0) return isMissed(found, pick) ? undefined : pickOf(found, pick);
  // The question says that it is there: a faint box of it is enough.
  const faint = named && !named.labels.includes('person') ? view.detections.things.filter(({ label, score }) => named.labels.includes(label) && score >= leastToColour) : [];
  if (faint.length > 0) return pick ? pickOf(faint, pick) : faint.sort((one, other) => other.score - one.score)[0];
  // A thing that the detector has no class for, under the class that stood in for it.
  return subjectsOf(view).find(({ name, things }) => name === noun && things.length > 0)?.things[0];
}

/** "The dog on the right", where the only dog found is on the left: it is another that is meant. */
function isMissed([only, ...others]: readonly Detection[], pick: ReturnType<typeof pickIn>): boolean {
  if (!only || others.length > 0 || (pick !== 'leftmost' && pick !== 'rightmost')) return false;
  const middle = (only.box[0] + only.box[2]) / 2;
  return pick === 'leftmost' ? middle > 0.55 : middle < 0.45;
}

function personFor(view: ThingsView, question: string): Detection | undefined {
  const people = sightingOf(view.detections, ['person']).found;
  const pick = pickIn(question);
  return people.length === 1 || pick ? pickOf(people, pick) : people.length > 1 && areaOf(people.sort((one, other) => areaOf(other) - areaOf(one))[0]!) > clearlyLarger * areaOf(people[1]!) ? people[0] : undefined;
}

/** The one in front is meant where it is larger than the next by this. */
const clearlyLarger = 1.2;

/** Where a cloth is: below or above the face where one is seen in the person's box, else by parts of the box. */
function clothBox(view: ThingsView, person: Detection, { rows, inset }: { rows: [number, number]; inset: number }): Box {
  const face = person.label === 'face' ? person : view.detections.faces.find(({ box, score }) => score >= 0.8 && box[0] >= person.box[0] - 0.02 && box[2] <= person.box[2] + 0.02 && box[1] >= person.box[1] - 0.05 && box[3] < person.box[1] + 0.8 * (person.box[3] - person.box[1]));
  if (!face || rows[0] >= 0.5) return partOf(person.box, rows, inset);
  const [x0, y0, x1, y1] = face.box;
  const [width, height] = [x1 - x0, y1 - y0];
  const box: Box = rows[0] === 0 ? [x0, Math.max(0, y0 - 0.7 * height), x1, Math.max(0.02, y0 - 0.1 * height)] : [Math.max(0, x0 - 0.4 * width), Math.min(0.9, y1 + 0.45 * height), Math.min(1, x1 + 0.4 * width), Math.min(1, y1 + 1.8 * height)];
  return box[3] - box[1] > 0.02 ? box : partOf(person.box, rows, inset);
}

/** What surrounds the middle: the colour that most sides of the picture share. */
function* backgroundColour(view: ThingsView, coloursOf: (region?: Box) => PlanPart<readonly ColourShare[]>): PlanPart<Answer> {
  const sides: Box[] = [[0, 0, 1, 0.1], [0, 0, 0.1, 1], [0.9, 0, 1, 1]];
  const shares = new Map<string, number>();
  for (const side of sides) for (const colour of yield* coloursOf(side)) shares.set(sayColour(colour), (shares.get(sayColour(colour)) ?? 0) + colour.share / sides.length);
  const [best, second] = [...shares].sort((one, other) => other[1] - one[1]);
  if (!best || best[1] < 0.35) return declined(`The background has no colour that prevails.${view.region ? ' Drawing a region around it may help.' : ''}`);
  return hedged(`Probably **${best[0]}**${second && second[1] > 0.3 ? ` and ${second[0]}` : ''}, the colour along the edges of the picture.`);
}

function partOf([x0, y0, x1, y1]: Box, [from, to]: [number, number], inset: number): Box {
  const [width, height] = [x1 - x0, y1 - y0];
  return [x0 + inset * width, y0 + from * height, x1 - inset * width, y0 + to * height];
}

/** Yes or no, by the colours that were told. */
function claimed(claim: string | undefined, told: Answer): Answer {
  if (claim === undefined || told.status === 'declined') return told;
  const holds = new RegExp(`\\b${claim.replace(/gr[ae]y/, 'gr[ae]y')}\\b`).test(told.text);
  return { ...told, text: `**${holds ? 'Yes' : 'No'}**: ${told.text.charAt(0).toLowerCase()}${told.text.slice(1)}` };
}

/** Whether words name a colour. */
export const isColourName = (word: string) => /^(?:(?:dark|light|bright) )?(?:red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y|beige|turquoise)$/.test(word);

/** "Is the bird red or black?": the one that its colours name. */
export function* planColourChoice(ask: Extract<ThingsAsk, { ask: 'choice' }>, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const told = yield* planColourOfThing({ ask: 'colour', noun: ask.of ?? 'it' }, question, view, scope);
  const named = ask.options.filter((option) => new RegExp(`\\b${option.replace(/gr[ae]y/, 'gr[ae]y')}\\b`).test(told.text));
  if (told.status === 'declined' || named.length !== 1) return declined(`I can't tell whether it is ${ask.options[0]} or ${ask.options[1]}.`);
  return { ...told, text: `Probably **${named[0]}**: ${told.text.charAt(0).toLowerCase()}${told.text.slice(1)}` };
}
