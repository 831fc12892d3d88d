import type { Box, Labels } from '@ocelli/protocol';
import type { Answer } from '../answers/answer.js';
import { declined } from '../answers/answer.js';
import { capitalised, counted, link, listed, pluralOf } from '../answers/wording.js';
import { isKindOf, singularOf } from '../languages/wordnet.js';
import { beliefIn, thingsOfKind } from '../photographs/kind-evidence.js';
import { isLabelled } from '../photographs/label-meanings.js';
import { areaOf, sightingOf, thingMarks } from '../photographs/seen-things.js';
import { tellActivity } from '../photographs/tell-activity.js';
import { tellCount } from '../photographs/tell-count.js';
import { tellMaterial, tellSuitableMaterial } from '../photographs/tell-material.js';
import { tellPosture } from '../photographs/tell-posture.js';
import { tellKind } from '../photographs/tell-kind.js';
import { tellSubject } from '../photographs/tell-subject.js';
import { isScenery, tellChoice, tellInOrOut, tellScenery, tellSurroundings, tellSuitable } from '../photographs/tell-surroundings.js';
import { tellComparison, tellPlaces, tellWho, unknownThing, type ThingsView } from '../photographs/tell-things.js';
import { tellWhether } from '../photographs/tell-whether.js';
import { thingsNamed } from '../photographs/thing-names.js';
import type { TurnInput } from '../turn.js';
import type { ThingsAsk } from './intent.js';
import { pickIn } from './picks.js';
import { padded, paletteOf } from './looks.js';
import { isColourName, planColourChoice, planColourOfThing } from './plan-colour-of-thing.js';
import { planUnnamedThing } from './plan-unnamed-thing.js';
import { findingIn, type Plan, type PlannedCall, type PlanPart } from './plan.js';
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
      ? [{ attachmentId: turn.pictures[scope.picture - 1]!.id, detections, ...(labels ? { labels } : {}), name: several ? `picture ${scope.picture}` : '', key: several ? `p${scope.picture}-` : '', region: scope.region !== undefined, ...shapeOf(turn, scope) }]
      : [];
  });
}

function shapeOf(turn: TurnInput, scope: PictureScope): { shape?: number } {
  const { width, height } = turn.pictures[scope.picture - 1]?.facts ?? {};
  return width && height ? { shape: width / height } : {};
}

/** What neither model can tell may be printed: "school bus", "206 steps". Who people are is not looked for. */
function* orPrinted(answer: Answer, ask: ThingsAsk, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const unsureKind = ask.ask === 'kind' && answer.status === 'hedged' && view.labels === undefined;
  const foundNone = ask.ask === 'count' && /^\W*(0|none|no)\b/i.test(answer.text);
  const fromLabel = ask.ask === 'count' && answer.status === 'hedged' && view.detections.things.length === 0;
  const namePrinted = ask.ask === 'who' && /\bnames?\b/i.test(question) && view.detections.faces.length === 0 && !view.detections.things.some(({ label }) => label === 'person');
  // A kind is no name: "What is the name of the theater?"
  const unnamed = /\bnames? of\b|\bnamed\b|\bcalled\b/i.test(question) && answer.status === 'hedged' && !view.detections.faces.length;
  const subjectLine = ask.ask === 'subject' && /\bsubject\b/i.test(question);
  const onForm = ask.ask === 'colour' && /\b(?:eyes?|hair)\b/i.test(question);
  const manyKinds = ask.ask === 'count' && /\b(?:kinds?|types?|sorts?|varieties) of\b/i.test(question);
  if ((answer.status !== 'declined' && !unsureKind && !foundNone && !fromLabel && !manyKinds && !unnamed && !subjectLine) || (neverPrinted(ask) && !namePrinted && !onForm)) return answer;
  const [result] = yield [{ tool: 'read_text', input: { ...scope } }];
  const lines = findingIn(result, 'read_text')?.reading.lines ?? [];
  if (subjectLine && !lines.some(({ text }) => /^\W*subject\b/i.test(text))) return answer;
  // Signs beside animals and plants seldom name them: only one that is printed is an answer.
  if (ask.ask === 'kind' && isLiving(singularOf(ask.noun)) && !lines.some(({ text }) => namesLiving(text))) return answer;
  return (yield* printedAnswer(question, view, scope, lines, { onlyIfItFits: ['count', 'exists', 'where', 'kind', 'subject', 'unnamed'].includes(ask.ask) })) ?? answer;
}

const isLiving = (noun: string) => ['animal', 'plant'].some((kind) => isKindOf(noun, kind, 1));
const namesLiving = (text: string) => (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).some((word) => !/^animals?$|^plants?$/.test(word) && isLiving(singularOf(word)));

