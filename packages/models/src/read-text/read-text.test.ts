import type { TextLine } from '@ocelli/protocol';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { printed, realPerception, type Print } from '../../test-support/pictures.js';

const { see, keep } = realPerception();
const read = async (picture: ReturnType<typeof printed> | Buffer): Promise<TextLine[]> => (await see().readText(await keep(picture))).value.lines;
const texts = (lines: readonly TextLine[]) => lines.map(({ text }) => text);

const sentences = [
  'The ferry to the island leaves at half past nine.', 'Tickets cost 12.50 for adults and 6.25 for children.', 'Please keep your dog on a lead in the park.',
  'Bring warm clothes, good shoes and enough water.', 'Call 020 7946 0018 or write to info@example.org.', 'Closed on Mondays, except on public holidays.',
];
const page = (style: Partial<Print>): Print[] => sentences.map((text, index) => ({ text, x: 30, y: 50 + index * (style.size ?? 24) * 2, ...style }));

/** Letters that differ, of all that were printed (edit distance over length). */
function errorRate(readText: string, printedText: string): number {
  let row = Array.from({ length: printedText.length + 1 }, (_, index) => index);
  for (const [index, sign] of [...readText].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= printedText.length; column++) next.push(Math.min(next[column - 1]! + 1, row[column]! + 1, row[column - 1]! + (printedText[column - 1] === sign ? 0 : 1)));
    row = next;
  }
  return row.at(-1)! / printedText.length;
}

describe('printed text is read', () => {
  test.each([
    ['sans-serif', 18], ['sans-serif', 32], ['serif', 18], ['serif', 32], ['monospace', 18], ['monospace', 32],
  ] as const)('in %s of %i pixels, its letters and its spaces', async (font, size) => {
    const lines = await read(printed(34 * size, 14 * size + 60, page({ font, size })));
    expect(lines).toHaveLength(sentences.length);
    expect(errorRate(texts(lines).join('\n'), sentences.join('\n'))).toBeLessThan(0.03);
  });

  test.each([
    ['white on blue', { fill: 'white' }, '#1a3f8f'],
    ['grey on yellow', { fill: '#555555' }, '#ffe14d'],
    ['bold red on white', { fill: '#c00000', bold: true }, 'white'],
  ] as const)('%s', async (_, style, paper) => {
    const lines = await read(printed(820, 400, page(style), { paper }));
    expect(errorRate(texts(lines).join('\n'), sentences.join('\n'))).toBeLessThan(0.03);
    expect(new Set(lines.map(({ ground }) => ground))).toEqual(new Set([paper === 'white' ? '#ffffff' : paper]));
  });

  test('after heavy compression', async () => {
    const lines = await read(await printed(820, 400, page({})).jpeg({ quality: 25 }).toBuffer());
    expect(errorRate(texts(lines).join('\n'), sentences.join('\n'))).toBeLessThan(0.05);
  });

  test.each([-12, 7, 15])('tilted by %i degrees, its corners following it', async (turn) => {
    const [line] = await read(printed(700, 400, [{ text: 'Mind the gap between', x: 100, y: 200, size: 40, turn }]));
    expect(line?.text).toBe('Mind the gap between');
    const [topLeft, topRight] = line!.quad;
    const degrees = (Math.atan2((topRight[1] - topLeft[1]) * 400, (topRight[0] - topLeft[0]) * 700) * 180) / Math.PI;
    expect(Math.abs(degrees - turn)).toBeLessThan(3);
  });

  test('upside down, and up the side', async () => {
    const upright = await printed(500, 120, [{ text: 'EMERGENCY EXIT', x: 30, y: 75, size: 44, bold: true }]).png().toBuffer();
    for (const turn of [180, 90, 270]) expect(texts(await read(sharp(upright).rotate(turn))).join(' '), `${turn}`).toBe('EMERGENCY EXIT');
  });

  test('in large letters beside small ones', async () => {
    const lines = texts(await read(printed(900, 500, [{ text: 'SALE', x: 60, y: 260, size: 220, bold: true }, { text: 'on selected shoes until Saturday', x: 60, y: 400, size: 24 }])));
    expect(lines).toEqual(['SALE', 'on selected shoes until Saturday']);
  });
});

describe('lines come in reading order', () => {
  test('row by row on a receipt, each price after its item', async () => {
    const items = [['BREAD', '2.10'], ['MILK', '1.30'], ['OLIVE OIL', '7.90'], ['TOTAL', '11.30']];
    const rows = items.flatMap(([item, price], index): Print[] => [{ text: item!, x: 40, y: 60 + index * 50 }, { text: price!, x: 460, y: 60 + index * 50, anchor: 'end' }]);
    expect(texts(await read(printed(500, 300, rows)))).toEqual(items.flat());
  });

  test('cell by cell in a table whose columns stand close', async () => {
    const cells = [['Rent', 'Harbour', '800.00'], ['Phone', 'MegaTel', '45.00'], ['Gas', 'GasCo', '60.00']];
    const places = [40, 130, 260];
    const lines = texts(await read(printed(420, 220, cells.flatMap((row, index) => row.map((text, column): Print => ({ text, x: places[column]!, y: 60 + index * 44, size: 20 }))))));
    expect(lines).toEqual(cells.flat());
  });

  test('column by column in a newspaper', async () => {
    const column = (x: number, words: string[]): Print[] => words.map((text, index) => ({ text, x, y: 60 + index * 34, size: 20 }));
    const left = ['The bridge was closed in May', 'after a barge had struck it,', 'and every car had to go', 'around by the northern road', 'for more than two years.'];
    const right = ['On Tuesday the mayor opened', 'it again with a short speech,', 'and hundreds of people came', 'to walk across the river for', 'the first time since then.'];
    expect(texts(await read(printed(900, 300, [...column(40, left), ...column(500, right)])))).toEqual([...left, ...right]);
  });
});

describe('where lines lie', () => {
  test('is told in fractions of the whole picture, also when only a region is read', async () => {
    const picture = await keep(printed(1000, 500, [{ text: 'ABOVE', x: 100, y: 100, size: 40 }, { text: 'BELOW', x: 600, y: 400, size: 40 }]));
    const whole = (await see().readText(picture)).value.lines.find(({ text }) => text === 'BELOW')!;
    const { lines } = (await see().readText(picture, { region: [0.5, 0.6, 1, 1] })).value;
    expect(texts(lines)).toEqual(['BELOW']);
    for (const side of [0, 1, 2, 3] as const) expect(Math.abs(lines[0]!.box[side] - whole.box[side])).toBeLessThan(0.02);
    expect(whole.box[0]).toBeCloseTo(0.6, 1);
    expect(whole.box[3]).toBeCloseTo(0.8, 1);
  });
});

describe('nothing is read', () => {
  test('in a picture without text', async () => {
    expect(await read(printed(400, 300, []))).toEqual([]);
    const noise = Buffer.from(Array.from({ length: 300 * 200 * 3 }, (_, index) => ((index * 7919) % 251) + (index % 5)));
    expect(await read(await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } }).blur(3).png().toBuffer())).toEqual([]);
  });

  test('once the work is cancelled', async () => {
    const stop = new AbortController();
    const reading = see().readText(await keep(printed(820, 400, page({}))), { signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
