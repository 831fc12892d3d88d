import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HubFault } from '../../test-support/hub-mirror.js';
import { beforeHubPulls, download, downloads, fails, files, filesIn, heals, large, mirror, modelsDir, succeeds } from '../../test-support/hub-pulling.js';
import { registryPlan } from '../registry/installed-downloads.js';
import { pullDownloads } from '../registry/pull-downloads.js';
import { partName } from './hub-pull.js';

beforeHubPulls();

const whole = files[large]!;
/** Fifty million spaces. */
const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
/** So long only where it is waited for: a machine that does much else is slow. */
const stallMsFor = ({ kind }: HubFault) => (kind === 'stall' || kind === 'slow' ? 600 : 20_000);

describe('when a file', () => {
  it.each<[string, HubFault]>([
    ['breaks off and the connection is torn down', { kind: 'cut', after: 400_000, times: 2 }],
    ['ends early although its length was said', { kind: 'short', after: 400_000, times: 2 }],
    ['stands still', { kind: 'stall', after: 400_000, times: 1 }],
    ['meets a busy hub', { kind: 'status', status: 503, times: 2 }],
    ['meets a hub that asks for a pause', { kind: 'status', status: 429, headers: { 'retry-after': '1' }, times: 1 }],
    ['meets a hub that asks for a pause of no length', { kind: 'status', status: 500, headers: { 'retry-after': 'soon' }, times: 1 }],
  ])('%s, it is asked for again and arrives', async (_, fault) => {
    mirror.faults.set(large, fault);
    await succeeds({ stallMs: stallMsFor(fault) });
    const { range } = mirror.askedFor(large).at(-1)!;
    if ('after' in fault) expect(range).toMatch(/^bytes=[1-9]\d+-$/);
    else expect(range).toBeUndefined();
  });

  it('breaks off again and again, it says so, and the next pull goes on after all that came', async () => {
    mirror.faults.set(large, { kind: 'cut', after: 100_000 });
    expect(await fails('fetch_failed', /connection broke off while onnx\/model\.onnx of ocelli-tests\/some-model/)).toMatchObject({ retryAfterSeconds: 30 });
    expect(mirror.askedFor(large)).toHaveLength(5);
    const [plan] = await registryPlan(undefined, { modelsDir, downloads });
    await heals();
    expect(mirror.askedFor(large)).toMatchObject([{ range: `bytes=${1_515_003 - plan!.leftBytes}-` }]);
  });

  it('is longer than the breaks are apart, the connection may break as often as it likes', async () => {
    const bytes = Buffer.alloc(12_000_000, 5);
    const one = mirror.add('long', 'ocelli-tests/long', { 'model.onnx': bytes });
    mirror.faults.set('model.onnx', { kind: 'cut', after: 1_100_000 });
    expect(await pullDownloads(['long'], { modelsDir, downloads: [one], env: mirror.env(), pauseMs: 1 })).toMatchObject([{ status: 'fetched' }]);
    expect(mirror.askedFor('model.onnx').length).toBeGreaterThan(10);
  });

  it.each<[string, HubFault, RegExp]>([
    ['is asked for at a hub that has trouble for long', { kind: 'status', status: 502 }, /has trouble \(502\).*Try again later/],
    ['stands still each time', { kind: 'stall', after: 10 }, /(Hardly anything|Nothing) of onnx\/model\.onnx .*arrived for/],
    ['trickles', { kind: 'slow', bytesPerSecond: 50 }, /Hardly anything of onnx\/model\.onnx/],
    ['is a page that asks for a login', { kind: 'page' }, /A page for people came instead of onnx\/model\.onnx .*log in with a browser/],
    ['is not there', { kind: 'status', status: 404, headers: { 'x-error-code': 'EntryNotFound' } }, /does not have onnx\/model\.onnx of ocelli-tests\/some-model/],
    ['is for whoever accepted terms', { kind: 'status', status: 403, headers: { 'x-error-code': 'GatedRepo' } }, /Accept them at http.*ocelli-tests\/some-model, and put a token .*HF_TOKEN/],
    ['takes a login', { kind: 'status', status: 401 }, /refused to give .*\(401\).*set HF_TOKEN/],
    ['meets a strange answer', { kind: 'status', status: 418 }, /it answered 418/],
    ['is led to in circles', { kind: 'lead', to: '?round' }, /leads in circles/],
    ['is led to by no address', { kind: 'lead', to: 'file:///etc/passwd' }, /leads nowhere/],
    ['has another hash at the hub', { kind: 'headers', headers: { 'x-linked-etag': `"${'0'.repeat(64)}"` } }, /has another onnx\/model\.onnx .*Update Ocelli/],
    ['has another length at the hub', { kind: 'headers', headers: { 'x-linked-size': '7' } }, /has another onnx\/model\.onnx/],
    ['belongs to another commit by now', { kind: 'headers', headers: { 'x-repo-commit': 'f'.repeat(40) } }, /has another onnx\/model\.onnx/],
    ['has another length', { kind: 'bytes', body: whole.subarray(1) }, /has another onnx\/model\.onnx/],
    ['has other bytes of the right length', { kind: 'bytes', body: Buffer.alloc(whole.length, 3) }, /is not the file that Ocelli knows, so it was thrown away/],
    ['never ends', { kind: 'endless' }, /sends more than onnx\/model\.onnx .* has/],
    ['swells to a thousand times its size', { kind: 'packed', packed: bomb }, /sends more than onnx\/model\.onnx .* has/],
  ])('%s, no file appears, and the next pull heals it', async (_, fault, says) => {
    mirror.faults.set(large, fault);
    await fails('fetch_failed', says, { stallMs: stallMsFor(fault) });
    await heals();
  });

  it('asks for a longer pause than anybody waits, it says for how long', async () => {
    mirror.faults.set(large, { kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    expect(await fails('fetch_failed', /is asked too much/)).toMatchObject({ retryAfterSeconds: 3600 });
    expect(mirror.asked.filter(({ path }) => path.endsWith(large))).toHaveLength(1);
  });

  it('was begun in another version, it is fetched anew', async () => {
    mirror.faults.set(large, { kind: 'cut', after: 100_000 });
    await fails('fetch_failed', /broke off/);
    mirror.heal();
    const part = join(modelsDir, '.pull/some-model', partName(download.files.find(({ path }) => path === large)!));
    await writeFile(`${part}.etag`, '"another version"');
    await succeeds();
    expect(mirror.askedFor(large)).toMatchObject([{ ifRange: '"another version"' }]);
  });

  it.each([
    ['with wrong bytes', 700_000],
    ['with wrong bytes to its end', 1_500_000],
    ['with more bytes than it has', 1_600_000],
  ])('was left half done %s, it is fetched anew', async (_, bytes) => {
    const part = join(modelsDir, '.pull/some-model', partName(download.files.find(({ path }) => path === large)!));
    await mkdir(dirname(part), { recursive: true });
    await writeFile(part, Buffer.alloc(bytes, 1));
    await succeeds();
  });
});

describe('when the list of files', () => {
  const json = (value: unknown, headers: Record<string, string> = {}): HubFault => ({ kind: 'bytes', body: Buffer.from(JSON.stringify(value)), headers });

  it.each<[string, HubFault, RegExp]>([
    ['is a page that asks for a login', { kind: 'page' }, /is no model hub.*log in with a browser/],
    ['is no JSON', { kind: 'bytes', body: Buffer.from('[{') }, /is no model hub/],
    ['is something else', json({ files: [] }), /does not list the files .* as the Hub does/],
    ['is huge', json([{ type: 'file', path: 'x'.repeat(6_000_000), size: 1 }]), /far more than a list of files/],
    ['swells to a thousand times its size', { kind: 'packed', packed: bomb }, /far more than a list of files/],
    ['has no end', json([], { link: '<?recursive=true>; rel="next"' }), /does not list the files .* as the Hub does/],
    ['goes on at somebody else\'s', json([], { link: '<http://127.0.0.1:9/list>; rel="next"' }), /continues its list of files elsewhere/],
    ['lacks a file', json([]), /does not list onnx\/model\.onnx/],
    ['names another hash', json([{ type: 'file', path: large, size: 1, lfs: { oid: '0'.repeat(64), size: whole.length } }]), /has another onnx\/model\.onnx .*Update Ocelli/],
    ['is of a repository that there is not', { kind: 'status', status: 404, headers: { 'x-error-code': 'RepoNotFound' } }, /has no ocelli-tests\/some-model/],
    ['is of a commit that there is not', { kind: 'status', status: 404, headers: { 'x-error-code': 'RevisionNotFound' } }, /at the known commit/],
    ['is refused', { kind: 'status', status: 403 }, /refused to give the list of files/],
  ])('%s, nothing is fetched', async (_, fault, says) => {
    mirror.listFault = fault;
    await fails('fetch_failed', says);
    expect(mirror.asked.filter(({ path }) => !path.startsWith('/api/'))).toEqual([]);
    await heals();
  });

  it('names files elsewhere, nothing is written there', async () => {
    const evil = ['../../../evil', '/evil', 'a/../../evil', `${'long/'.repeat(200)}evil`, 'nul\0evil'].map((path) => ({ type: 'file', path, size: 4 }));
    const listed = Object.entries(files).map(([path, body]) => ({ type: 'file', path, size: body.length }));
    mirror.listFault = json([...evil, ...listed]);
    await succeeds();
    expect((await filesIn(dirname(modelsDir))).filter((path) => path.includes('evil'))).toEqual([]);
  });
});

it('a hub that is not there is no wrong file', async () => {
  const error = await fails('fetch_failed', /cannot be reached.*OCELLI_HUB/, { env: mirror.env({ OCELLI_HUB: 'http://127.0.0.1:9' }) });
  expect(error.retryAfterSeconds).toBe(30);
  await heals();
});
