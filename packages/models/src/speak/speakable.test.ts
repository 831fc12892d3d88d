import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speakable } from './speakable.js';
import { speechPieces } from './speech-pieces.js';
import { spellOut } from './spell-out.js';

describe('reading Markdown aloud', () => {
  it.each([
    ['There are [16 pawns](#e:pawns) on the **board**.', 'There are 16 pawns on the board.'],
    ['# The position\n\nWhite is ahead', 'The position.\nWhite is ahead.'],
    ['- a cup\n- a plate\n- a spoon', 'a cup, a plate and a spoon.'],
    ['- A cup stands on the left side of it.\n- A plate', 'A cup stands on the left side of it.\nA plate.'],
    ['1. Open it\n2. Close it', '1: Open it.\n2: Close it.'],
    ['```js\nconst a = 1;\n```', 'The code is on the screen.'],
    ['The square `e4` is free.', 'The square e4 is free.'],
    ['It is `rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR`.', 'It is rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR.'],
    ['Run `npm_config_x=1 foo()`.', 'Run what is on the screen.'],
    ['See https://example.org/a_b?c=1 now', 'See a link now.'],
    ['See [the page](https://example.org) now', 'See the page now.'],
    ['See <https://example.org>', 'See a link.'],
    ['![a red bus](bus.png)', 'a picture: a red bus.'],
    ['| piece | count |\n|-|-|\n| pawn | 8 |\n| rook | 2 |', 'piece: pawn, count: 8.\npiece: rook, count: 2.'],
    [`| a |\n|-|\n${'| 1 |\n'.repeat(9)}`, 'A table of 9 rows is on the screen.'],
    ['> quoted *words*', 'quoted words.'],
    ['Good 👍🏽 work 🇫🇷!', 'Good work !'],
    ['a\nb', 'a b.'],
    ['<b>bold</b> <script>alert(1)</script>', 'bold alert(1).'],
    ['---', ''],
    ['It says [“https\\://example.org/a”](#e:code).', 'It says “https://example.org/a”.'],
    ['“https://example.org/a”', '“a link”.'],
    ['★★★☆☆', '★★★☆☆.'],
    ['>'.repeat(2_000) + 'deep', 'deep.'],
    ['Is it?', 'Is it?'],
  ])('%j is said as %j', (markdown, said) => {
    expect(speakable(markdown)).toBe(said);
  });

  it('reads no mark, address or code whatever it is given', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('**', '`', '[', '](http://a.b/c)', '#', '- ', '\n', '\n\n', 'word', ' ', '|', '1. ', '```\ncode\n```', 'https://x.y/z', '<i>', '~~', '👍'), { maxLength: 30 }), (parts) => {
      expect(spellOut(speakable(parts.join('')))).not.toMatch(/https?:|x\.y|a\.b|```/);
    }), { numRuns: 300 });
  });
});

describe('pieces of speech', () => {
  it('begins with a short piece where the first sentence is long', () => {
    const pieces = speechPieces('On the left of the picture, there is a large brown horse that looks over a wooden fence, and a small child feeds it with grass. It is sunny.');
    expect(pieces[0]!.text).toBe('On the left of the picture,');
    expect(pieces.map(({ text }) => text).join(' ')).toContain('It is sunny.');
  });

  it('says a number before the line that it was read from', () => {
    expect(speechPieces('twenty-six point three five (“Total twenty-six point three five”).').map(({ text }) => text)).toEqual(['twenty-six point three five', '(“Total twenty-six point three five”).']);
  });

  it('cuts at sentences and rests longer after paragraphs', () => {
    expect(speechPieces('There are sixteen pawns. Eight of them are black.\nWhite is to move.')).toEqual([
      { text: 'There are sixteen pawns.', pause: 0.3 },
      { text: 'Eight of them are black.', pause: 0.55 },
      { text: 'White is to move.', pause: 0.55 },
    ]);
  });

  it('leaves no scrap alone and does not stop after titles', () => {
    expect(speechPieces('Yes. There are two cups on the table.').map(({ text }) => text)).toEqual(['Yes. There are two cups on the table.']);
    expect(speechPieces('This is what J. R. Smith saw in the garden yesterday.')).toHaveLength(1);
  });

  it('makes pieces of bounded length, and loses no word, of any text', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom('the', 'horse', 'runs,', 'and', 'Stop.', 'Really?', '\n', '—', 'x'.repeat(300)), fc.string({ maxLength: 12 })), { maxLength: 120 }), (parts) => {
      const text = parts.join(' ');
      const pieces = speechPieces(text);
      expect(pieces.every(({ text: piece }) => piece.length > 0 && piece.length <= 240)).toBe(true);
      expect(pieces.map(({ text: piece }) => piece).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }), { numRuns: 300 });
  });
});
