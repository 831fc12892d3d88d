import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDownloads } from '@ocelli/models';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boardSvg, draw } from '../test-support/pictures.js';
import { ocelli as run } from '../test-support/run-ocelli.js';
import { Answered, AnsweredLine, ErrorLine } from './outputs.js';

const pawns = fileURLToPath(new URL('../../../packages/models/test-support/speech/how-many-pawns.wav', import.meta.url));

let folder: string;
const ocelli = (words: string[], options: { input?: Buffer } = {}) => run(words, { ...options, cwd: folder, env: { TMPDIR: folder } });

beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-cli-voice-'));
  await draw(join(folder, 'start.png'), 480, 480, boardSvg('rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR', 30, 40, 48));
  await draw(join(folder, 'endgame.png'), 400, 400, boardSvg('8/5k2/8/3P4/8/8/2K5/8', 30, 40, 40));
  await writeFile(join(folder, 'silence.wav'), (await readFile(pawns)).fill(0, 44));
  return () => rm(folder, { recursive: true, force: true });
}, 600_000);
afterEach(async () => expect((await readdir(folder)).filter((name) => name.startsWith('ocelli-'))).toEqual([]));

describe('ocelli ask --voice', () => {
  it('answers what is asked aloud about the pictures, whose words help to hear it, and tells what it heard', async () => {
    const { exitCode, json, stderr } = await ocelli(['ask', '--voice', pawns, 'start.png', 'endgame.png', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const answered = Answered.parse(json()[0]);
    expect(answered.transcript).toMatchObject({ text: 'How many pawns are on the board?', language: 'en', audio: pawns, model: 'whisper-tiny-en' });
    expect(answered.status).not.toBe('declined');
    expect(answered.answer).toMatch(/17|16[^]*1/);
  });

  it('reads the question from standard input, and asks it of each picture', async () => {
    const { exitCode, json } = await ocelli(['ask', '--each', '--json', '--voice', '-', 'start.png', 'missing.png', 'endgame.png'], { input: await readFile(pawns) });
    expect(exitCode).toBe(2);
    const lines = json().map((line) => AnsweredLine.parse(line));
    expect(lines.map((line) => ('error' in line ? line.error.code : /\d+/.exec(line.answer)?.[0]))).toEqual(['16', 'not_found', '1']);
    expect(lines[2]).toMatchObject({ transcript: { audio: '-', text: 'How many pawns are on the board?' } });
  });

  it('says what is wrong with the recording, or with what stands beside it', async () => {
    for (const [words, code, says] of [
      [['--voice', 'silence.wav', 'start.png'], 'no_speech', 'write the question'],
      [['--voice', 'start.png', 'start.png'], 'unsupported_media', ''],
      [['--voice', 'missing.wav', 'start.png'], 'not_found', ''],
      [['--voice', pawns, 'start.png', 'how many are black?'], 'bad_request', 'spoken'],
      [['--voice', '-', '-'], 'bad_request', 'only once'],
    ] as const) {
      const { exitCode, json } = await ocelli(['ask', '--json', ...words], { input: Buffer.alloc(0) });
      expect(exitCode).toBe(2);
      expect(ErrorLine.parse(json()[0]).error).toMatchObject({ code, message: expect.stringContaining(says) });
    }
  });
});
