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
    ['e2e4', 'E two to E four'],
    ['e8=Q', 'E eight, becoming a queen'],
    ['½-½', 'a draw'],
    ['r1bqkbnr/pppp1ppp/2n5/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R w KQkq - 0 1', 'the position on the screen'],
    ['€ 3,99', 'three euros and ninety-nine cents'],
    ['EUR 3.99', 'three euros and ninety-nine cents'],
    ['CHF 12.–', 'twelve francs'],
    ['-$5', 'minus five dollars'],
    ['$5–10', 'five dollars to ten dollars'],
    ['5–10 €', 'five to ten euros'],
    ['$1,234.56', 'one thousand two hundred thirty-four dollars and fifty-six cents'],
    ['25¢', 'twenty-five cents'],
    ['12.05.2024', 'May twelfth, twenty twenty-four'],
    ['13/05/2024', 'May thirteenth, twenty twenty-four'],
    ['05/12/2024', 'five, twelve, twenty twenty-four'],
    ['2024:05:12 15:04:05', 'May twelfth, twenty twenty-four, at fifteen oh four and five seconds'],
    ['2024-05-12T15:04:05Z', 'May twelfth, twenty twenty-four, at fifteen oh four and five seconds'],
    ['10:30–11:00', 'ten thirty to eleven o\'clock'],
    ['8:30 - 18:00', 'eight thirty to eighteen hundred'],
    ['until 0:00', 'until midnight'],
    ['bar code (EAN-13)](#e:p1-code-1) says “4006381333931”', 'bar code (EAN thirteen) says “four zero zero six three eight one three three three nine three one”'],
    ['Mon–Fri', 'Monday to Friday'],
    ['1990–1995', 'nineteen ninety to nineteen ninety-five'],
    ['\'90s', 'nineties'],
    ['1920x1080', 'one thousand nine hundred twenty by one thousand eighty'],
    ['3 m x 4 m', 'three meters by four meters'],
    ['1,200 × 900 pixels (1.1 megapixels), a file of 245 kB', 'one thousand two hundred by nine hundred pixels (one point one megapixels), a file of two hundred forty-five kilobytes'],
    ['at f/1.8, 1/250 s, ISO 400, 24-70 mm', 'at F one point eight, one two hundred fiftieth of a second, ISO four hundred, twenty-four to seventy millimeters'],
    ['16:9', 'sixteen to nine'],
    ['7/8', 'seven eighths'],
    ['2½ cups', 'two and a half cups'],
    ['12/24', 'twelve over twenty-four'],
    ['+49 30 1234567', 'plus four nine, three zero, one two three four five six seven'],
    ['(555) 123-4567', 'five five five, one two three, four five six seven'],
    ['call 555-1234', 'call five five five, one two three four'],
    ['ISBN 978-3-16-148410-0', 'ISBN nine seven eight, three, one six, one four eight four one zero, zero'],
    ['4111 1111 1111 1111', 'four one one one, one one one one, one one one one, one one one one'],
    ['1 000 000', 'one million'],
    ['1.000,50', 'one thousand point five zero'],
    ['example.com', 'example dot com'],
    ['visit example.co.uk/menu today', 'visit a link today'],
    ['says “https://example.org/a”.', 'says “a link”.'],
    ['#ff8800', 'hex F F eight eight zero zero'],
    ['#1', 'number one'],
    ['WIFI:S:home;T:WPA;P:secret;;', 'a code that is on the screen'],
    ['d583ccff3cdca2f7fae535cb998ac07e9fcb90f0', 'a code that is on the screen'],
    ['550e8400-e29b-41d4-a716-446655440000', 'a code that is on the screen'],
    ['IMG_1234.JPG', 'IMG one two three four dot JPG'],
    ['“IMG_20240512_150405.jpg”', '“IMG a number dot JPG”'],
    ['/home/me/photos/cat.png', 'cat dot PNG'],
    ['snake_case_name', 'snake case name'],
    ['5\'11"', 'five feet eleven inches'],
    ['15" screen', 'fifteen inches screen'],
    ['52°31\'12" N', 'fifty-two degrees thirty-one minutes twelve seconds north'],
    ['6 ft 2 in', 'six feet two inches'],
    ['1 in 5', 'one in five'],
    ['12 V', 'twelve volts'],
    ['10 GB/s', 'ten gigabytes per second'],
    ['x²', 'x squared'],
    ['H₂O', 'H two O'],
    ['10^6', 'ten to the power of six'],
    ['5 > 3', 'five is greater than three'],
    ['10 / 2', 'ten divided by two'],
    ['COVID-19', 'COVID nineteen'],
    ['1080p', 'ten eighty P'],
    ['10k', 'ten thousand'],
    ['24/7', 'twenty-four seven'],
    ['★★★★☆', 'four of five stars'],
    ['Chapter IV', 'Chapter four'],
    ['Louis XIV', 'Louis the fourteenth'],
    ['J. R. R. Tolkien', 'J R R Tolkien'],
    ['U.S.A. today', 'USA today'],
    ['Main St.', 'Main Street.'],
    ['Dr Smith', 'Doctor Smith'],
    ['p. 5', 'page five'],
    ['w/o', 'without'],
    ['Ty_Mackall', 'Ty Mackall'],
    ['It says “日本語” and “кошка”.', 'It says “words in Chinese characters” and “words in Cyrillic letters”.'],
    ['α = 5', 'alpha is five'],
    ['wait......... what', 'wait... what'],
    ['a\u200bb\u202ec', 'abc'],
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

  it('has nothing left to spell out in what it made', () => {
    for (const text of ['Nf3, exd5+ and O-O at 14:30 on 2024-05-17', '$3.50 for 2½ cups (50 %)', 'Dr Smith, 5 km/h, IMG_1234.JPG']) expect(spellOut(spellOut(text))).toBe(spellOut(text));
  });

  it('says what stands in thousands of marks, digits and letters that mean nothing', () => {
    for (const unit of ['.', '1', '1 ', 'a@', '-', '(', '1/', '1.', '1,', 'A.', 'A. ', '\u202ea', 'a\u200b', 'e4 ', '"', "1'", '$1-', '_a', '1:0', '1x', 'http://', '8/', 'a;', ' ']) expect(spellOut(unit.repeat(1_000)), unit).not.toMatch(/[0-9]/);
  });

  it('leaves no digit and never fails', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,:/$€%°+#xKQRBNa-hO \-–]{0,30}$/)), (text) => {
      expect(spellOut(text)).not.toMatch(/[0-9]/);
    }), { numRuns: 500 });
  });
});
