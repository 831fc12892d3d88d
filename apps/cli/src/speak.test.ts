import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDownloads } from '@ocelli/models';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ocelli as run, start } from '../test-support/run-ocelli.js';
import { ErrorLine, Spoken, VoiceListed } from './outputs.js';

let folder: string;
const ocelli = (words: string[], options: { input?: Buffer; env?: Record<string, string> } = {}) => run(['speak', ...words], { ...options, cwd: folder });

beforeAll(async () => {
  await ensureDownloads(['kokoro']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-speak-'));
  return () => rm(folder, { recursive: true, force: true });
}, 600_000);

describe('ocelli speak', () => {
  it('writes what it says into a WAV file and tells how long it is', async () => {
    const { exitCode, json, stderr } = await ocelli(['There are **16** pawns.', '-o', 'pawns.wav', '--voice', 'bm_george', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [spoken] = json().map((line) => Spoken.parse(line));
    expect(spoken).toMatchObject({ output: 'pawns.wav', sampleRate: 24_000, voice: 'bm_george', model: 'kokoro' });
    const file = await readFile(join(folder, 'pawns.wav'));
    expect((file.readUInt32LE(40) / 2 / file.readUInt32LE(24)).toFixed(2)).toBe(spoken?.seconds.toFixed(2));
    expect(spoken?.seconds).toBeGreaterThan(1);
  });

  it('reads a text from standard input and writes the sound to standard output', async () => {
    const { exitCode, stdout } = await ocelli(['-', '-o', '-', '--speed', '2'], { input: Buffer.from('Hello.\n\nHow are you?') });
    expect(exitCode).toBe(0);
    expect(stdout.slice(0, 4)).toBe('RIFF');
  });

  it('leaves nothing behind when it is ended in the middle', async () => {
    const speaking = start(['speak', 'It is a sunny day, and nobody is in a hurry. '.repeat(200), '-o', 'long.wav'], { cwd: folder });
    await vi.waitFor(async () => expect((await readdir(folder)).some((name) => name.startsWith('.long.wav.'))).toBe(true), { timeout: 120_000, interval: 50 });
    speaking.process.kill('SIGINT');
    expect((await speaking.ended).exitCode).toBe(130);
    expect((await readdir(folder)).filter((name) => name.includes('long'))).toEqual([]);
  }, 240_000);

  it('lists its voices', async () => {
    const listed = (await ocelli(['--voices', '--json'])).json().map((line) => VoiceListed.parse(line));
    expect(listed.filter(({ model }) => model === 'kokoro')).toHaveLength(28);
    expect(new Set(listed.map(({ model }) => model))).toEqual(new Set(['kokoro', 'piper-joe', 'supertonic']));
    expect((await ocelli(['--voices'])).stdout).toMatch(/^bf_emma +Emma, British, female$/m);
  });

  it('fetches no voice that has terms of its own, and says what would', async () => {
    const { exitCode, stderr } = await ocelli(['hello', '-o', 'a.wav', '--voice', 'supertonic-f1']);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/is missing; set OCELLI_PACKS=pocket,registry,hub and fetch it: "ocelli models pull supertonic"/);
  });

  it('exits with 2 when it cannot do what is asked, writes nothing, and says what it wants', async () => {
    const refused = async (...words: string[]) => {
      const { exitCode, stderr } = await ocelli(words);
      expect(exitCode).toBe(2);
      return stderr;
    };
    expect(await refused('hello')).toMatch(/-o out\.wav/);
    expect(await refused('-o', 'a.wav')).toMatch(/Say what to speak/);
    expect(await refused('日本。', '-o', 'a.wav')).toMatch(/Only English/);
    expect(await refused('hello', '-o', 'a.wav', '--voice', 'nobody')).toMatch(/There are: af_heart/);
    expect(await refused('hello', '-o', 'a.wav', '--speed', '9')).toMatch(/0\.5 to 2/);
    expect(await refused('hello', '-o', 'no-folder/a.wav')).toMatch(/no such folder/);
    expect(await readdir(folder)).not.toContain('a.wav');
  });

  it('fetches nothing with --offline', async () => {
    const { exitCode, json } = await ocelli(['hello', '-o', 'a.wav', '--offline', '--json'], { env: { OCELLI_MODELS: join(folder, 'no-models') } });
    expect([exitCode, ErrorLine.parse(json()[0]).error.code]).toEqual([1, 'offline']);
  });
});
