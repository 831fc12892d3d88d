import { describe, expect, test } from 'vitest';
import { painted, realPerception } from '../../test-support/pictures.js';

const { see, keep } = realPerception();
const coloursOf = async (picture: ReturnType<typeof painted>, region?: [number, number, number, number]) => (await see().colours(await keep(picture), region ? { region } : {})).value;

describe('the colours of a picture', () => {
  test.each([
    ['#e02020', 'red'], ['#1e7d32', 'green'], ['#1f5fd0', 'blue'], ['#f5d327', 'yellow'], ['#ef7d22', 'orange'], ['#7a2fa0', 'purple'], ['#f7b6c8', 'pink'], ['#6b4427', 'brown'],
    ['#000000', 'black'], ['#ffffff', 'white'], ['#808080', 'grey'], ['#0b2a63', 'dark blue'], ['#a9cdf0', 'light blue'], ['#7d1010', 'dark red'], ['#2bc4c0', 'turquoise'],
  ])('%s is called %s', async (colour, name) => {
    expect(await coloursOf(painted(60, 40, colour))).toEqual([{ name, hex: colour, share: 1 }]);
  });

  test('come with their shares, the largest first', async () => {
    const flag = painted(300, 200, '#ffffff', [{ colour: '#d01010', x: 0, y: 0, width: 300, height: 60 }, { colour: '#1f4fc0', x: 0, y: 180, width: 300, height: 20 }]);
    const colours = await coloursOf(flag);
    expect(colours.map(({ name }) => name)).toEqual(['white', 'red', 'blue']);
    for (const [index, share] of [0.6, 0.3, 0.1].entries()) expect(Math.abs(colours[index]!.share - share)).toBeLessThan(0.03);
  });

  test('add up shades of one name', async () => {
    const meadow = painted(200, 200, '#4caf50', [{ colour: '#2e9e3f', x: 0, y: 0, width: 200, height: 100 }]);
    expect(await coloursOf(meadow)).toMatchObject([{ name: 'green', share: 1 }]);
  });

  test('are the same every time', async () => {
    const picture = painted(200, 200, '#ddbb99', [{ colour: '#336699', x: 20, y: 20, width: 90, height: 120 }, { colour: '#993333', x: 120, y: 60, width: 60, height: 60 }]);
    expect(await coloursOf(picture)).toEqual(await coloursOf(picture));
  });
});

describe('the colours of a thing in a region', () => {
  test('leave out the background that shows around it', async () => {
    const ball = painted(400, 300, '#2e7d32', [{ colour: '#f2c81e', x: 160, y: 110, width: 80, height: 80 }]);
    const colours = await coloursOf(ball, [0.35, 0.3, 0.65, 0.7]);
    expect(colours[0]).toMatchObject({ name: 'yellow' });
    expect(colours.map(({ name }) => name)).not.toContain('green');
  });

  test('leave out what lies around the box as well as in it, even much of it', async () => {
    const horse = painted(400, 300, '#c9a368', [{ colour: '#f4f4f2', x: 150, y: 120, width: 100, height: 40 }, { colour: '#f4f4f2', x: 160, y: 150, width: 12, height: 60 }, { colour: '#f4f4f2', x: 230, y: 150, width: 12, height: 60 }]);
    const [first] = await coloursOf(horse, [0.37, 0.38, 0.63, 0.72]);
    expect(first).toMatchObject({ name: 'white' });
    expect(first!.share).toBeGreaterThan(0.9);
  });

  test('are its own where it fills little of its box and the ground between is of colours that lie around it as well', async () => {
    const stripes = Array.from({ length: 20 }, (_, index) => ({ colour: index % 2 ? '#b5a06a' : '#8f7a4a', x: index * 20, y: 0, width: 20, height: 300 }));
    const cross = [{ colour: '#2f5fc0', x: 190, y: 90, width: 24, height: 120 }, { colour: '#2f5fc0', x: 140, y: 138, width: 124, height: 24 }];
    const [first] = await coloursOf(painted(400, 300, '#8f7a4a', [...stripes, ...cross]), [0.34, 0.28, 0.67, 0.72]);
    expect(first).toMatchObject({ name: 'blue' });
    expect(first!.share).toBeGreaterThan(0.8);
  });

  test('are those of what is coloured before those of black and grey parts, shades of one colour together', async () => {
    const car = painted(400, 300, '#d8d8d8', [
      { colour: '#2f80ed', x: 100, y: 130, width: 200, height: 30 },
      { colour: '#1c3f70', x: 100, y: 160, width: 200, height: 20 },
      { colour: '#141414', x: 140, y: 100, width: 120, height: 30 },
      { colour: '#141414', x: 120, y: 180, width: 160, height: 25 },
    ]);
    expect((await coloursOf(car, [0.25, 0.33, 0.75, 0.69])).map(({ name }) => name)).toEqual(['blue', 'black']);
  });

  test('are called as in white light, where the picture shows what that is', async () => {
    const evening = painted(400, 300, '#6b8a5a', [{ colour: '#fff0e1', x: 0, y: 0, width: 400, height: 40 }, { colour: '#e0d0bf', x: 150, y: 120, width: 100, height: 80 }]);
    expect((await coloursOf(evening, [0.37, 0.4, 0.63, 0.67]))[0]!.name).toMatch(/white|grey/);
    const lamps = painted(400, 300, '#6b8a5a', [{ colour: '#ffb020', x: 0, y: 0, width: 400, height: 40 }, { colour: '#e1cfb0', x: 150, y: 120, width: 100, height: 80 }]);
    expect((await coloursOf(lamps, [0.37, 0.4, 0.63, 0.67]))[0]!.name).toBe('beige');
  });

  test('are found in a box that fills the picture', async () => {
    const ball = painted(300, 300, '#2e7d32', [{ colour: '#f2c81e', x: 60, y: 60, width: 180, height: 180 }]);
    expect((await coloursOf(ball, [0.01, 0.01, 0.99, 0.99]))[0]).toMatchObject({ name: 'yellow' });
  });

  test('are those of all of it where the region is a strip of the picture from edge to edge', async () => {
    const meadow = painted(400, 300, '#2e7d32', [{ colour: '#f2c81e', x: 160, y: 200, width: 80, height: 80 }]);
    expect((await coloursOf(meadow, [0, 0.6, 1, 1])).map(({ name }) => name)).toEqual(['green', 'yellow']);
  });
});
