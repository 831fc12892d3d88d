import type { Box, ColourShare, Detection, Labels } from '@ocelli/protocol';
import type { Answer } from '../answers/answer.js';
import { declined, hedged } from '../answers/answer.js';
import { capitalised, counted, link, listed, pluralOf } from '../answers/wording.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { beliefIn, thingsOfKind } from '../photographs/kind-evidence.js';
import { isLabelled } from '../photographs/label-meanings.js';
import { subjectsOf } from '../photographs/main-subjects.js';
import { areaOf, sightingOf, thingMarks } from '../photographs/seen-things.js';
import { groundOf, indoorsOrOutdoors, lowerPart, shareOf, upperPart, type Palette } from '../photographs/surroundings.js';
import { tellActivity } from '../photographs/tell-activity.js';
import { tellCount } from '../photographs/tell-count.js';
import { tellKind } from '../photographs/tell-kind.js';
import { tellSubject } from '../photographs/tell-subject.js';
import { isScenery, tellChoice, tellScenery, tellSurroundings } from '../photographs/tell-surroundings.js';
import { tellComparison, tellPlaces, tellWho, unknownThing, type ThingsView } from '../photographs/tell-things.js';
import { tellUnnamed } from '../photographs/tell-unnamed.js';
import { tellWhether } from '../photographs/tell-whether.js';
import { thingsNamed } from '../photographs/thing-names.js';
import type { TurnInput } from '../turn.js';
import type { ThingsAsk } from './intent.js';
import { pickIn } from './picks.js';
import { planColourOfThing } from './plan-colour-of-thing.js';
import { findingIn, use, type Plan, type PlannedCall, type PlanPart } from './plan.js';
import { printedAnswer } from './printed-answer.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Finds what a question about a photograph needs and answers it. */
export function* planThingsAnswer(ask: ThingsAsk, question: string, turn: TurnInput, scopes: PictureScope[]): Plan {
  const views = yield* viewsFor(ask, turn, scopes);
  if (views.length === 0) return declined("I can't tell: no installed model can find things in pictures.");
  if (ask.ask === 'count' && views.length > 1 && ask.nouns.length === 1) return countInSeveral(views, ask.nouns[0]!);
  const answers: { name: string; answer: Answer }[] = [];
  for (const [index, view] of views.entries()) answers.push({ name: view.name, answer: yield* orPrinted(yield* answerFor(ask, question, view, scopes[index]!), ask, question, view, scopes[index]!) });
  return severalAnswers(answers);
}

/** Looks at each picture: counts what is asked for, or looks at everything with its labels. */
function* viewsFor(ask: ThingsAsk, turn: TurnInput, scopes: PictureScope[]): PlanPart<ThingsView[]> {
  const nouns = 'nouns' in ask ? ask.nouns : [];
  const classes = [...new Set(nouns.flatMap((noun) => thingsNamed(noun)?.labels ?? []))];
  const counts = classes.length > 0 && nouns.every((noun) => thingsNamed(noun));
  const labelled = !counts || classes.some((name) => name !== 'person');
  const calls = scopes.flatMap((scope): PlannedCall[] => (counts ? [{ tool: 'count_things', input: { ...scope, things: classes } }, ...(labelled ? [{ tool: 'look' as const, input: { ...scope, aspects: ['labels'] } }] : [])] : [{ tool: 'look', input: { ...scope, aspects: ['things', 'labels'] } }]));
  const results = yield calls;
  const each = calls.length / scopes.length;
  return scopes.flatMap((scope, index): ThingsView[] => {
    const own = results.slice(index * each, (index + 1) * each);
    const looks = own.map((result) => findingIn(result, 'look'));
    const detections = looks[0]?.things ?? findingIn(own[0], 'count_things')?.detections;
    const labels = looks.find((look) => look?.labels)?.labels;
    const several = scopes.length > 1;
    return detections
      ? [{ attachmentId: turn.pictures[scope.picture - 1]!.id, detections, ...(labels ? { labels } : {}), name: several ? `picture ${scope.picture}` : '', key: several ? `p${scope.picture}-` : '', region: scope.region !== undefined }]
      : [];
  });
}

