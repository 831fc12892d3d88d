import type { Answer } from '../answers/answer.js';
import { answered, declined, hedged } from '../answers/answer.js';
import { pictureText, quoted } from '../answers/picture-text.js';
import { link, listed } from '../answers/wording.js';
import { isIllegible } from '../boards/board-view.js';
import { illegibleBoard } from '../boards/count-pieces.js';
import { describeBoard } from '../boards/tell-position.js';
import { colourfulShare, greyShare } from '../photographs/everyday-colour.js';
import { subjectsOf } from '../photographs/main-subjects.js';
import { classifierWouldKnow } from '../photographs/missing-classifier.js';
import { seenFrom } from '../photographs/seen-things.js';
import { doingWith, tellSport } from '../photographs/tell-activity.js';
import { mainColours } from '../photographs/tell-colour.js';
import { tellPlaceOf, tellScene } from '../photographs/tell-scene.js';
import { tellSetting } from '../photographs/tell-setting.js';
import type { ThingsView } from '../photographs/tell-things.js';
import { firstWords } from '../text-answers/find-statement.js';
import { lineMarks } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import { boardViews } from './plan-board-answer.js';
import { paletteOf } from './looks.js';
import { findingIn, type Plan, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Words of printed text that a description quotes, and that a short answer does. */
const quotedWords = { description: 25, answer: 10 };
/** Things whose colours a description tells. */
const mostColoured = 2;

/** A picture in which anything is seen or that looks like anything, not a page or a drawing of none of it. */
const isPhotograph = ({ detections, labels }: ThingsView) => detections.things.some(({ score }) => score >= seenFrom) || (labels ?? []).some(({ score }) => score >= leastLabel);
const leastLabel = 0.1;

/** What a picture may be of that nothing is found in. */
const sceneries = ['mountains', 'the sea', 'trees', 'plants', 'a wall', 'food', 'a waterfall'];
/** By how much mountains must suit it better than the rest, and plants and trees together. */
const sceneryLead = { mountains: 0.018, plants: 0.035 };

/** Mountains, or plants from near, where these words suit a picture clearly better than others. */
function* sceneryOf(scope: PictureScope): PlanPart<Answer | undefined> {
  const [result] = yield [{ tool: 'compare_words', input: { ...scope, words: sceneries } }];
  const suits = findingIn(result, 'compare_words')?.suits ?? [];
  const [best, next] = suits;
  const [plants, others] = [suits.filter(({ words }) => /^(?:trees|plants)$/.test(words)), suits.filter(({ words }) => !/^(?:trees|plants)$/.test(words))];
  if (best?.words === 'mountains' && next && best.score - next.score >= sceneryLead.mountains) return hedged('Probably **mountains**: that suits the picture best.');
  if (best && others[0] && plants.length === 2 && plants[1]!.score - others[0].score >= sceneryLead.plants) return hedged('Probably **a plant (leaves, a branch or a tree)**: that suits the picture best.');
  return undefined;
}

/** Tells what is in pictures: a board, things, text, colours, whatever was found. */
export function* planOverviewAnswer(question: string, turn: TurnInput, scopes: PictureScope[]): Plan {
  const answers: { name: string; answer: Answer }[] = [];
  for (const scope of scopes) answers.push({ name: `picture ${scope.picture}`, answer: yield* describe(question, turn, scope) });
  return severalAnswers(answers);
}

function* describe(question: string, turn: TurnInput, scope: PictureScope): PlanPart<Answer> {
  const [lookResult, boardResult, textResult, askedResult] = yield [
    { tool: 'look', input: { ...scope } },
    { tool: 'read_board', input: { ...scope } },
    { tool: 'read_text', input: { ...scope } },
    { tool: 'ask_picture', input: { ...scope, question: (question || 'What is in this picture?').slice(0, 1_000) } },
  ];
  const attachmentId = turn.pictures[scope.picture - 1]!.id;
  const spoken = findingIn(askedResult, 'ask_picture')?.said;
  if (spoken) return hedged(pictureText(spoken).slice(0, 600));
  const parts: Answer[] = [];
  const isDescription = /\b(?:describe|description|caption|explain|tell me about|summari[sz]e|analy[sz]e)\b/i.test(question);
  const board = findingIn(boardResult, 'read_board');
  const view = board && boardViews(turn, [scope], [board])[0];
  if (view) parts.push(isIllegible(view) ? illegibleBoard(view) : describeBoard(view));
  const look = findingIn(lookResult, 'look');
  const things: ThingsView = { attachmentId, detections: look?.things ?? { things: [], faces: [] }, ...(look?.labels ? { labels: look.labels } : {}), name: '', key: '', region: scope.region !== undefined };
  if (!view) {
    const place = tellPlaceOf(things);
    const scene = tellScene(things, { places: isDescription, placed: place !== '' });
    if (scene) parts.push(scene);
    if (place) parts.push(hedged(place));
    if (isDescription && isPhotograph(things)) {
      const setting = tellSetting(things, yield* paletteOf(scope), { placed: place !== '' });
      if (setting) parts.push(hedged(setting));
      const doing = doingWith(things);
      const sport = doing ? `Somebody is probably ${doing.words}.` : tellSport(things);
      if (sport) parts.push(hedged(sport));
    }
    if (isDescription) parts.push(...(yield* coloursOfThings(things, scope)));
  }
  const lines = findingIn(textResult, 'read_text')?.reading.lines.map((line, index) => ({ ...line, index })) ?? [];
  const clear = lines.filter(({ score, text }) => score >= 0.7 && /[\p{L}\p{N}]{3}|\p{Lo}{2}/u.test(text));
  if (clear.length > 0 && !view) {
    const shown = [...clear].sort((one, other) => other.box[3] - other.box[1] - (one.box[3] - one.box[1])).slice(0, 6).sort((one, other) => one.index - other.index);
    parts.push(answered(`${link('The text', 'text')} says ${quoted(firstWords(shown.map(({ text }) => text).join(' · '), isDescription ? quotedWords.description : quotedWords.answer))}.`, lineMarks(attachmentId, clear, 'text')));
  }
  const colours = (look?.colours ?? []).filter(({ name }, index, all) => all.findIndex((one) => one.name === name) === index).slice(0, 3);
  if (isDescription && !view && isPhotograph(things) && colours.length > 0 && colourfulShare(look?.colours ?? []) <= greyShare) parts.push(hedged('It is a black-and-white photograph.'));
  else if (isDescription && !view && parts.length > 0 && colours.length > 0) parts.push(answered(`Its main colours are ${listed(colours.map(({ name }) => name))}.`));
  const scenery = parts.length === 0 && look?.labels ? yield* sceneryOf(scope) : undefined;
  if (scenery) return scenery;
  if (parts.length === 0 && colours.length > 0) {
    return declined(`I recognise no thing, text or board in it. Its main colours are ${listed(colours.map(({ name }) => name))}.`);
  }
  if (parts.length === 0) return declined(`I recognise no thing, text or board in this picture.${look && look.labels === undefined ? classifierWouldKnow : ''}`);
  if (!isDescription && !view) shorten(parts);
  const status = parts.every((part) => part.status === 'answered') ? 'answered' : parts.every((part) => part.status === 'declined') ? 'declined' : 'hedged';
  return { text: parts.map(({ text }) => text).join(' '), status, evidence: parts.flatMap(({ evidence }) => evidence) };
}

/** Words of an answer to a question that asks for no description. */
const mostWords = 30;

/** Leaves out the last sentences until the rest is short enough; the first stays. */
function shorten(parts: Answer[]): void {
  const words = () => parts.reduce((sum, { text }) => sum + text.replace(/\]\(#e:[^)]*\)/g, '').split(/\s+/).length, 0);
  while (parts.length > 1 && words() > mostWords) parts.pop();
}

/** "The car is mostly red.": the colours of the most prominent things that stand alone. */
function* coloursOfThings(view: ThingsView, scope: PictureScope): PlanPart<Answer[]> {
  const things = subjectsOf(view).filter(({ name, things: boxes, belief }) => name !== 'person' && boxes.length === 1 && belief >= 0.5).slice(0, mostColoured);
  if (things.length === 0) return [];
  const results = yield things.map(({ things: [thing] }) => ({ tool: 'look' as const, input: { picture: scope.picture, region: thing!.box, aspects: ['colours'] } }));
  return things.flatMap(({ name }, index) => {
    const main = mainColours(findingIn(results[index], 'look')?.colours ?? []).slice(0, 2);
    return main.length > 0 ? [hedged(`The ${name} is mostly ${listed(main)}.`)] : [];
  });
}
