import type { PastTurn } from '../turn.js';
import type { Intent } from './intent.js';
import { questionWords, type QuestionWords } from './question-words.js';
import { continueBoard, understandBoard } from './understand-board.js';
import { understandTalk } from './understand-talk.js';

/** What a question asks for; words that only make sense after the last question ("and black?") continue it. */
export function understandQuestion(question: QuestionWords, history: readonly PastTurn[]): Intent {
  const talk = understandTalk(question);
  if (talk) return { about: 'talk', ask: talk };
  const past = history.at(-1);
  const previous = past && understandQuestion(questionWords(past.question), history.slice(0, -1));
  const onBoard = previous?.about === 'board' || (past?.evidence.some(({ kind }) => kind === 'square' || kind === 'board') ?? false);
  if (previous?.about === 'board' && isElliptical(question)) {
    const continued = continueBoard(previous, question);
    if (continued) return { about: 'board', ...continued };
  }
  const board = understandBoard(question, onBoard);
  if (board) return { about: 'board', ...board };
  return { about: 'open', question: question.raw };
}

function isElliptical({ text, words }: QuestionWords): boolean {
  return /^(and|what about|how about|or|but|also|now|then|und|et|y|e)\b/.test(text) || words.length <= 5;
}
