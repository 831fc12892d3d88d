import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { beforeHubPulls, download, downloads, fails, files, filesIn, large, mirror, modelsDir, pathOf, pull, repo, small, succeeds, temporaryFolder } from '../../test-support/hub-pulling.js';
import { registryPlan, removeDownloads, verifyDownloads } from '../registry/installed-downloads.js';

beforeHubPulls();

const token = 'hf_a-token-of-somebody';

describe('a model of a hub', () => {
  it('arrives in a folder of its commit, is found the next time, and can be removed', async () => {
    expect(await registryPlan(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'missing', fetchBytes: 1_515_003, leftBytes: 1_515_003 }]);
    const states: string[] = [];
    await succeeds({ onProgress: ({ state, receivedBytes, totalBytes }) => states.push(`${state} ${receivedBytes === totalBytes}`) });
    expect([states[0], states.at(-1)]).toEqual(['waiting false', 'done true']);
    expect(await filesIn(join(modelsDir, 'hub'))).toContain(`ocelli-tests--some-model/${download.revision}/${large}`);
    mirror.heal();
    expect(await pull()).toMatchObject([{ status: 'there' }]);
    expect(mirror.asked).toEqual([]);
    expect(await registryPlan(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'there', leftBytes: 0 }]);
    expect(await removeDownloads(['some-model'], { modelsDir, downloads })).toMatchObject([{ removed: true }]);
    expect(await filesIn(join(modelsDir, 'hub'))).toEqual([]);
  });

  it('goes on in the middle of a file after a pause, with the version that it began with', async () => {
    mirror.faults.set(large, { kind: 'slow', bytesPerSecond: 3_000_000 });
    const pause = new AbortController();
    const paused = pull({ signal: pause.signal, onProgress: ({ receivedBytes }) => receivedBytes > 500_000 && pause.abort() });
    await expect(paused).rejects.toMatchObject({ code: 'cancelled' });
    const [plan] = await registryPlan(undefined, { modelsDir, downloads });
    expect(plan!.leftBytes).toBeLessThan(1_015_003);
    mirror.heal();
    await succeeds();
    const [again] = mirror.askedFor(large);
    expect(again).toMatchObject({ range: `bytes=${1_515_003 - plan!.leftBytes}-`, ifRange: expect.stringMatching(/^"cdn-/) as string });
  });

  it('comes from a mirror that only has files, gives no headers, knows no ranges, and packs what it sends', async () => {
    mirror.listFault = { kind: 'status', status: 404 };
    mirror.faults.set(large, { kind: 'headers', headers: { etag: undefined, 'x-repo-commit': undefined, 'x-linked-etag': undefined, 'x-linked-size': undefined } });
    mirror.faults.set(small, { kind: 'packed' });
    await succeeds();
  });

  it('comes through the user\'s proxy, unless the hub is not for it', async () => {
    const through: string[] = [];
    const proxy = createServer((asked, response) => {
      through.push(asked.url ?? '');
      request(asked.url ?? '', { headers: asked.headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers))).end();
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect(await pull({ env: mirror.env({ HTTP_PROXY, NO_PROXY: '127.0.0.1' }), modelsDir: await temporaryFolder() })).toMatchObject([{ status: 'fetched' }]);
    expect(through).toEqual([]);
    await succeeds({ env: mirror.env({ HTTP_PROXY }) });
    expect(through.map((url) => new URL(url).pathname)).toContain(`/${repo}/resolve/${download.revision}/${large}`);
  });

  it('is not fetched when fetching is off, nor when it has no address', async () => {
    await fails('offline', /switched off/, { offline: true });
    await fails('bad_request', /OCELLI_HUB: must be the address/, { env: mirror.env({ OCELLI_HUB: 'huggingface' }) });
    await fails('bad_request', /a login belongs in HF_TOKEN/, { env: mirror.env({ OCELLI_HUB: 'https://me:secret@hub.example' }) });
    expect(mirror.asked).toEqual([]);
  });
});

describe('the token', () => {
  it('is shown to the hub and to nobody it leads to', async () => {
    await succeeds({ env: mirror.env({ HF_TOKEN: token }) });
    expect(new Set(mirror.asked.filter(({ at }) => at === 'hub').map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
    expect(new Set(mirror.asked.filter(({ at }) => at !== 'hub').map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
  });

  it('stays here when the hub leads to somebody else, and stands in no error', async () => {
    mirror.faults.set(large, { kind: 'lead', to: `${mirror.elsewhere}/stolen` });
    const error = await fails('fetch_failed', /does not have onnx\/model\.onnx/, { env: mirror.env({ HF_TOKEN: token }) });
    expect(mirror.asked.find(({ at }) => at === 'elsewhere')).toMatchObject({ path: '/stolen', authorization: undefined });
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(token);
  });
});

describe('the cache of Hugging Face\'s own programs', () => {
  /** As they lay it out: blobs by hash, snapshots of links. */
  async function cacheWith(change: (path: string, body: Buffer) => Buffer = (_, body) => body): Promise<NodeJS.ProcessEnv> {
    const home = await temporaryFolder();
    const folder = join(home, 'hub', `models--${repo.replace('/', '--')}`);
    await mkdir(join(folder, 'blobs'), { recursive: true });
    for (const [path, body] of Object.entries(files)) {
      const blob = join(folder, 'blobs', createHash('sha256').update(body).digest('hex'));
      const link = join(folder, 'snapshots', download.revision, path);
      await writeFile(blob, change(path, body));
      await mkdir(dirname(link), { recursive: true });
      await symlink(blob, link);
    }
    return mirror.env({ HF_HOME: home });
  }

  it('is used where it lies, without the network, and removing leaves it alone', async () => {
    const env = await cacheWith();
    expect(await pull({ env, offline: true })).toMatchObject([{ status: 'there' }]);
    expect(mirror.asked).toEqual([]);
    expect((await lstat(pathOf(large))).isSymbolicLink()).toBe(true);
    expect((await readFile(pathOf(large))).equals(files[large]!)).toBe(true);
    expect(await verifyDownloads(undefined, { modelsDir, downloads })).toMatchObject([{ status: 'ready' }]);
    await removeDownloads(['some-model'], { modelsDir, downloads });
    expect(await pull({ env, offline: true })).toMatchObject([{ status: 'there' }]);
  });

  it('is not believed: what is damaged there is fetched', async () => {
    const env = await cacheWith((path, body) => (path === large ? Buffer.alloc(body.length, 7) : body));
    expect(await pull({ env })).toMatchObject([{ status: 'fetched' }]);
    expect(mirror.askedFor(small)).toEqual([]);
    expect((await lstat(pathOf(large))).isSymbolicLink()).toBe(false);
    expect((await readFile(pathOf(large))).equals(files[large]!)).toBe(true);
  });
});