/** What neither model can tell may be printed: "school bus", "206 steps". Who people are is not looked for. */
function* orPrinted(answer: Answer, ask: ThingsAsk, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const unsureKind = ask.ask === 'kind' && answer.status === 'hedged' && view.labels === undefined;
  const foundNone = ask.ask === 'count' && /^\W*(0|none|no)\b/i.test(answer.text);
  if ((answer.status !== 'declined' && !unsureKind && !foundNone) || neverPrinted(ask)) return answer;
  const [result] = yield [{ tool: 'read_text', input: { ...scope } }];
  return printedAnswer(question, view, findingIn(result, 'read_text')?.reading.lines ?? [], { onlyIfItFits: ask.ask === 'count' || ask.ask === 'exists' || ask.ask === 'where' }) ?? answer;
}

function neverPrinted(ask: ThingsAsk): boolean {
  return ['who', 'activity', 'sharpness', 'colour'].includes(ask.ask) || (ask.ask === 'surroundings' && ask.aspect !== 'room' && ask.aspect !== 'place') || (ask.ask === 'unnamed' && !['on', 'in', 'beside'].includes(ask.relation));
}

function* answerFor(ask: ThingsAsk, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  switch (ask.ask) {
    case 'count':
      return severalAnswers(ask.nouns.map((noun) => ({ name: noun, answer: tellCount({ ...view, key: ask.nouns.length > 1 ? `${view.key}${noun.replace(/\W+/g, '-')}-` : view.key }, noun, { clause: ask.clause ?? false }) })));
    case 'exists': {
      const scenery = ask.nouns.length === 1 ? tellScenery(view, ask.nouns[0]!, isScenery(ask.nouns[0]!) ? yield* paletteOf(scope) : undefined) : undefined;
      return scenery ?? tellWhether(view, ask.nouns);
    }
    case 'where':
      return tellPlaces(view, ask.nouns[0]!, pickIn(question));
    case 'compare':
      return tellComparison(view, ask.nouns, ask.wanted);
    case 'kind':
      return tellKind(view, ask.noun, { besides: ask.besides ?? [], boxLabels: yield* labelsOfBoxes(view, ask.noun, scope) });
    case 'subject':
      return tellSubject(view);
    case 'unnamed':
      return yield* unnamed(ask, view, scope);
    case 'choice':
      if (ask.options.every(isColourName)) return yield* colourChoice(ask, question, view, scope);
      return tellChoice(view, yield* paletteOf(scope), ask.options, (option) => beliefInOption(view, option));
    case 'surroundings':
      return tellSurroundings(view, yield* paletteOf(scope), ask.aspect, ask.claim);
    case 'activity':
      return tellActivity(view, { whether: ask.whether ?? false });
    case 'sharpness':
      return declined("I can't tell how sharp a picture is.");
    case 'who':
      return tellWho(view);
    case 'colour':
      return claimed(ask.claim, yield* planColourOfThing(ask, question, view, scope));
  }
}

/** Boxes whose labels are looked at one by one. */
const mostBoxes = 2;

/** Where a thing that no box holds is looked at closer. */
const middle: Box = [0.18, 0.18, 0.82, 0.82];

/** The labels of the largest boxes of a kind, else of the middle: a thing that is small in the picture fills its box. */
function* labelsOfBoxes(view: ThingsView, noun: string, scope: PictureScope): PlanPart<Labels[]> {
  if (view.labels === undefined) return [];
  const boxes = thingsOfKind(view.detections.things, noun).slice(0, mostBoxes).filter((thing) => areaOf(thing) < 0.6);
  const regions = boxes.length > 0 ? boxes.map(({ box }) => padded(box)) : scope.region ? [] : [middle];
  if (regions.length === 0) return [];
  const results = yield regions.map((region) => ({ tool: 'look' as const, input: { picture: scope.picture, region, aspects: ['labels'] } }));
  return results.flatMap((result) => {
    const labels = findingIn(result, 'look')?.labels;
    return labels ? [labels] : [];
  });
}

function padded([x0, y0, x1, y1]: Box): Box {
  const [dx, dy] = [(x1 - x0) * 0.1, (y1 - y0) * 0.1];
  return [Math.max(0, x0 - dx), Math.max(0, y0 - dy), Math.min(1, x1 + dx), Math.min(1, y1 + dy)];
}

