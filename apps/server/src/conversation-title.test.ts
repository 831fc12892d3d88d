import { describe, expect, it } from 'vitest';
import { conversationTitle } from './conversation-title.js';

describe('the title of a conversation', () => {
  it.each([
    ['how many pawns?', 'how many pawns?'],
    ['  how\n\nmany\tpawns?  ', 'how many pawns?'],
    ['', 'A picture'],
    [' \n ', 'A picture'],
    ['which of these two positions is better for the side that has lost a rook already?', 'which of these two positions is better for the side that…'],
    ['a'.repeat(70), `${'a'.repeat(60)}…`],
    ['🐈'.repeat(70), `${'🐈'.repeat(60)}…`],
  ])('is the beginning of its first question: %j', (question, title) => {
    expect(conversationTitle(question)).toBe(title);
  });
});
