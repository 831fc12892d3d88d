import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardinal, ordinal, year } from './number-words.js';
import { spellOut } from './spell-out.js';

describe('spelling out', () => {
  it.each([
    ['There are 16 pawns.', 'There are sixteen pawns.'],
    ['1,024 x', 'one thousand twenty-four x'],
    ['about 3.14', 'about three point one four'],
    ['0.5', 'zero point five'],
    ['-5 degrees', 'minus five degrees'],
    ['3-5 people', 'three to five people'],
    ['3–5 people', 'three to five people'],
    ['12 km', 'twelve kilometers'],
    ['1 km', 'one kilometer'],
    ['90 km/h', 'ninety kilometers per hour'],
    ['5MB', 'five megabytes'],
    ['98%', 'ninety-eight percent'],
    ['-3 °C', 'minus three degrees Celsius'],
    ['1920 × 1080 px', 'one thousand nine hundred twenty by one thousand eighty pixels'],
    ['the 1st and the 22nd', 'the first and the twenty-second'],
    ['in 1999', 'in nineteen ninety-nine'],
    ['in 1905', 'in nineteen oh five'],
    ['since 2007', 'since two thousand seven'],
    ['of 1500 people', 'of one thousand five hundred people'],
    ['the 1990s', 'the nineteen nineties'],
    ['taken on 2024-05-17', 'taken on May seventeenth, twenty twenty-four'],
    ['on May 3, 2021', 'on May third, twenty twenty-one'],
    ['on 3 May 2021', 'on the third of May, twenty twenty-one'],
    ['at 14:30', 'at fourteen thirty'],
    ['at 9:05 am', 'at nine oh five AM'],
    ['at 10:00', "at ten o'clock"],
    ['at 5 p.m. today', 'at five PM today'],
    ['it costs $3.50', 'it costs three dollars and fifty cents'],
    ['$1', 'one dollar'],
    ['£0.99', 'ninety-nine pence'],
    ['12,50 €', 'twelve euros and fifty cents'],
    ['$2.5 million', 'two point five million dollars'],
    ['version 1.2.3', 'version one point two point three'],
    ['1/2 of it', 'one half of it'],
    ['2:1', 'two to one'],
    ['call 555-123-4567', 'call five five five, one two three, four five six seven'],
    ['code 007', 'code zero zero seven'],
    ['e.g. a cup', 'for example, a cup'],
    ['Dr. Who and Mr. Bean', 'Doctor Who and Mister Bean'],
    ['salt & pepper', 'salt and pepper'],
    ['left → right', 'left to right'],
    ['see https://example.org/a?b=c.', 'see a link.'],
    ['write to someone@example.org', 'write to an e-mail address'],
  ])('says %s as %s', (written, spoken) => {
    expect(spellOut(written)).toBe(spoken);
  });

  it.each([
    ['The knight on e4 attacks d6.', 'The knight on E four attacks D six.'],
    ['Nf3', 'knight F three'],
    ['Nbd7', 'knight B D seven'],
    ['exd5', 'E takes D five'],
    ['Qxe7#', 'queen takes E seven, mate'],
    ['Bb5+', 'bishop B five, check'],
    ['O-O', 'castles kingside'],
    ['O-O-O', 'castles queenside'],
    ['e8=Q', 'E eight, becoming a queen'],
    ['1. e4 e5', 'one: E four, E five'],
    ['1. e4 e5 2. Nf3 Nc6', 'one: E four, E five, two: knight F three, knight C six'],
    ['Bb5+ Kf8', 'bishop B five, check, king F eight'],
    ['from a1–h8', 'from A one to H eight'],
    ['the e-file', 'the E file'],
  ])('says %s of chess as %s', (written, spoken) => {
    expect(spellOut(written)).toBe(spoken);
  });

  it('names numbers', () => {
    expect([cardinal('0'), cardinal('100'), cardinal('1000001'), cardinal('12345678901234567')]).toEqual(['zero', 'one hundred', 'one million one', 'one two three four five six seven eight nine zero one two three four five six seven']);
    expect([ordinal('1'), ordinal('12'), ordinal('20'), ordinal('103')]).toEqual(['first', 'twelfth', 'twentieth', 'one hundred third']);
    expect([year('1900'), year('2000'), year('2024'), year('1066')]).toEqual(['nineteen hundred', 'two thousand', 'twenty twenty-four', 'ten sixty-six']);
  });

  it('leaves no digit and never fails', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,:/$€%°+#xKQRBNa-hO \-–]{0,30}$/)), (text) => {
      expect(spellOut(text)).not.toMatch(/[0-9]/);
    }), { numRuns: 500 });
  });
});
