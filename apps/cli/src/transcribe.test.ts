import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wavBytes } from '@ocelli/media';
import { ensureDownloads } from '@ocelli/models';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ocelli as run } from '../test-support/run-ocelli.js';
import { ErrorLine, Transcribed, TranscribedLine } from './outputs.js';

const speech = fileURLToPath(new URL('../../../packages/models/test-support/speech/', import.meta.url));
const [pawns, black] = [join(speech, 'how-many-pawns.wav'), join(speech, 'how-many-are-black.wav')];
const prompt = 'How many pawns, knights, bishops, rooks and queens are on the board?';

let folder: string;
const ocelli = (words: string[], options: { input?: Buffer; env?: Record<string, string> } = {}) => run(words, { ...options, cwd: folder, env: { TMPDIR: folder, ...options.env } });

beforeAll(async () => {
  await ensureDownloads(['whisper-tiny-en']);
  folder = await mkdtemp(join(tmpdir(), 'ocelli-cli-transcribe-'));
  await writeFile(join(folder, 'silence.wav'), wavBytes(new Float32Array(32_000), 16_000));
  await writeFile(join(folder, 'notes.txt'), 'No recording at all.');
  return () => rm(folder, { recursive: true, force: true });
}, 600_000);
afterEach(async () => expect((await readdir(folder)).filter((name) => name.startsWith('ocelli-'))).toEqual([]));

describe('ocelli transcribe', () => {
  it('prints what is said, and nothing else on standard output', async () => {
    expect(await ocelli(['transcribe', pawns, '--prompt', prompt])).toMatchObject({ exitCode: 0, stdout: 'How many pawns are on the board?\n' });
  });

  it('with --json gives each recording its line in order, and a bad one its error line', async () => {
    const recordings = [black, 'missing.wav', '.', 'notes.txt', 'silence.wav', '-'];
    const { exitCode, json } = await ocelli(['transcribe', '--json', '--words', ...recordings], { input: Buffer.alloc(0) });
    expect(exitCode).toBe(2);
    const lines = json().map((line) => TranscribedLine.parse(line));
    expect(lines.map(({ audio }) => audio)).toEqual(recordings);
    expect(lines.map((line) => ('error' in line ? line.error.code : line.text.toLowerCase().replace(/[^a-z ]/g, '')))).toEqual([
      'and how many of them are black', 'not_found', 'bad_request', 'unsupported_media', '', 'broken_media',
    ]);
    const heard = Transcribed.parse(lines[0]);
    expect(heard).toMatchObject({ language: 'en', model: 'whisper-tiny-en', segments: [{ text: heard.text }] });
    expect(heard.segments[0]!.words).toHaveLength(7);
    expect(heard.segments[0]!.end).toBeGreaterThan(heard.segments[0]!.start);
  });

  it('writes subtitles of one recording to standard output, of several a file each, and leaves what is there', async () => {
    const one = await ocelli(['transcribe', '--vtt', black]);
    expect(one.exitCode).toBe(0);
    expect(one.stdout).toMatch(/^WEBVTT\n\n00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\nand how many of them are black[.?]\n$/i);
    const several = await ocelli(['transcribe', '--srt', '--output', 'subtitles', black, 'notes.txt', 'silence.wav', pawns]);
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toContain('notes.txt: ');
    expect(several.stdout.trim().split('\n')).toEqual(['how-many-are-black', 'silence', 'how-many-pawns'].map((name) => join('subtitles', `${name}.srt`)));
    expect(await readFile(join(folder, 'subtitles', 'how-many-pawns.srt'), 'utf8')).toMatch(/^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\nHow many .+\n$/);
    expect(await readFile(join(folder, 'subtitles', 'silence.srt'), 'utf8')).toBe('');
    const again = await ocelli(['transcribe', '--srt', '--output', 'subtitles', black]);
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
  });

  it('says which forms go together, before it loads anything', async () => {
    for (const [words, says] of [
      [['--srt', '--json'], /--json and --srt/],
      [['--srt', '--words'], /--words/],
      [['--output', 'there'], /--srt, --vtt or --txt/],
      [['--vtt', black], /--vtt --output/],
    ] as const) {
      const { exitCode, stdout, stderr } = await ocelli(['transcribe', pawns, ...words]);
      expect(exitCode).toBe(2);
      expect(stdout + stderr).toMatch(says);
    }
  });

  it('refuses what is no language, before it loads anything', async () => {
    const { exitCode, json } = await ocelli(['transcribe', '--json', '--language', 'English', pawns]);
    expect(exitCode).toBe(2);
    expect(ErrorLine.parse(json()[0]).error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('"en"') });
  });

  it('says what to fetch when the model is not here and nothing may be fetched', async () => {
    const { exitCode, json } = await ocelli(['transcribe', '--json', '--offline', pawns], { env: { OCELLI_MODELS: join(folder, 'no-models') } });
    expect(exitCode).not.toBe(0);
    expect(ErrorLine.parse(json()[0]).error.code).toBe('offline');
    await rm(join(folder, 'no-models'), { recursive: true, force: true });
  });
});
