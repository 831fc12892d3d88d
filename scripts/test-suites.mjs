import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every suite: each workspace that has a `test` script, and the checks of the repository as a whole. Browser suites come last,
 * because what they show rests on all the others.
 *
 * @returns {Promise<{ name: string, folder: string, runner: 'vitest' | 'playwright' }[]>}
 */
export async function allSuites() {
  const { workspaces } = JSON.parse(await readFile('package.json', 'utf8'));
  const folders = (await Promise.all(workspaces.map(expand))).flat();
  const tested = await Promise.all(folders.map(hasTests));
  const suites = ['checks', ...folders.filter((_, at) => tested[at])].map((folder) => ({ name: folder, folder, runner: runnerOf(folder) }));
  return [...suites.filter(({ runner }) => runner === 'vitest'), ...suites.filter(({ runner }) => runner === 'playwright')];
}

/** The folders that a workspace pattern of this repository ("apps/*" or a plain path) stands for. */
async function expand(pattern) {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  const entries = await readdir(parent, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && existsSync(join(parent, entry.name, 'package.json'))).map((entry) => `${parent}/${entry.name}`);
}

async function hasTests(folder) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')).scripts?.test !== undefined;
}

function runnerOf(folder) {
  return folder === 'e2e' ? 'playwright' : 'vitest';
}
