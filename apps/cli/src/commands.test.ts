import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boardSvg, draw, printed } from '../test-support/pictures.js';
import { ocelli as run, start as begin } from '../test-support/run-ocelli.js';
import { Answered, AnsweredLine, BoardLine, BoardsRead, DoctorReport, ErrorLine } from './outputs.js';

const start = 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR';
const endgame = '8/5k2/8/3P4/8/8/2K5/8';

let folder: string;
let temporary: string;
let sign: string;
const broken = 'broken.png';

const ocelli = (words: string[], options: { input?: Buffer; env?: Record<string, string> } = {}) =>
  run(words, { ...options, cwd: folder, env: { TMPDIR: temporary, ...options.env } });
/** Folders of pictures that a call made and did not remove. */
const leftBehind = async () => (await readdir(temporary)).filter((name) => name.startsWith('ocelli-pictures-'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-cli-test-'));
  temporary = join(folder, 'temporary');
  await mkdir(temporary);
  await mkdir(join(folder, 'a-folder'));
  await writeFile(join(folder, broken), (await readFile(new URL('../test-picture.png', import.meta.url))).subarray(0, 300));
  await writeFile(join(folder, 'notes.txt'), 'No picture at all.');
  sign = await draw(join(folder, 'sign.png'), 640, 360, printed('HARBOUR', 60, 120) + printed('EXIT 42', 60, 240));
  await draw(join(folder, 'boards.png'), 900, 480, boardSvg(start, 30, 40, 48) + boardSvg(endgame, 500, 60, 40));
  await draw(join(folder, 'colours.png'), 400, 300, '<rect width="400" height="220" fill="#d01818"/>');
  return () => rm(folder, { recursive: true, force: true });
});

afterEach(async () => expect(await leftBehind()).toEqual([]));

