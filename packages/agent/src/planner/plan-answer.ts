import { declined } from '../answers/answer.js';
import type { TurnInput } from '../turn.js';
import type { Intent } from './intent.js';
import type { Plan } from './plan.js';
import { planBoardAnswer } from './plan-board-answer.js';
import { planTextAnswer } from './plan-text-answer.js';
import { questionWords } from './question-words.js';
import { resolvePictures, type PictureScope } from './resolve-pictures.js';
import { talkAnswer } from './talk-answer.js';
import { understandQuestion } from './understand-question.js';

/** How the question of a turn gets its answer. */
export function* planAnswer(turn: TurnInput): Plan {
  const question = questionWords(turn.question);
  const intent: Intent = understandQuestion(question, turn.history);
  const scopes = resolvePictures(turn, question);
  if (intent.about === 'talk') return talkAnswer(intent.ask, turn);
  if (scopes.length === 0) return declined('Show me a picture first: drop one here, paste it or pick a sample. Then ask me about it.');
  return yield* planFor(intent, turn, scopes);
}

function planFor(intent: Exclude<Intent, { about: 'talk' }>, turn: TurnInput, scopes: PictureScope[]): Plan {
  switch (intent.about) {
    case 'board':
      return planBoardAnswer(intent, turn, scopes);
    default:
      return planTextAnswer({ ask: 'question', question: turn.question }, turn, scopes);
  }
}
