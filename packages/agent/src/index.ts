export * from './turn.js';
export { answerTurn, type AnswerOptions } from './answer-turn.js';
export { affordedBy, likelyWords, type Surroundings } from './likely-words.js';
export { answerAboutRecording, type HeardRecording } from './recordings/answer-about-recording.js';
export { speaksOfRecording } from './recordings/understand-recording.js';
export { answerAsPlainText } from './answers/plain-text.js';
