import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ModelFiles, defaultPocketDir } from './model-files.js';
import { perceptionVersion } from './perception-version.js';

describe('the version that kept results carry', () => {
  it('stays while neither weights nor code change, and differs between tasks', async () => {
    expect(await perceptionVersion('detect')).toBe(await perceptionVersion('detect'));
    expect(await perceptionVersion('detect')).not.toBe(await perceptionVersion('read-text'));
  });

  it('changes with a byte of a model', async () => {
    const pocketDir = await mkdtemp(join(tmpdir(), 'ocelli-pocket-'));
    onTestFinished(() => rm(pocketDir, { recursive: true, force: true }));
    await cp(defaultPocketDir(), pocketDir, { recursive: true });
    const before = await perceptionVersion('detect', new ModelFiles(pocketDir));
    await appendFile(join(pocketDir, 'centernet/model.onnx'), 'x');
    expect(await perceptionVersion('detect', new ModelFiles(pocketDir))).not.toBe(before);
    expect(await perceptionVersion('read-codes', new ModelFiles(pocketDir))).toBe(await perceptionVersion('read-codes'));
  });
});
