import { ranked, type FoundAnswer } from './found-answer.js';
import { carriedBy, type Keyword } from './keywords.js';
import type { Page, PlacedLine } from './page-layout.js';
import { valuesIn } from './value-patterns.js';
import { wordsIn } from './word-matching.js';

const street =
  /\b\d+[a-z]?[,]?\s+(?=\p{Lu})\p{L}|\b(street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|square|sq|place|plaza|highway|hwy|way|parkway|court|terrace|floor|suite|straße|strasse|str|platz|gasse|weg|rue|via|calle|avenida|piazza|jalan|jln|jl|lorong|taman|lot|no|unit)\b\.?|[路街道号區区]/iu;
const venue = /\b(park|hall|theat(re|er)|arena|stadium|museum|gallery|centre|center|hotel|church|school|university|library|square|plaza|airport|station|castle|garden|club|room|level|floor)\b/i;
const otherLabels = /\b(tel|phone|fax|mobile|date|time|total|gst|tax|vat|reg|invoice|receipt|cashier|table|id|qty|open|hours|email|www|thank|bill|order|item|change|cash)\b/i;
const mostLines = 4;

/** Lines with a street, a house number or a postcode, joined with those of the same address; and places where something is held. */
export function findAddresses(page: Page, keywords: readonly Keyword[]): FoundAnswer[] {
  const isStreet = (line: PlacedLine) => street.test(line.text) && /\d/.test(line.text) && /\p{L}{3}/u.test(line.text) && (['money', 'date', 'time', 'phone'] as const).every((kind) => kind === 'phone' ? !/\+/.test(line.text) : valuesIn(line.text, kind).every(({ rank }) => rank > 0)) && !otherLabels.test(line.text);
  const isVenue = (line: PlacedLine) => (venue.test(line.text) || /^(at|in|@|venue|where|place|location)\b[:\s]/i.test(line.text)) && wordsIn(line.text).length <= 8 && valuesIn(line.text, 'time').length === 0;
  const taken = new Set<PlacedLine>();
  return ranked(
    page.lines
      .filter((line) => isStreet(line) || isVenue(line))
      .flatMap((line) => {
        if (taken.has(line)) return [];
        const lines = isStreet(line) ? wholeAddress(page, line, isStreet) : [line];
        for (const one of lines) taken.add(one);
        const text = lines.map((one) => one.text.replace(/[\s,]+$/, '')).join(', ');
        const house = /\b(\d{1,4}[a-z]?,?\s+\p{L}|(no|lot|l0t|unit)\b\.?\s?\d)/iu.test(line.text) ? 0.2 : 0;
        const postcode = valuesIn(text, 'postcode').length > 0 ? 0.15 : 0;
        const more = 0.06 * (lines.length - 1) + 0.2 * (1 - (line.box[1] + line.box[3]) / 2);
        return [{ value: text, lines, score: Math.min(1, (isStreet(line) ? 0.3 : 0.32) + house + postcode + more + 0.3 * Math.max(carriedBy(line.text, keywords), carriedBy(nameOver(page, line), keywords))) }];
      }),
  );
}

/** Whose address it is stands over it. */
function nameOver(page: Page, line: PlacedLine): string {
  const over = page.lines[line.index - 1];
  return over && line.box[1] - over.box[3] < line.height && wordsIn(over.text).length <= 6 ? over.text : '';
}

/** The lines under a street that go on with the address, down to its postcode and town. */
function wholeAddress(page: Page, first: PlacedLine, isStreet: (line: PlacedLine) => boolean): PlacedLine[] {
  const lines = [first];
  while (lines.length < mostLines) {
    const last = lines.at(-1)!;
    const next = page.lines.filter((line) => line.row > last.row && line.box[1] - last.box[3] < 1.2 * last.height && Math.min(line.box[2], last.box[2]) > Math.max(line.box[0], last.box[0])).sort((one, other) => one.row - other.row)[0];
    const ended = valuesIn(last.text, 'postcode').length > 0 && lines.length > 1 && !/,$/.test(last.text.trim());
    if (!next || ended || otherLabels.test(next.text) || valuesIn(next.text, 'money').some(({ rank }) => rank < 2)) break;
    if (!(isStreet(next) || valuesIn(next.text, 'postcode').length > 0 || /,$/.test(last.text.trim()) || /^[\p{L}\s,.]+$/u.test(next.text))) break;
    lines.push(next);
  }
  return lines;
}
