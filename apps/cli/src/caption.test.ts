import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDownloads } from '@ocelli/models';
import { beforeAll, describe, expect, it } from 'vitest';
import { draw, printed } from '../test-support/pictures.js';
import { ocelli as run } from '../test-support/run-ocelli.js';
import { Answered, Captioned, CaptionLine } from './outputs.js';

const cat = fileURLToPath(new URL('../../server/samples/cat.jpg', import.meta.url));
let folder: string;
const ocelli = (words: string[], env: Record<string, string> = {}) => run(words, { cwd: folder, env: { TMPDIR: folder, ...env } });

beforeAll(async () => {
  await ensureDownloads(['efficientnet-lite2']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-caption-test-'));
  await draw(join(folder, 'sign.png'), 640, 360, printed('HARBOUR', 60, 120) + printed('EXIT 42', 60, 240));
  return () => rm(folder, { recursive: true, force: true });
}, 600_000);

describe('ocelli caption', () => {
  it('describes each picture by what was found in it, a line each, with its evidence', async () => {
    const { exitCode, json } = await ocelli(['caption', '--json', cat, 'sign.png', 'missing.png']);
    expect(exitCode).toBe(2);
    const [photograph, sign, missing] = json().map((line) => CaptionLine.parse(line));
    expect(Captioned.parse(photograph)).toMatchObject({ caption: expect.stringMatching(/\ba cat\b.*main colours/), image: cat, evidence: expect.arrayContaining([expect.objectContaining({ kind: 'thing', label: 'cat', image: cat })]) });
    expect(Captioned.parse(photograph).models).toEqual(expect.arrayContaining(['centernet', 'efficientnet-lite2']));
    expect(Captioned.parse(sign).caption).toContain('HARBOUR');
    expect(missing).toMatchObject({ error: { code: 'not_found' }, image: 'missing.png' });
  });

  it('prints the words alone where there is one picture', async () => {
    const { stdout, exitCode } = await ocelli(['caption', 'sign.png']);
    expect({ exitCode, stdout: stdout.trim() }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^The text says “HARBOUR · EXIT 42”/) });
  });

  it('does without the classifier where it is not installed', async () => {
    const { json } = await ocelli(['caption', '--json', cat], { OCELLI_MODELS: join(folder, 'no-models') });
    const { caption, models } = Captioned.parse(json()[0]);
    expect(caption).toMatch(/\ba cat\b/);
    expect(models).not.toContain('efficientnet-lite2');
  });
});

describe('ocelli ask about a photograph', () => {
  it.each([
    ['what animal is this?', /\ba cat\b/],
    ['is it a dog or a cat?', /\bcat\b/],
    ['how many cats are there?', /\b1 cat\b/],
    ['is this picture in colour?', /^Yes, in colour/],
  ])('%s', async (question, answer) => {
    const { json } = await ocelli(['ask', '--json', cat, question]);
    expect(Answered.parse(json()[0]).answer).toMatch(answer);
  });
});
