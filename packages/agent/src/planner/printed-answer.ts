import type { TextLine } from '@ocelli/protocol';
import type { Answer } from '../answers/answer.js';
import { clearFrom } from '../photographs/seen-things.js';
import type { ThingsView } from '../photographs/tell-things.js';
import { answerFromPrint } from './answer-from-print.js';
import type { PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** How well print has to fit a question about a photograph that is not there to be read. */
const leastPrinted = 0.42;

/**
 * What is printed answers a question when it is about print, or when the picture is mostly there to be read; in a photograph of
 * things only print that fits the question well does: a name on a shirt is no answer to "what is he holding?". With `onlyIfItFits` in every picture,
 * unless the question asks which or what and is about print or about a page of it.
 */
export function* printedAnswer(question: string, view: ThingsView, scope: PictureScope, lines: readonly TextLine[], { onlyIfItFits = false } = {}): PlanPart<Answer | undefined> {
  if (/\b(?:shapes?|(?<!(?:eye|hair) )colou?rs?(?! of (?:the )?(?:eyes|hair))|material|pattern|made of)\b/i.test(question)) return undefined;
  const mayBeMeant = onlyIfItFits
    ? asksWhich.test(question) && (isAboutPrint(question) || isPage(lines, showsThings(view) ? 2 * pageLines : pageLines))
    : isAboutPrint(question) || isPage(lines) || (!showsThings(view) && isProminent(lines));
  return yield* answerFromPrint(question, view.attachmentId, scope, lines, mayBeMeant ? {} : { leastScore: leastPrinted });
}

/** A question of what is printed, whatever the picture shows. */
function isAboutPrint(question: string): boolean {
  return printWords.test(question);
}

const printWords =
  /\b(?:says?|said|writ\w+|wrote|reads?|texts?|words?|names?|named|called|titles?|authors?|numbers?|brands?|labels?|signs?|logos?|dates?|years?|prices?|costs?|totals?|paid|pay|phone|address|websites?|web|e-?mail|urls?|company|organi[sz]ation|languages?|letters?|sentence|slogan|headline|caption|poster|banner|plaque|page|tickets?|receipts?|menus?|documents?|cards?|hotels?|shops?|stores?|restaurants?|banks?|levels?|floor number|limit|speed|kilomet\w+|km|miles|percent|%|hours?|opens?|close[sd]?|mentioned|according|platform|gate|flight|score|plate|versions?|made by|publish\w*|movies?|films?|musicals?|airlines?|terminals?|schools?|universit\w+|theat(?:er|re)s?|cinemas?|museums?|teams?|fleet|destination|routes?|flavou?rs?|headings?|sponsors?|ingredients?|calories|licen[cs]e)\b/i;

const asksWhich = /^\W*(?:and |so )?(?:(?:in|on|at|of|from|to|by|with|for) )?(?:which|what)\b/i;

/** From so many legible lines a picture is mostly there to be read; where a thing is clearly seen beside them it takes twice as many. */
const pageLines = 6;

function isPage(lines: readonly TextLine[], least = pageLines): boolean {
  return lines.filter(isLegible).length >= least;
}

/** Print that is large in the picture. */
function isProminent(lines: readonly TextLine[]): boolean {
  const legible = lines.filter(isLegible);
  return legible.length >= 3 || legible.some(({ box }) => box[3] - box[1] >= 0.045);
}

const isLegible = ({ score, text }: TextLine) => score >= 0.7 && /[\p{L}\p{N}]{2}/u.test(text);

/** Labels of print itself: a picture that looks like a sign shows nothing but print. */
const printLabels = new Set(['street sign', 'book jacket', 'menu', 'web site', 'comic book', 'crossword puzzle', 'envelope', 'packet', 'binder', 'scoreboard', 'notebook']);

/** Whether something is clearly seen that the question may be about. */
function showsThings({ detections, labels }: ThingsView): boolean {
  return detections.faces.length > 0 || detections.things.some(({ score }) => score >= clearFrom) || (labels ?? []).some(({ label, score }) => score >= 0.4 && !printLabels.has(label));
}
