import type { TextLine } from '@ocelli/protocol';
import { describe, expect, test } from 'vitest';
import { findAnswer } from './find-answer.js';
import { layOut } from './page-layout.js';
import { tablesOf } from './tables.js';

const letter = 0.009;

/** Rows of cells that start at the given places; undefined is an empty cell. */
function printed(places: readonly number[], ...rows: (string | undefined)[][]): TextLine[] {
  return rows.flatMap((row, index) => row.flatMap((text, column) => (text === undefined ? [] : [line(text, places[column]!, 0.1 + 0.05 * index)])));
}

function line(text: string, x0: number, y0: number): TextLine {
  const [x1, y1] = [x0 + letter * text.length, y0 + 0.025];
  return { text, score: 0.95, box: [x0, y0, x1, y1], quad: [[x0, y0], [x1, y0], [x1, y1], [x0, y1]] };
}

const bills = printed([0.05, 0.3, 0.55, 0.75], ['Type', 'Payee', 'Amount', 'Frequency'], ['Rent', 'Harbour Homes', '800.00', 'Monthly'], ['Phone', 'MegaTel', '45.00', 'Monthly'], ['Gas', 'GasCo.', '60.00', 'Every other week']);
const best = (question: string, lines: readonly TextLine[]) => findAnswer(question, lines).answers[0]?.value;

test('a receipt that is held askew still has each price beside its goods', () => {
  const receipt = printed([0.05, 0.8], ['Grilled sea bass', '17.50'], ['Mushroom risotto', '12.40'], ['Tomato soup with bread', '4.50'], ['Sparkling water', '3.20']);
  const askew = receipt.map((one): TextLine => {
    const quad = one.quad.map(([x, y]) => [x, y + 0.3 - 0.12 * x]) as unknown as TextLine['quad'];
    return { ...one, quad, box: [one.box[0], Math.min(...quad.map(([, y]) => y)), one.box[2], Math.max(...quad.map(([, y]) => y))] };
  });
  expect(layOut(askew).rows.map((row) => row.map(({ text }) => text))).toEqual(layOut(receipt).rows.map((row) => row.map(({ text }) => text)));
  expect(best('How much was the risotto?', askew)).toBe('12.40');
});

describe('a table', () => {
  test('has columns under its headings, and rows', () => {
    const [table] = tablesOf(layOut(bills));
    expect(table!.columns.map(({ title }) => title)).toEqual(['Type', 'Payee', 'Amount', 'Frequency']);
    expect(table!.rows.map((cells) => cells.map((cell) => cell?.text))).toContainEqual(['Phone', 'MegaTel', '45.00', 'Monthly']);
  });

  test.each([
    ['Who receives the rent?', 'Harbour Homes'],
    ['How much is the gas?', '60.00'],
    ['How often is the gas paid?', 'Every other week'],
    ['What is the amount for the phone?', '45.00'],
  ])('answers by row and heading, also where the heading only suits the question: %s', (question, answer) => {
    expect(best(question, bills)).toBe(answer);
  });

  test('is found below a menu, which is none', () => {
    const menu = printed([0.05, 0.2, 0.35, 0.5], ['File', 'Edit', 'View', 'Help']);
    expect(tablesOf(layOut([...menu.map((one) => ({ ...one, box: [one.box[0], 0.02, one.box[2], 0.045] as TextLine['box'] })), ...bills])).at(-1)!.columns[0]!.title).toBe('Type');
  });

  test('whose columns stand close together keeps them apart', () => {
    const close = printed([0.05, 0.21, 0.34], ['Type of bill', 'Account used', 'Payee'], ['Savings', 'My first card', 'Savings'], ['Credit card', 'My first card', 'My bank'], ['Car loan', 'My first card', 'My bank'], ['Rent', 'My first card', 'Harbour'], ['Phone', 'My first card', 'MegaTel']);
    expect(layOut(close).rows.at(-1)!.map(({ text }) => text)).toEqual(['Phone', 'My first card', 'MegaTel']);
  });
});

describe('a page that lies on its side', () => {
  const upright = printed([0.1, 0.6], ['Invoice number', '4711'], ['Due date', '3 May 2024'], ['Total amount', '$ 99.00']);
  const sideways = upright.map((one): TextLine => {
    const quad = one.quad.map(([x, y]) => [1 - y, x]) as unknown as TextLine['quad'];
    const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
    return { ...one, quad, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
  });

  test('is read like one that stands, and its answers keep their place on the picture', () => {
    const [answer] = findAnswer('When is it due?', sideways).answers;
    expect(answer!.value).toBe('3 May 2024');
    expect(sideways.map(({ box }) => box)).toContainEqual(answer!.lines[0]!.seen!.box);
  });
});

describe('a page', () => {
  test.each([
    ['What does OCR stand for?', ['OCR for everyone', 'Optical character recognition turns pictures into text.'], 'Optical character recognition'],
    ['How many pages are there?', ['Annual report', 'A long text about the year', 'Page 3 of 12'], '12'],
    ['Which page is it?', ['Page 3 of 12', 'Annual report', 'A long text about the year'], '3'],
    ['What is section 3 called?', ['2 Setting up', '3 Frame attributes', '4 Miscellaneous'], 'Frame attributes'],
    ['What is the shortcut for the toolbox?', ['Dockable dialogs', 'Toolbox Ctrl+B'], 'Ctrl+B'],
    ['What is the network of the laboratory?', ['Laboratory 192.168.1.0/24', 'Administration 192.168.2.0/24'], '192.168.1.0/24'],
    ['How long do students have?', ['Write clearly.', 'Students have 1 hour and 50 minutes.'], '1 hour and 50 minutes'],
    ['Which version is it?', ['About Pixelshop', 'Version 2.10.32', 'Copyright 1995-2022'], '2.10.32'],
    ['In which city is the company?', ['Linn Electronics, Inc.', '18720 Oxnard Street, Tarzana, CA 91356'], 'Tarzana'],
    ['Who wrote the letter?', ['Dear Jane,', 'this letter was written in a hurry.', 'With love', 'John Doe'], 'John Doe'],
    ['Which car is it?', ['Vehicle: Audi 80', 'Range: all'], 'Audi 80'],
    ['At what temperature is it made?', ['Cook time: 1 min', 'Temperature: 212 °F'], '212 °F'],
  ])('answers %s', (question, rows, answer) => {
    expect(best(question, printed([0.1], ...rows.map((text) => [text])).map((one, index) => (rows[index]!.startsWith('Page 3 of') && index > 0 ? { ...one, box: [one.box[0], 0.95, one.box[2], 0.97] as TextLine['box'] } : one)))).toBe(answer);
  });
});
