import { describe, expect, it } from 'vitest';
import { takeSentences } from './sentences';

/** Feeds a text letter by letter, as it streams, and gives what was said. */
function heard(text: string): string[] {
  const all: string[] = [];
  let next = 0;
  for (let length = 1; length <= text.length; length++) {
    const taken = takeSentences(text.slice(0, length), next, false);
    all.push(...taken.sentences);
    next = taken.next;
  }
  return [...all, ...takeSentences(text, next, true).sentences];
}

describe('sentences of a growing text', () => {
  it('are given once each and in order, the last when the text has ended', () => {
    expect(heard('**15 pawns**: [8 white](#e:white) and [7 black](#e:black). I am sure. All of it')).toEqual(['15 pawns: 8 white and 7 black.', 'I am sure.', 'All of it']);
  });

  it('do not end at the point of a number or a short form', () => {
    expect(heard('The total is 23.40 EUR, e.g. with tax. Done.')).toEqual(['The total is 23.40 EUR, e.g. with tax.', 'Done.']);
  });

  it('end with their line in lists and quotes', () => {
    expect(heard('It says:\n\n> Beach closed  \n> after sunset\n- one\n- two')).toEqual(['It says:', 'Beach closed', 'after sunset', 'one', 'two']);
  });

  it('leave out what is no words', () => {
    expect(heard('***\n---\nYes.')).toEqual(['Yes.']);
  });
});
