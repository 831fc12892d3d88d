import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runSuite } from '../scripts/run-suite.mjs';
import { root } from './repository.js';

/** Runs a suite of one file, in a folder of its own that is gone afterwards. */
async function suiteOf(source) {
  const folder = await mkdtemp(join(root, 'checks', 'suite-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'vitest.config.mjs'), 'export default {};');
  if (source !== undefined) await writeFile(join(folder, 'one.test.mjs'), `import { expect, it } from 'vitest';\n${source}`);
  return await runSuite({ folder: `checks/${basename(folder)}`, runner: 'vitest' }, join(folder, 'report.json'));
}

describe('what npm test counts', () => {
  it('counts what passed and tells what failed', async () => {
    const { passed, failures } = await suiteOf("it('adds', () => expect(1 + 1).toBe(2)); it('is wrong', () => expect(1 + 1).toBe(3));");
    expect(passed).toBe(1);
    expect(failures).toEqual([expect.stringMatching(/one\.test\.mjs: is wrong\n.*expected 2 to be 3/)]);
  });

  it('counts a skipped test as failed', async () => {
    const { passed, failures } = await suiteOf("it('adds', () => {}); it.skip('is put off', () => {});");
    expect([passed, failures.length]).toEqual([1, 1]);
  });

  it('counts a file that cannot be loaded as failed', async () => {
    expect((await suiteOf("import './nowhere.js'; it('adds', () => {});")).failures).toHaveLength(1);
  });

  it('counts an error outside the tests as failed', async () => {
    const { passed, failures } = await suiteOf("it('leaves something behind', async () => { void Promise.reject(new Error('nobody caught this')); });");
    expect([passed, failures.length]).toEqual([1, 1]);
    expect(failures[0]).toContain('nobody caught this');
  });

  it('counts a suite that dies as failed', async () => {
    const { failures } = await suiteOf("it('ends everything', () => process.kill(process.ppid, 'SIGKILL'));");
    expect(failures).toEqual([expect.stringMatching(/^The suite crashed/)]);
  });

  it('counts a suite without a test as failed', async () => {
    expect((await suiteOf(undefined)).failures).toEqual([expect.stringMatching(/^The suite has no test/)]);
  });
});
