import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDownloads } from '@ocelli/models';
import { beforeAll, describe, expect, it } from 'vitest';
import { draw } from '../test-support/pictures.js';
import { ocelli as run } from '../test-support/run-ocelli.js';
import { Embedded, EmbeddedLine, ErrorLine } from './outputs.js';

let folder: string;
const ocelli = (words: string[], env: Record<string, string> = {}) => run(words, { cwd: folder, env: { TMPDIR: folder, ...env } });

beforeAll(async () => {
  await ensureDownloads(['efficientnet-lite2', 'minilm']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-embed-test-'));
  await draw(join(folder, 'red.png'), 400, 300, '<rect width="400" height="300" fill="#d01818"/>');
  await draw(join(folder, 'blue.png'), 400, 300, '<rect width="400" height="300" fill="#1838d0"/>');
  return () => rm(folder, { recursive: true, force: true });
}, 600_000);

describe('ocelli embed', () => {
  it('prints a vector of unit length for each text and each picture, all in one space', async () => {
    const { exitCode, json, stderr } = await ocelli(['embed', '--json', '--text', 'a red flag', 'a dog', '--image', 'red.png', 'missing.png', 'blue.png']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    const lines = json().map((line) => EmbeddedLine.parse(line));
    expect(lines.map((line) => ('text' in line ? line.text : line.image))).toEqual(['a red flag', 'a dog', 'red.png', 'missing.png', 'blue.png']);
    expect(lines[3]).toMatchObject({ error: { code: 'not_found' } });
    const embedded = lines.filter((line) => !('error' in line)).map((line) => Embedded.parse(line));
    for (const { embedding, dimensions } of embedded) {
      expect(embedding).toHaveLength(dimensions);
      expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
    }
    expect(new Set(embedded.map(({ dimensions, model }) => `${model} ${dimensions}`)).size).toBe(1);
  });

  it('tells people which picture fits a text best', async () => {
    const { exitCode, stdout } = await ocelli(['embed', '--text', 'a blue square', '--image', 'red.png', 'blue.png']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^a blue square\n {2}0\.\d{3} {2}blue\.png\n {2}0\.\d{3} {2}red\.png\n$/);
  });

  it('says what to do when a model is not here and may not be fetched', async () => {
    const env = { OCELLI_MODELS: join(folder, 'no-models') };
    const { exitCode, stdout, stderr } = await ocelli(['embed', '--offline', '--text', 'a dog'], env);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/MiniLM.*not here.*--offline/s);
    const asJson = await ocelli(['embed', '--offline', '--json', '--text', 'a dog'], env);
    expect(asJson.json().map((line) => ErrorLine.parse(line).error.code)).toEqual(['offline']);
  });

  it('wants something to embed, of a length that is read', async () => {
    const [nothing, long] = await Promise.all([ocelli(['embed', '--json']), ocelli(['embed', '--json', '--text', 'word '.repeat(1_000)])]);
    expect([nothing, long].map(({ exitCode, json }) => [exitCode, ...json().map((line) => ErrorLine.parse(line).error.code)])).toEqual([[2, 'bad_request'], [2, 'too_large']]);
  });
});