function neverPrinted(ask: ThingsAsk): boolean {
  return ['who', 'activity', 'sharpness', 'colour', 'material'].includes(ask.ask) || (ask.ask === 'surroundings' && ask.aspect !== 'room' && ask.aspect !== 'place') || (ask.ask === 'unnamed' && (!['on', 'in', 'beside'].includes(ask.relation) || ask.named.some((noun) => thingsNamed(noun)?.labels.includes('person') === true)));
}

function* answerFor(ask: ThingsAsk, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  switch (ask.ask) {
    case 'count':
      return severalAnswers(ask.nouns.map((noun) => ({ name: noun, answer: tellCount({ ...view, key: ask.nouns.length > 1 ? `${view.key}${noun.replace(/\W+/g, '-')}-` : view.key }, noun, { clause: ask.clause ?? false, ...(ask.owner ? { owner: ask.owner } : {}) }) })));
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
      return yield* planUnnamedThing(ask, view, scope);
    case 'choice':
      if (ask.options.every(isColourName)) return yield* planColourChoice(ask, question, view, scope);
      return yield* planChoice(ask.options, view, scope);
    case 'material':
      return yield* planMaterial(ask.noun, view, scope);
    case 'surroundings':
      return yield* planSurroundings(ask, view, scope);
    case 'activity':
      return activityIn(view, question, ask.whether ?? false);
    case 'sharpness':
      return declined("I can't tell how sharp a picture is.");
    case 'who':
      return tellWho(view);
    case 'colour':
      return yield* planColourOfThing(ask, question, view, scope);
  }
}

/** What is done: a sport or what people do with what they touch, else what the shape of those who are asked for tells. */
function activityIn(view: ThingsView, question: string, whether: boolean): Answer {
  const noun = /^what(?: is| are|'s) (?:(?:the|this|that|these|those) (?:[\p{L}-]+ )?)?([\p{L}-]+) doing\b/iu.exec(question)?.[1]?.toLowerCase();
  const doer = noun === undefined || noun === 'it' ? noun : singularOf(noun);
  const told = tellActivity(view, { whether: whether || isOfAnimal(doer) });
  return told.status !== 'declined' || whether || doer === undefined ? told : (tellPosture(view, doer) ?? told);
}

/** "What is the horse doing?": the sport of people with horses is no answer. */
const isOfAnimal = (noun: string | undefined) => noun !== undefined && !isKindOf(noun, 'person', 1) && isKindOf(noun, 'animal', 2);

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

/** Of people and what they are, no choice is made by looks. */
const ofPeople = /^(?:an? )?(?:boy|girl|man|woman|male|female|men|women|child|adult|baby|kid|teenager|old|young|older|younger|happy|sad|angry|married|single)s?$/;

/** Which of two: by what was found, else by which of the words suits the picture clearly better. */
function* planChoice(options: readonly [string, string], view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const told = tellChoice(view, yield* paletteOf(scope), options, (option) => beliefInOption(view, option));
  if (told.status !== 'declined' || view.labels === undefined || options.some((option) => ofPeople.test(option))) return told;
  const [result] = yield [{ tool: 'compare_words', input: { ...scope, words: [...options] } }];
  const suits = findingIn(result, 'compare_words')?.suits ?? [];
  return (isInOrOut(options) ? tellInOrOut(suits) : tellSuitable(suits)) ?? told;
}

const isInOrOut = (options: readonly string[]) => options.every((option) => /^(?:in|out)(?:doors?|side)$/.test(option));

/** What is around the things, by what was found; a room also by which word for one suits the picture best. */
function* planSurroundings({ aspect, claim }: Extract<ThingsAsk, { ask: 'surroundings' }>, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const told = tellSurroundings(view, yield* paletteOf(scope), aspect, claim);
  if (told.status !== 'declined' || view.labels === undefined || (aspect !== 'room' && aspect !== 'indoors')) return told;
  const [result] = yield [{ tool: 'compare_words', input: { ...scope, words: aspect === 'room' ? rooms : ['indoors', 'outdoors'] } }];
  const suits = findingIn(result, 'compare_words')?.suits ?? [];
  return (aspect === 'room' ? tellSuitable(suits) : tellInOrOut(suits, claim)) ?? told;
}

/** What things are built of, by what they are and by which word suits the picture. */
function* planMaterial(noun: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  const told = tellMaterial(view, noun, yield* paletteOf(scope));
  if (told.status !== 'declined' || view.labels === undefined) return told;
  const [result] = yield [{ tool: 'compare_words', input: { ...scope, words: materials } }];
  return tellSuitableMaterial(noun, findingIn(result, 'compare_words')?.suits ?? []) ?? told;
}

const materials = ['wood', 'bricks', 'stone', 'metal', 'glass', 'concrete', 'plastic', 'fabric'];

const rooms = ['a living room', 'a kitchen', 'a bedroom', 'a bathroom', 'an office', 'a dining room'];

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
