import { describe, expect, it } from 'vitest';
import { ModelSpeeds } from './model-speeds.js';

const use = (ms: number, device = 'cpu') => [{ model: 'centernet', pack: 'pocket', device, ms }];

describe('what models take', () => {
  it('is the middle of their latest uses, which neither the first nor one slow moment moves', () => {
    const speeds = new ModelSpeeds();
    expect(speeds.of('centernet', ['detect'])).toBeNull();
    for (const ms of [900, 30, 31, 32, 5_000]) speeds.note(use(ms));
    expect(speeds.of('centernet', ['detect'])).toMatchObject({ milliseconds: 32, per: 'a picture', measured: false, memoryBytes: null, device: 'cpu' });
    for (let time = 0; time < 40; time++) speeds.note(use(12, 'cuda'));
    expect(speeds.of('centernet', ['detect'])).toMatchObject({ milliseconds: 12, device: 'cuda' });
    expect(speeds.of('blazeface', ['detect'])).toBeNull();
    expect(speeds.of('centernet', [])).toBeNull();
  });
});