describe('ocelli ask', () => {
  it('gives one answer about all pictures, with evidence that names its picture, in one line of JSON', async () => {
    const { exitCode, json, stderr } = await ocelli(['ask', 'boards.png', '-', 'how many pawns are there?', '--json'], { input: await readFile(sign) });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [answered, ...more] = json().map((line) => Answered.parse(line));
    expect(more).toEqual([]);
    expect(answered).toMatchObject({ status: 'answered', models: expect.arrayContaining(['board-reader']), packs: ['pocket'] });
    expect(answered?.answer).toMatch(/17 pawns/);
    expect(answered?.answer).not.toMatch(/[*[\]#`\\]/);
    const pawns = answered?.evidence.filter(({ kind, label }) => kind === 'square' && label.includes('pawn')) ?? [];
    expect(pawns).toHaveLength(17);
    expect(new Set(pawns.map(({ image }) => image))).toEqual(new Set(['boards.png']));
    expect(answered?.tools.every(({ name, ms }) => name === 'read_board' && ms > 0)).toBe(true);
  });

  it('with --each --json gives each picture its line in order, and a bad picture its error line', async () => {
    const images = ['sign.png', 'missing.png', 'a-folder', broken, 'notes.txt', '-', 'colours.png'];
    const { exitCode, json } = await ocelli(['ask', '--each', '--json', ...images, 'what does it say?'], { input: Buffer.alloc(0) });
    expect(exitCode).toBe(2);
    const lines = json().map((line) => AnsweredLine.parse(line));
    expect(lines.map(({ image }) => image)).toEqual(images);
    expect(lines.map((line) => ('error' in line ? line.error.code : line.status))).toEqual([
      'answered', 'not_found', 'bad_request', 'broken_media', 'unsupported_media', 'broken_media', expect.stringMatching(/answered|declined/),
    ]);
    expect(lines[0]).toMatchObject({ answer: expect.stringMatching(/HARBOUR.*EXIT 42/s) });
    expect(lines[0]).toMatchObject({ evidence: expect.arrayContaining([expect.objectContaining({ kind: 'text', image: 'sign.png' })]) });
  });

  it('answers people in a sentence, and names what it took on standard error', async () => {
    const { exitCode, stdout, stderr } = await ocelli(['ask', 'colours.png', 'what are its main colours?']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[^\n]*red[^\n]*\n$/);
    expect(stderr).toMatch(/^answered · .+ · \d+ ms\n$/);
  });

  it('says what is missing before it loads anything', async () => {
    const question = 'how many?';
    const wrong = [
      { words: ['ask'], says: /missing required argument/ },
      { words: ['ask', question], says: /picture before the question/ },
      { words: ['ask', 'sign.png', 'boards.png'], says: /question is missing/ },
      { words: ['ask', '-', '-', question], says: /only once/ },
      { words: ['ask', ...Array<string>(9).fill('sign.png'), question], says: /--each/ },
      { words: ['ask', 'sign.png', question, '--jsno'], says: /unknown option.*--json/s },
    ];
    const ended = await Promise.all(wrong.map(({ words }) => ocelli(words)));
    expect(ended.map(({ exitCode, stdout }) => ({ exitCode, stdout }))).toEqual(wrong.map(() => ({ exitCode: 2, stdout: '' })));
    ended.forEach(({ stderr }, index) => expect(stderr).toMatch(wrong[index]!.says));
    const asJson = await ocelli(['ask', '--json', question]);
    expect(asJson.json().map((line) => ErrorLine.parse(line).error.code)).toEqual(['bad_request']);
  });

  it('stops at once on Ctrl-C, with 130', async () => {
    const { process: child, ended } = begin(['ask', '-', 'what is this?'], { cwd: folder, env: { TMPDIR: temporary } });
    await expect.poll(leftBehind, { timeout: 30_000 }).toHaveLength(1);
    process.kill(-child.pid!, 'SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, stdout: '' });
  });
});

describe('ocelli read-board', () => {
  it('prints a line for each picture: every board found with the largest first, or that there is none', async () => {
    const { exitCode, json } = await ocelli(['read-board', '--json', 'boards.png', 'missing.png', 'sign.png']);
    expect(exitCode).toBe(3);
    const [found, missing, none, ...more] = json().map((line) => BoardLine.parse(line));
    expect(more).toEqual([]);
    const read = BoardsRead.parse(found);
    expect(read).toMatchObject({ fen: start, orientation: 'white-bottom', image: 'boards.png' });
    expect(read.boards.map(({ fen }) => fen)).toEqual([start, endgame]);
    const { boards: _boards, image: _image, ...largest } = read;
    expect(read.boards[0]).toEqual(largest);
    expect(read.squares.slice(0, 3).map(({ square, piece }) => square + piece)).toEqual(['a8r', 'b8n', 'c8b']);
    const [[left, top]] = read.corners;
    expect([left * 900, top * 480].map(Math.round)).toEqual([expect.closeTo(30, -1), expect.closeTo(40, -1)]);
    expect(missing).toMatchObject({ error: { code: 'not_found' }, image: 'missing.png' });
    expect(none).toMatchObject({ error: { code: 'no_board', message: expect.stringContaining('No chess board') }, image: 'sign.png' });
  });

  it('draws boards for people', async () => {
    const { exitCode, stdout } = await ocelli(['read-board', 'boards.png']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('boards.png, board 1 of 2: White at the bottom');
    expect(stdout).toMatch(/^ {2}8 {2}r.n.b.q.k.b.n.r$/m);
    expect(stdout).toContain(`FEN: ${endgame}`);
  });
});

describe('ocelli doctor', () => {
  it('reports what works and what to do about the rest, and exits by whether the main job works', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const { exitCode, json } = await ocelli(['doctor', '--json'], { env: { OCELLI_PORT: String(port), OCELLI_DATA: join(folder, 'data') } });
    busy.close();
    const [report] = json().map((line) => DoctorReport.parse(line));
    const by = new Map(report?.checks.map((check) => [check.id, check]));
    for (const id of ['node', 'runtime', 'decode', 'read-boards', 'detect', 'read-text', 'model-board-reader', 'data']) expect(by.get(id), id).toMatchObject({ status: 'ok' });
    expect(by.get('port')).toMatchObject({ status: 'problem', remedy: expect.stringContaining('OCELLI_PORT') });
    for (const { status, remedy } of report?.checks ?? []) if (status === 'problem' || status === 'warning') expect(remedy).toMatch(/\S/);
    expect({ exitCode, works: report?.works }).toEqual({ exitCode: 1, works: false });
    expect(await readdir(folder)).not.toContain('data');
  });
});

describe('ocelli serve', () => {
  it('says where it is, tells a second one so, is seen by the doctor, and ends in good order', async () => {
    const data = join(folder, 'served');
    const server = begin(['serve', '--offline', '--port', '0', '--data', data], { cwd: folder, env: { TMPDIR: temporary, OCELLI_LOG_LEVEL: 'silent' } });
    const [line] = (await once(server.process.stdout!, 'data')) as [string];
    const url = /^Ocelli is ready: (http:\/\/localhost:\d+)\n$/.exec(line)?.[1];
    expect(url).toBeDefined();
    const port = new URL(url!).port;
    expect(await (await fetch(new URL('/healthz', url))).json()).toEqual({ status: 'ok' });

    const [second, seen, asked] = await Promise.all([
      ocelli(['serve', '--port', port, '--data', data]),
      ocelli(['doctor'], { env: { OCELLI_PORT: port, OCELLI_DATA: data } }),
      ocelli(['ask', 'sign.png', 'how big is it?'], { env: { OCELLI_DATA: data } }),
    ]);
    expect(second).toMatchObject({ exitCode: 1, stdout: '' });
    expect(second).toMatchObject({ stderr: expect.stringMatching(/^ocelli: Ocelli is already running: open http:\/\/localhost:\d+\. .*OCELLI_PORT=\d+.*\n$/) });
    expect(seen.stdout).toMatch(/Data folder +.*in use by a running Ocelli/);
    expect(seen.stdout).toMatch(/Port +Ocelli runs at/);
    expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('640') });

    server.process.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ exitCode: 0 });
  });

  it('refuses in one line to take a port that another program has, or to let everybody in', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = { OCELLI_DATA: join(folder, 'refused') };
    const [taken, open, typo] = await Promise.all([
      ocelli(['serve', '--port', String(port)], { env }),
      ocelli(['serve', '--host', '0.0.0.0'], { env }),
      ocelli(['serve', '--port', 'http'], { env }),
    ]);
    other.close();
    expect(taken).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^ocelli: Port \d+ is in use by another program\. .*OCELLI_PORT=\d+ .*\n$/) });
    expect(open).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^ocelli: .*OCELLI_PASSWORD.*\n$/) });
    expect(typo).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('from 0 to 65535') });
    expect(await readdir(folder)).not.toContain('refused');
  });
});

describe('ocelli', () => {
  it('shows its help on request, and with a mistake', async () => {
    const [help, none, unknown] = await Promise.all([ocelli(['--help']), ocelli([]), ocelli(['aks'])]);
    expect(help).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('read-board') });
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('read-board') });
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/unknown command 'aks'.*Did you mean ask.*read-board/s) });
  });
});
