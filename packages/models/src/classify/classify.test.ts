import { describe, expect, test } from 'vitest';
import { painted, realPerception } from '../../test-support/pictures.js';
import { readImagenetLabels } from './imagenet-labels.js';

const { see, keep } = realPerception();

describe('the labels of a picture', () => {
  test('come best first, with probabilities, and with the tail that tells a kind of thing', async () => {
    const { value: labels, uses } = await see().classify(await keep(painted(400, 260, '#e0e0e0', [{ colour: '#202020', x: 60, y: 40, width: 260, height: 180 }])));
    expect(labels).toHaveLength(200);
    expect(labels.map(({ score }) => score)).toEqual(labels.map(({ score }) => score).sort((a, b) => b - a));
    expect(labels.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1.0001);
    expect(uses).toMatchObject([{ model: 'efficientnet-lite2', pack: 'registry' }]);
  });

  test('are the same every time', async () => {
    const picture = await keep(painted(300, 420, '#336699', [{ colour: '#f2c81e', x: 50, y: 200, width: 150, height: 150 }]));
    expect((await see().classify(picture)).value).toEqual((await see().classify(picture)).value);
  });

  test('of a region are those of what was cut out', async () => {
    const whole = painted(600, 300, '#ffffff', [{ colour: '#cc2020', x: 300, y: 0, width: 300, height: 300 }, { colour: '#202020', x: 380, y: 60, width: 120, height: 160 }]);
    const part = painted(300, 300, '#cc2020', [{ colour: '#202020', x: 80, y: 60, width: 120, height: 160 }]);
    expect((await see().classify(await keep(whole), { region: [0.5, 0, 1, 1] })).value).toEqual((await see().classify(await keep(part))).value);
  });
});

test('each label names one class', () => {
  const labels = readImagenetLabels();
  expect(new Set(labels.map(({ label }) => label)).size).toBe(1000);
  expect(new Set(labels.map(({ synset }) => synset)).size).toBe(1000);
});
