import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModelSettings } from './model-settings.js';

it('uses both packs, fetches, and keeps models in the folder for caches unless it is told otherwise', () => {
  const usual = join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'ocelli/models');
  expect(readModelSettings({})).toEqual({ modelsDir: usual, packs: ['pocket', 'registry'], offline: false });
  expect(readModelSettings({ OCELLI_MODELS: 'here', OCELLI_PACKS: 'registry', OCELLI_OFFLINE: '1' })).toEqual({ modelsDir: join(process.cwd(), 'here'), packs: ['pocket', 'registry'], offline: true });
  expect(readModelSettings({ OCELLI_PACKS: '' }).packs).toEqual(['pocket']);
});

it('says which variable makes no sense', () => {
  expect(() => readModelSettings({ OCELLI_PACKS: 'pocket,regisry' })).toThrow(/OCELLI_PACKS: must be names out of pocket, registry, hub/);
  expect(() => readModelSettings({ OCELLI_OFFLINE: 'perhaps' })).toThrow(/OCELLI_OFFLINE: must be 0 or 1/);
});
