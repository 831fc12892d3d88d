export * from './turn.js';
export { answerTurn, type AnswerOptions } from './answer-turn.js';
export { answerAsPlainText } from './answers/plain-text.js';
