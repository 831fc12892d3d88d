import { describe, expect, it } from 'vitest';
import { takeUtterances } from './utterances';

/** Feeds a text letter by letter, as it streams, and gives the words that are said. */
function said(text: string): string[] {
  const all: string[] = [];
  let next = 0;
  const take = (length: number, ended: boolean): void => {
    const taken = takeUtterances(text.slice(0, length), next, { ended, begun: all.length > 0 });
    all.push(...taken.utterances.map(({ words }) => words));
    next = taken.next;
  };
  for (let length = 1; length <= text.length; length++) take(length, false);
  take(text.length, true);
  return all;
}

describe('what is said of a growing answer', () => {
  it('comes sentence by sentence, once each and in order', () => {
    expect(said('**15 pawns**: [8 white](#e:white) and [7 black](#e:black). I am sure. All of it')).toEqual(['15 pawns: 8 white and 7 black.', 'I am sure.', 'All of it']);
  });

  it('is the same when all of it is there at once', () => {
    const text = 'The knight is on e4. It is **white**.\n\n- one\n- two\n\nThat is [all. Really](#e:x).';
    expect(takeUtterances(text, 0, { ended: true, begun: false }).utterances.map(({ words }) => words)).toEqual(said(text));
  });

  it('is not cut at the point of a number, a short form, a move, or in a link', () => {
    expect(said('The total is 23.40 EUR, e.g. with tax. Done.')).toEqual(['The total is 23.40 EUR, e.g. with tax.', 'Done.']);
    expect(said('It went 1. e4 e5 2. Nf3 Nc6 and then castled. The king is on e1. Dr. Who plays.')).toEqual(['It went 1. e4 e5 2. Nf3 Nc6 and then castled.', 'The king is on e1.', 'Dr. Who plays.']);
    expect(said('The sign says [No parking. Ever](#e:sign), it is 5 p.m. now.')).toEqual(['The sign says No parking. Ever, it is 5 p.m. now.']);
    expect(said('Run `a. B` first. Then wait.')).toEqual(['Run a. B first.', 'Then wait.']);
  });

  it('takes items, headings and quotes one by one, and a wrapped paragraph as one', () => {
    expect(said('## Found\n1. A cat\n2. A dog\n> Beach closed\n\nBoth are\nasleep')).toEqual(['Found', '1. A cat', '2. A dog', 'Beach closed', 'Both are asleep']);
  });

  it('says where a paragraph ends, for the longer rest after it', () => {
    const { utterances } = takeUtterances('One. Two.\n\nThree.\nFour.', 0, { ended: true, begun: false });
    expect(utterances.map(({ markdown }) => markdown)).toEqual(['One.', 'Two.\n', 'Three.', 'Four.']);
  });

  it('keeps code and tables whole', () => {
    const pieces = takeUtterances('See:\n\n```js\na. B\n\nc.\n```\n| a | b |\n|---|---|\n| 1. | 2 |\nDone.', 0, { ended: true, begun: false }).utterances.map(({ markdown }) => markdown);
    expect(pieces).toEqual(['See:\n', '```js\na. B\n\nc.\n```', '| a | b |\n|---|---|\n| 1. | 2 |', 'Done.']);
  });

  it('begins a long first sentence with its first clause, and no later one', () => {
    const long = 'On the left side of the picture, a woman in a red coat walks her dog, and behind her two children play with a ball. On the right side of the street stands a bus, which has its doors open, and people get in.';
    expect(said(long)).toEqual([
      'On the left side of the picture,',
      'a woman in a red coat walks her dog, and behind her two children play with a ball.',
      'On the right side of the street stands a bus, which has its doors open, and people get in.',
    ]);
  });

  it('waits for what decides', () => {
    expect(takeUtterances('It is 3.', 0, { ended: false, begun: false }).utterances).toEqual([]);
    expect(takeUtterances('It is 3. ', 0, { ended: false, begun: false }).utterances).toEqual([]);
    expect(takeUtterances('It is 3. A b', 0, { ended: false, begun: false })).toMatchObject({ next: 8 });
  });

  it('never takes more than one breath, nor nothing', () => {
    const pieces = said(`${'word '.repeat(400)}end.`);
    expect(pieces.length).toBeGreaterThan(3);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(500);
    expect(said('***\n---\n')).toEqual([]);
  });
});