function* paletteOf(scope: PictureScope): PlanPart<Palette> {
  const look = (region?: Box): PlannedCall => ({ tool: 'look', input: { ...scope, ...(region && !scope.region ? { region } : {}), aspects: ['colours'] } });
  const results = yield [look(), look(upperPart), look(lowerPart)];
  const [whole, top, bottom] = results.map((result): readonly ColourShare[] => findingIn(result, 'look')?.colours ?? []) as [readonly ColourShare[], readonly ColourShare[], readonly ColourShare[]];
  return { whole, top, bottom };
}

/** What is beside, on or behind what the question names; what bears it may be the ground, by its colour. */
function* unnamed(ask: Extract<ThingsAsk, { ask: 'unnamed' }>, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
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
  return ground ? { ...answer, status: 'hedged', text: `Probably **${ground.name}**, because ${ground.because.replace(/^of /, 'of ')}.`.replace('because of', 'going by') } : answer;
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

/** Yes or no, by the colours that were told. */
function claimed(claim: string | undefined, told: Answer): Answer {
  if (claim === undefined || told.status === 'declined') return told;
  const holds = new RegExp(`\\b${claim.replace(/gr[ae]y/, 'gr[ae]y')}\\b`).test(told.text);
  return { ...told, text: `**${holds ? 'Yes' : 'No'}**: ${told.text.charAt(0).toLowerCase()}${told.text.slice(1)}` };
}

const isColourName = (word: string) => /^(?:(?:dark|light|bright) )?(?:red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y|beige|turquoise)$/.test(word);

/** "Is the bird red or black?": the one that its colours name. */
function* colourChoice(ask: Extract<ThingsAsk, { ask: 'choice' }>, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const told = yield* planColourOfThing({ ask: 'colour', noun: ask.of ?? 'it' }, question, view, scope);
  const named = ask.options.filter((option) => new RegExp(`\\b${option.replace(/gr[ae]y/, 'gr[ae]y')}\\b`).test(told.text));
  if (told.status === 'declined' || named.length !== 1) return declined(`I can't tell whether it is ${ask.options[0]} or ${ask.options[1]}.`);
  return { ...told, text: `Probably **${named[0]}**: ${told.text.charAt(0).toLowerCase()}${told.text.slice(1)}` };
}

/** How much speaks for a thing that is one of two answers; undefined for words that neither model knows. */
function beliefInOption(view: ThingsView, option: string): number | undefined {
  const named = thingsNamed(option);
  if (named?.fit === 'narrower' && named.labels.includes('person')) return undefined;
  if (!named && !(view.labels && isLabelled(option))) return undefined;
  return Math.max(beliefIn(option, { labels: view.labels, things: view.detections.things }), named?.labels.includes('person') ? Math.max(0, ...sightingOf(view.detections, ['person']).found.map(({ score }) => score)) : 0);
}

/** One noun counted in several pictures: the sum first, then each. */
function countInSeveral(views: ThingsView[], noun: string): Answer {
  const named = thingsNamed(noun);
  if (!named) return unknownThing(views[0]!, noun);
  const one = named.fit === 'group' ? named.noun : named.labels[0]!;
  const counts = views.map((view) => ({ view, ...sightingOf(view.detections, named.labels) }));
  const total = counts.reduce((sum, { found }) => sum + found.length, 0);
  const each = counts.map(({ view, found }) => `${found.length > 0 ? link(counted(found.length, one), `${view.key}counted`) : `0 ${pluralOf(one)}`} in ${view.name}`);
  const most = [...counts].sort((a, b) => b.found.length - a.found.length);
  const verdict = counts.length === 2 && most[0]!.found.length !== most[1]!.found.length ? ` ${capitalised(most[0]!.view.name)} has more.` : '';
  const sure = named.fit !== 'narrower' && counts.every((count) => count.sure && !count.atLeast);
  return {
    text: `${counts.some(({ atLeast }) => atLeast) ? 'At least ' : sure ? '' : 'Probably '}**${counted(total, one)}** in all: ${listed(each)}.${verdict}`,
    status: sure ? 'answered' : 'hedged',
    evidence: counts.flatMap(({ view, found }) => thingMarks(view.attachmentId, found, `${view.key}counted`)),
  };
}
