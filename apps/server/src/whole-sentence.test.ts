import { expect, it } from 'vitest';
import { isWholeSentence } from './whole-sentence.js';

it.each(['How many pawns are on the board?', 'And black?', 'Describe it.', 'Count them!', 'What is it made of?', 'Which one is it?', 'What time is it?', '你好吗？', 'Stop.', 'He said "hello."'])('"%s" is said to its end', (text) => {
  expect(isWholeSentence(text)).toBe(true);
});

it.each(['How many...', 'How many?', 'What is', 'And where is?', "What's?", 'Is there?', 'How many pawns are on the.', 'What is on e4 and', 'What is this, um.', 'Uh...', 'How many, uh,', 'What colour?', 'Tell me.'])('after "%s" more is likely to come', (text) => {
  expect(isWholeSentence(text)).toBe(false);
});
