import { answered, declined } from '../answers/answer.js';
import { pictureFirst, sorryOnlyEnglish } from '../languages/only-english.js';
import { languageOf } from '../languages/language-of.js';
import type { TurnInput } from '../turn.js';
import type { Intent } from './intent.js';
import type { Plan } from './plan.js';
import { isOnlyChess, planBoardAnswer } from './plan-board-answer.js';
import { planCodeAnswer } from './plan-code-answer.js';
import { planColoursAnswer } from './plan-colours-answer.js';
import { planFileAnswer } from './plan-file-answer.js';
import { planOpenAnswer } from './plan-open-answer.js';
import { planOverviewAnswer } from './plan-overview-answer.js';
import { planTextAnswer } from './plan-text-answer.js';
import { planThingsAnswer } from './plan-things-answer.js';
import { correctTypos } from './correct-typos.js';
import { questionWords } from './question-words.js';
import { resolvePictures, type PictureScope } from './resolve-pictures.js';
import { saidPlainly } from './said-plainly.js';
import { talkAnswer } from './talk-answer.js';
import { understandBoard } from './understand-board.js';
import { understandQuestion } from './understand-question.js';

/** How the question of a turn gets its answer. Words that mean chess only before a board ("who is winning?") look for one first. */
export function* planAnswer(turn: TurnInput): Plan {
  // What a question quotes may be in any language.
  const language = languageOf(turn.question.replace(/["“”«»][^"“”«»]*["“”«»]/g, ' '));
  const question = questionWords(language === 'en' ? saidPlainly(correctTypos(turn.question)) : turn.question);
  const intent = question.words.length === 0 && turn.attached.length > 0 ? ({ about: 'overview' } as const) : understandQuestion(question, turn.history);
  const weather = intent.about === 'talk' && intent.ask === 'off-topic' && turn.attached.length > 0 && /\bweather (?:like|in|on|here|there|shown)\b(?! (?:today|tomorrow))/.test(question.text);
  if (weather) return yield* planThingsAnswer({ ask: 'surroundings', aspect: 'weather' }, question.raw, turn, resolvePictures(turn, question));
  if (intent.about === 'talk') return talkAnswer(intent.ask, turn);
  const scopes = resolvePictures(turn, question);
  if (scopes.length === 0) return answered(pictureFirst(language));
  if (language !== 'en' && intent.about === 'open') return declined(sorryOnlyEnglish(language));
  const onBoard = intent.about === 'open' || intent.about === 'things' ? understandBoard(question, true) : undefined;
  const plain = () => planFor(intent, question.raw, turn, scopes);
  return yield* onBoard && onBoard.ask !== 'describe' && onBoard.ask !== 'whose-move' ? planBoardAnswer(onBoard, question.raw, turn, scopes, plain) : plain();
}


function planFor(intent: Exclude<Intent, { about: 'talk' }>, question: string, turn: TurnInput, scopes: PictureScope[]): Plan {
  switch (intent.about) {
    case 'board':
      return planBoardAnswer(intent, question, turn, scopes, isOnlyChess(intent) ? undefined : () => planOpenAnswer(question, turn, scopes));
    case 'things':
      return planThingsAnswer(intent, question, turn, scopes);
    case 'text':
      return planTextAnswer(intent, turn, scopes);
    case 'code':
      return planCodeAnswer(turn, scopes);
    case 'file':
      return planFileAnswer(intent.ask, turn, scopes);
    case 'colours':
      return planColoursAnswer(intent, turn, scopes);
    case 'overview':
      return planOverviewAnswer(question, turn, scopes);
    case 'open':
      return planOpenAnswer(intent.question, turn, scopes);
  }
}
