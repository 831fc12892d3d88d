import type { Answer } from '../answers/answer.js';
import { declined } from '../answers/answer.js';
import { capitalised, counted, link, listed, pluralOf } from '../answers/wording.js';
import { areaOf, sightingOf, thingMarks } from '../photographs/seen-things.js';
import { tellActivity, tellComparison, tellCount, tellKind, tellPlaces, tellThingColour, tellWhether, tellWho, unfoundColour, unknownThing, type Pick, type ThingsView } from '../photographs/tell-things.js';
import { thingsNamed } from '../photographs/thing-names.js';
import { answerFromText } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import type { ThingsAsk } from './intent.js';
import { findingIn, use, type Plan, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Detects what a question about a photograph needs and answers it. */
export function* planThingsAnswer(ask: ThingsAsk, question: string, turn: TurnInput, scopes: PictureScope[]): Plan {
  const nouns = 'nouns' in ask ? ask.nouns : 'noun' in ask ? [ask.noun] : [];
  const classes = nouns.flatMap((noun) => thingsNamed(noun)?.labels ?? []);
  const needsLabels = nouns.some((noun) => !thingsNamed(noun)) || ask.ask === 'kind';
  const results = yield scopes.map((scope) =>
    needsLabels
      ? { tool: 'look' as const, input: { ...scope, aspects: ['things', 'labels'] } }
      : { tool: 'count_things' as const, input: { ...scope, ...(classes.length > 0 ? { things: [...new Set(classes)] } : {}) } },
  );
  const views = results.flatMap((result, index): ThingsView[] => {
    const looked = findingIn(result, 'look');
    const detections = looked?.things ?? findingIn(result, 'count_things')?.detections;
    const scope = scopes[index]!;
    const several = scopes.length > 1;
    return detections
      ? [{ attachmentId: turn.pictures[scope.picture - 1]!.id, detections, ...(looked?.labels ? { labels: looked.labels } : {}), name: several ? `picture ${scope.picture}` : '', key: several ? `p${scope.picture}-` : '', region: scope.region !== undefined }]
      : [];
  });
  if (views.length === 0) return declined("I can't tell: no installed model can find things in pictures.");
  if (ask.ask === 'count' && views.length > 1 && ask.nouns.length === 1) return countInSeveral(views, ask.nouns[0]!);
  const answers: { name: string; answer: Answer }[] = [];
  for (const [index, view] of views.entries()) answers.push({ name: view.name, answer: yield* orPrinted(yield* answerFor(ask, question, view, scopes[index]!), ask, question, view, scopes[index]!) });
  return severalAnswers(answers);
}

/** What the detector cannot tell may be printed: "school bus", "206 steps". Who people are is not looked for. */
function* orPrinted(answer: Answer, ask: ThingsAsk, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  if (answer.status === 'answered' || ask.ask === 'who' || ask.ask === 'activity' || (answer.status === 'hedged' && ask.ask !== 'kind')) return answer;
  const [result] = yield [{ tool: 'read_text', input: { ...scope } }];
  return answerFromText(view.attachmentId, question, findingIn(result, 'read_text')?.reading.lines ?? [], { leastScore: leastPrinted }) ?? answer;
}

/** How well print has to fit a question that is about things. */
const leastPrinted = 0.42;

function* answerFor(ask: ThingsAsk, question: string, view: ThingsView, scope: PictureScope): PlanPart<Answer> {
  switch (ask.ask) {
    case 'count':
      return severalAnswers(ask.nouns.map((noun) => ({ name: noun, answer: tellCount({ ...view, key: ask.nouns.length > 1 ? `${view.key}${noun.replace(/\W+/g, '-')}-` : view.key }, noun) })));
    case 'exists':
      return tellWhether(view, ask.nouns);
    case 'where':
      return tellPlaces(view, ask.nouns[0]!, pickIn(question));
    case 'compare':
      return tellComparison(view, ask.nouns, ask.wanted);
    case 'kind':
      return tellKind(view, ask.noun);
    case 'activity':
      return tellActivity(view);
    case 'who':
      return tellWho(view);
    case 'colour': {
      const named = thingsNamed(ask.noun);
      const thing = named && sightingOf(view.detections, named.labels).found.sort((one, other) => areaOf(other) - areaOf(one))[0];
      const { colours } = yield* use('look', { picture: scope.picture, ...(thing ? { region: inner(thing.box) } : scope.region ? { region: scope.region } : {}), aspects: ['colours'] });
      return thing ? tellThingColour(view, thing, colours ?? []) : unfoundColour(view, ask.noun, colours ?? []);
    }
  }
}

/** The middle of a box, where the thing fills it best. */
function inner([x0, y0, x1, y1]: [number, number, number, number]): [number, number, number, number] {
  const [dx, dy] = [(x1 - x0) / 5, (y1 - y0) / 5];
  return [x0 + dx, y0 + dy, x1 - dx, y1 - dy];
}

function pickIn(question: string): Pick | undefined {
  const picks: [Pick, RegExp][] = [
    ['leftmost', /\b(leftmost|furthest left|far left|on the far left)\b/i], ['rightmost', /\b(rightmost|furthest right|far right)\b/i], ['topmost', /\b(topmost|highest|uppermost)\b/i],
    ['lowest', /\b(lowest|bottommost)\b/i], ['largest', /\b(largest|biggest)\b/i], ['smallest', /\b(smallest|tiniest)\b/i],
  ];
  return picks.find(([, pattern]) => pattern.test(question))?.[0];
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
