import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A suite that takes longer hangs. */
const longestMs = 20 * 60_000;
const outputKept = 8_000;

/**
 * Runs a suite and reads its JSON report. A suite that crashed, hung, found no test or skipped one has failed.
 *
 * @returns {Promise<{ passed: number, failures: string[], seconds: number }>}
 */
export async function runSuite({ folder, runner }, reportPath) {
  const started = performance.now();
  const done = (passed, failures) => ({ passed, failures, seconds: (performance.now() - started) / 1000 });
  const bin = join(root, 'node_modules/.bin', runner);
  const { args, env } = runner === 'vitest' ? vitest(reportPath) : playwright(reportPath);
  if (runner === 'playwright') {
    const { path, problem } = chromiumPath();
    if (!path) return done(0, [problem]);
    env.CHROMIUM = path;
  }
  const { code, output, hung } = await run(bin, args, { cwd: join(root, folder), env: { ...process.env, ...env } });
  const report = await readFile(reportPath, 'utf8').then(JSON.parse, () => null);
  const { passed, failures } = report === null ? { passed: 0, failures: [] } : runner === 'vitest' ? readVitest(report) : readPlaywright(report);
  const end = `\n${output.slice(-outputKept).trim()}`;
  if (hung) failures.push(`The suite did not end within ${longestMs / 60_000} minutes.${end}`);
  else if (report === null) failures.push(`The suite crashed (exit ${code}).${end}`);
  else if (failures.length === 0 && passed === 0) failures.push(`The suite has no test.${end}`);
  else if (failures.length === 0 && code !== 0) failures.push(`The suite failed outside its tests (exit ${code}).${end}`);
  return done(passed, failures.map(readable));
}

function vitest(reportPath) {
  // The report knows no errors outside tests, so that what is printed is kept too. Built copies of tests, should there be any, are not tests.
  return { args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`, '--exclude=**/{dist,out,.next}/**'], env: { NO_COLOR: '1' } };
}

function playwright(reportPath) {
  return { args: ['test', '--reporter=json'], env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath, CI: process.env.CI ?? '1' } };
}

/** What a vitest report says: https://vitest.dev/guide/reporters#json-reporter */
function readVitest({ testResults }) {
  let passed = 0;
  const failures = [];
  for (const file of testResults) {
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === 'passed') passed++;
      else failures.push([`${file.name}: ${fullName}${status === 'failed' ? '' : ` (${status})`}`, ...failureMessages].join('\n'));
    }
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status === 'passed')) failures.push(`${file.name}\n${file.message}`);
  }
  return { passed, failures };
}

/** What a Playwright report says: https://playwright.dev/docs/test-reporters#json-reporter */
function readPlaywright({ suites, errors }) {
  let passed = 0;
  const failures = errors.map(({ message }) => message);
  const visit = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const { status, results } of spec.tests) {
        if (status === 'expected') passed++;
        else failures.push([`${spec.file}: ${[...path, spec.title].join(' > ')} (${status})`, ...results.flatMap(({ errors }) => errors.map(({ message }) => message))].join('\n'));
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.title]);
  };
  for (const file of suites) visit(file, []);
  return { passed, failures };
}

/** A failure without the lines that lead through other people's code, and with paths as they stand in the repository. */
function readable(failure) {
  const lines = failure.split('\n').filter((line) => !/^\s+at .*(node_modules\/|node:internal|<anonymous>)/.test(line));
  return lines.join('\n').replaceAll(root, '');
}

/** Runs a command to its end, or ends it with all its children when it hangs. */
async function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4 * outputKept)));
  let hung = false;
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It is gone.
    }
  };
  const timer = setTimeout(() => {
    hung = true;
    end('SIGKILL');
  }, longestMs);
  const interrupted = () => {
    end('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  const code = await new Promise((resolve) => child.once('error', (error) => resolve(error.message)).once('close', (status, signal) => resolve(signal ?? status)));
  process.off('SIGINT', interrupted);
  clearTimeout(timer);
  return { code, output, hung };
}
