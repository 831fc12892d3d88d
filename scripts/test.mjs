/**
 * `npm test`: builds, checks the types and runs every suite, one after another. Ends with one line, "N passed, N failed", over
 * the tests of all suites, and exits with 0 only when every suite ran and nothing failed. Names of suites may be given to run
 * only those: `npm test -- packages/agent e2e`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { haveFfmpeg } from './ffmpeg.mjs';
import { allSuites } from './test-suites.mjs';
import { runSuite } from './run-suite.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
Object.assign(process.env, { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' });

/** Runs a command in sight of whoever waits. True when it succeeded. */
function succeeds(command, ...args) {
  console.log(`\n> ${[command, ...args].join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

let [passed, failed] = [0, 0];
function count(name, { passed: good, failures, seconds }) {
  passed += good;
  failed += failures.length;
  for (const failure of failures) console.log(`\n${failure}`);
  const took = seconds === undefined ? '' : `, ${Math.round(seconds)} s`;
  console.log(`\n${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${good} passed, ${failures.length} failed${took}`);
}
function end() {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

if (!existsSync('node_modules/.package-lock.json') && !succeeds('npm', 'ci')) {
  count('install', { passed: 0, failures: ['The dependencies could not be installed.'] });
  end();
}
if (!succeeds('node_modules/.bin/turbo', 'run', 'build', '--output-logs=errors-only')) {
  count('build', { passed: 0, failures: ['The build failed, so that no suite could run.'] });
  end();
}
if (!succeeds('npm', 'run', '--silent', 'typecheck')) count('types', { passed: 0, failures: ['The types are wrong: see above.'] });

if (!haveFfmpeg()) count('ffmpeg', { passed: 0, failures: ['The tests of recordings need ffmpeg: install it ("sudo apt-get install ffmpeg").'] });

const asked = process.argv.slice(2);
const suites = await allSuites();
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
for (const name of unknown) count(name, { passed: 0, failures: [`There is no suite "${name}". There are: ${suites.map((suite) => suite.name).join(', ')}.`] });

const reports = await mkdtemp(join(tmpdir(), 'ocelli-tests-'));
try {
  for (const suite of suites) {
    if (asked.length > 0 && !asked.includes(suite.name)) continue;
    console.log(`\n> ${suite.name}`);
    count(suite.name, await runSuite(suite, join(reports, `${suite.name.replaceAll('/', '-')}.json`)));
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}
end();
