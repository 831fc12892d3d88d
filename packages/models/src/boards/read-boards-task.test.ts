import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoardReading } from '@ocelli/protocol';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawBoard, drawPage, type BoardDrawing } from '../../../../training/boards/draw-board.js';
import { createLocalPerception, type LocalPerception } from '../runtime/local-perception.js';

const italian = 'r1bqk2r/pppp1ppp/2n2n2/2b1p3/2B1P3/2NP1N2/PPP2PPP/R1BQK2R';
const endgame = '8/5pk1/6p1/3R3p/r6P/6P1/5PK1/8';

let folder: string;
let perception: LocalPerception;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-boards-'));
  perception = createLocalPerception();
});
afterAll(async () => {
  await perception.close();
  await rm(folder, { recursive: true });
});

let pictures = 0;
async function read(bytes: Buffer): Promise<BoardReading[]> {
  const path = join(folder, `${pictures++}.png`);
  await writeFile(path, await sharp(bytes).png().toBuffer());
  return (await perception.readBoards({ id: path, path })).value;
}
const readOne = async (drawing: BoardDrawing) => (await read(await drawBoard(drawing)))[0];

describe('a drawn board in a piece set never trained on', () => {
  test.each([
    ['the start', 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR'],
    ['a middle game', italian],
    ['an endgame', endgame],
  ])('is read exactly: %s', async (_, fen) => {
    expect(await readOne({ fen })).toMatchObject({ fen, orientation: 'white-bottom' });
  });

  test('is read from Black\'s side, with its corners starting at a8', async () => {
    const board = await readOne({ fen: italian, fromBlack: true, coordinates: true });
    expect(board).toMatchObject({ fen: italian, orientation: 'black-bottom' });
    const [a8, , h1] = board!.corners;
    expect(a8[0]).toBeGreaterThan(h1[0]);
    expect(a8[1]).toBeGreaterThan(h1[1]);
  });

  test('is read under highlights, arrows, move dots and coordinates', async () => {
    const board = await readOne({ fen: italian, coordinates: true, highlights: ['e2', 'e4'], arrows: [['f1', 'c4']], dots: ['a3', 'd4'] });
    expect(board?.fen).toBe(italian);
  });

  test.each([
    ['green squares', { light: '#eeeed2', dark: '#769656' }],
    ['blue squares', { light: '#dee3e6', dark: '#8ca2ad' }],
    ['grey print', { light: '#ffffff', dark: '#bbbbbb' }],
  ])('is read on %s', async (_, colours) => {
    expect((await readOne({ fen: italian, ...colours }))?.fen).toBe(italian);
  });

  test('gives all 64 squares in the order of FEN with a probability each, and one for the whole', async () => {
    const board = await readOne({ fen: endgame });
    expect(board!.squares.map(({ square }) => square).slice(0, 9)).toEqual(['a8', 'b8', 'c8', 'd8', 'e8', 'f8', 'g8', 'h8', 'a7']);
    expect(board!.squares[63]!.square).toBe('h1');
    expect(board!.squares.every(({ p }) => p > 0.5 && p <= 1)).toBe(true);
    expect(board!.confidence).toBeGreaterThan(0.5);
  });

  test('has its corners where it was drawn, to a tenth of a square', async () => {
    const bytes = await drawPage({ width: 900, height: 700, boards: [{ drawing: { fen: italian, square: 50 }, left: 300, top: 120 }] });
    const [board] = await read(bytes);
    const expected = [[300, 120], [700, 120], [700, 520], [300, 520]];
    for (const [at, [x, y]] of board!.corners.entries()) {
      expect(Math.abs(x * 900 - expected[at]![0]!)).toBeLessThan(5);
      expect(Math.abs(y * 700 - expected[at]![1]!)).toBeLessThan(5);
    }
  });
});

describe('a page', () => {
  const words = Array.from({ length: 12 }, (_, line) => ['White to move after the exchange on the kingside', 30, 560 + line * 24, 15] as const);

  test('with print round a small board, saved as a poor JPEG, is read', async () => {
    const [board] = await read(await drawPage({ width: 700, height: 860, boards: [{ drawing: { fen: italian, square: 32 }, left: 210, top: 200 }], words, jpeg: 40 }));
    expect(board?.fen).toBe(italian);
  });

  test.each([2, -4])('tilted by %i degrees is read', async (tiltDegrees) => {
    const [board] = await read(await drawPage({ width: 700, height: 700, boards: [{ drawing: { fen: endgame }, left: 110, top: 110 }], tiltDegrees }));
    expect(board?.fen).toBe(endgame);
  });

  test('with two boards gives both, the larger first', async () => {
    const boards = await read(
      await drawPage({ width: 1000, height: 620, boards: [{ drawing: { fen: endgame, square: 36 }, left: 40, top: 60 }, { drawing: { fen: italian, square: 64 }, left: 440, top: 60 }] }),
    );
    expect(boards.map(({ fen }) => fen)).toEqual([italian, endgame]);
  });

  test('of words alone, or of a table, holds no board', async () => {
    expect(await read(await drawPage({ width: 700, height: 860, boards: [], words }))).toEqual([]);
    const cells = Array.from({ length: 96 }, (_, at) => `<rect x="${40 + (at % 12) * 50}" y="${40 + Math.floor(at / 12) * 40}" width="50" height="40" fill="none" stroke="#000"/>`);
    expect(await read(await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="700" height="420"><rect width="100%" height="100%" fill="#fff"/>${cells.join('')}</svg>`)).png().toBuffer())).toEqual([]);
  });

  test('that cannot be read well says so: a board under heavy blur is not claimed to be sure', async () => {
    const blurred = await sharp(await drawBoard({ fen: italian, square: 40 })).blur(7).png().toBuffer();
    const [board] = await read(blurred);
    if (board && board.fen !== italian) expect(board.confidence).toBeLessThan(0.5);
  });
});
