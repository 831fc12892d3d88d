import { beforeAll, describe, expect, test } from 'vitest';
import { painted, realPerception } from '../../test-support/pictures.js';
import { ensureDownloads } from '../registry/pull-downloads.js';

const { see, keep } = realPerception();
beforeAll(() => ensureDownloads(['efficientnet-lite2', 'minilm']), 600_000);
const cosine = (one: readonly number[], other: readonly number[]) => one.reduce((sum, value, index) => sum + value * other[index]!, 0);
const texts = async (...all: string[]) => (await see().embedTexts(all)).value;
const banner = (colour: string) => painted(400, 300, colour, [{ colour: '#f4f4f4', x: 150, y: 100, width: 100, height: 100 }]);

describe('texts and pictures in one space', () => {
  test('are vectors of one length and of unit length', async () => {
    const [text] = await texts('a tiger walks through the snow');
    const { value: picture, uses } = await see().embedPicture(await keep(banner('#1f5fd0')));
    expect(picture).toHaveLength(text!.length);
    for (const vector of [text!, picture]) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(uses.map(({ model }) => model).sort()).toEqual(['blazeface', 'centernet', 'efficientnet-lite2', 'minilm']);
  });

  test('come in the order of the texts, and do not change', async () => {
    const [first, second] = await texts('a red bus in a street', 'two cats on a sofa');
    expect(await texts('two cats on a sofa', 'a red bus in a street')).toEqual([second, first]);
  });

  test('are near each other where texts mean the same', async () => {
    const [dog, puppy, car] = await texts('a dog lies in the grass', 'a puppy on a meadow', 'a car in a garage') as [number[], number[], number[]];
    expect(cosine(dog, puppy)).toBeGreaterThan(cosine(dog, car) + 0.3);
  });

  test('tell pictures apart by the colours that a text names', async () => {
    const [red, blue] = (await texts('a red flag', 'a blue flag')) as [number[], number[]];
    const [redPicture, bluePicture] = [(await see().embedPicture(await keep(banner('#d01818')))).value, (await see().embedPicture(await keep(banner('#1838d0')))).value];
    expect(cosine(red, redPicture) - cosine(red, bluePicture)).toBeGreaterThan(cosine(blue, redPicture) - cosine(blue, bluePicture));
  });

  test('of a region are those of what was cut out', async () => {
    const whole = painted(800, 300, '#ffffff', [{ colour: '#2e7d32', x: 400, y: 0, width: 400, height: 300 }, { colour: '#f2c81e', x: 520, y: 80, width: 120, height: 120 }]);
    const part = painted(400, 300, '#2e7d32', [{ colour: '#f2c81e', x: 120, y: 80, width: 120, height: 120 }]);
    const [ofRegion, ofPart] = [(await see().embedPicture(await keep(whole), { region: [0.5, 0, 1, 1] })).value, (await see().embedPicture(await keep(part))).value];
    expect(cosine(ofRegion, ofPart)).toBeCloseTo(1, 5);
  });
});
